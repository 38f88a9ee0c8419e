// Lifts block protection for the time of a write and puts the registers back. Volatile where the chip can: gone at power off.
import { fault } from '../../shared/model/errors';
import type { StatusRegisters } from '../../shared/model/chip';
import type { ByteRange } from '../../shared/model/plan';
import { command, opcodes } from '../spi/commands';
import { limits } from '../spi/limits';
import type { FlashLog, NorFlash } from '../spi/nor-chip';
import { coversAny, decodeProtection, hasBlockLocks, unprotected } from '../spi/protection';
import { isLost, registersList, settingsOf, statusFrom, statusReads, statusWrite } from '../spi/status';

/** Puts the original registers back; absent where nothing had to be lifted. */
export type Restore = () => Promise<void>;

export async function readRegisters(flash: NorFlash): Promise<StatusRegisters> {
  const { statusStyle } = flash.chip;
  const registers = statusFrom(statusStyle, await flash.bus.run(statusReads(statusStyle)));
  if (isLost(registers.sr1)) throw fault('BUS_LOST');
  return registers;
}

/**
 * @param ranges what will be erased or programmed
 * @param beforeChange hears the registers before the first of them changes; the lift waits for it
 * @throws CHIP_PROTECTED where protection that may cover `ranges` stands after the attempt; nothing else was changed then
 */
export async function liftProtection(
  flash: NorFlash,
  ranges: readonly ByteRange[],
  log: FlashLog,
  beforeChange: (registers: readonly number[]) => Promise<void>,
): Promise<Restore | undefined> {
  const original = await readRegisters(flash);
  const protection = decodeProtection(flash.chip, original);
  if (!coversAny(protection, ranges)) return undefined;
  const protectedText = protection.ranges.map(({ offset, length }) => `${offset}+${length}`).join(' ') || 'undetermined';
  const refuse = () => fault('CHIP_PROTECTED', { ranges: protectedText, lock: protection.lock });
  if (protection.lock === 'power' || protection.lock === 'forever') throw refuse();

  await beforeChange(registersList(original));
  if (hasBlockLocks(flash.chip, original)) {
    // Block locks come back by themselves at power up; their state is in no register, so the read-back of the write judges.
    await flash.bus.run([command(opcodes.writeEnable), command(opcodes.globalUnlock)]);
    log('block-locks-lifted');
    return undefined;
  }
  const wanted = unprotected(flash.chip, original);
  await writeRegisters(flash, wanted);
  const found = await readRegisters(flash);
  log('protection-lifted', { original: registersList(original), found: registersList(found) });
  if (coversAny(decodeProtection(flash.chip, found), ranges)) throw refuse();
  return async () => {
    await writeRegisters(flash, original);
    const restored = await readRegisters(flash);
    const same = settingsOf(restored.sr1) === settingsOf(original.sr1) && restored.sr2 === original.sr2;
    log(same ? 'protection-restored' : 'protection-not-restored', { original: registersList(original), found: registersList(restored) });
  };
}

async function writeRegisters(flash: NorFlash, registers: StatusRegisters): Promise<void> {
  const { statusStyle, volatileStatus } = flash.chip;
  const enable = command(volatileStatus ? opcodes.writeEnableVolatile : opcodes.writeEnable);
  await flash.bus.run([enable, statusWrite(statusStyle, registers)]);
  await flash.waitReady(volatileStatus ? 0 : limits.statusWriteTypicalMs, limits.statusWriteMaxMs);
}
