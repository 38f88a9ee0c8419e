// Lifts block protection for the time of a write and puts the registers back. Volatile where the chip can: gone at power off.
import { fault } from '../../shared/model/errors';
import type { Protection, StatusRegisters } from '../../shared/model/chip';
import type { ByteRange } from '../../shared/model/plan';
import { command, opcodes } from '../spi/commands';
import { limits } from '../spi/limits';
import type { FlashLog, NorFlash } from '../spi/nor-chip';
import { coversAny, decodeProtection, hasBlockLocks, unprotected } from '../spi/protection';
import { isLost, registersFrom, registersList, settingsOf, statusFrom, statusReads, statusWrite } from '../spi/status';

/** Puts the original registers back; absent where nothing had to be lifted. */
export type Restore = () => Promise<void>;

export async function readRegisters(flash: NorFlash): Promise<StatusRegisters> {
  const { statusStyle } = flash.chip;
  const registers = statusFrom(statusStyle, await flash.bus.run(statusReads(statusStyle)));
  if (isLost(registers.sr1)) throw fault('BUS_LOST');
  return registers;
}

export interface LiftOptions {
  readonly log: FlashLog;
  /** Hears the registers to put back before the first of them changes; the lift waits for it. */
  readonly beforeChange: (registers: readonly number[]) => Promise<void>;
  /** What an earlier run found and could not put back: then that is the original, not what is found now. */
  readonly restoreRegisters?: readonly number[] | undefined;
}

/**
 * @param ranges what will be erased or programmed
 * @throws CHIP_PROTECTED where protection that may cover `ranges` stands after the attempt; nothing else was changed then
 */
export async function liftProtection(flash: NorFlash, ranges: readonly ByteRange[], options: LiftOptions): Promise<Restore | undefined> {
  const { log, beforeChange, restoreRegisters } = options;
  const before = await readRegisters(flash);
  const original = earlierRegisters(flash, restoreRegisters, log) ?? before;
  const restore = () => putBack(flash, original, log);
  const protection = decodeProtection(flash.chip, before);
  if (!coversAny(protection, ranges)) return sameSettings(before, original) ? undefined : restore;
  const protectedText = protection.ranges.map(({ offset, length }) => `${offset}+${length}`).join(' ') || 'undetermined';
  const refuse = () => fault('CHIP_PROTECTED', { ranges: protectedText, lock: protection.lock });
  if (isOneWay(protection)) throw refuse();

  await beforeChange(registersList(original));
  if (hasBlockLocks(flash.chip, before)) {
    // Block locks come back by themselves at power up; their state is in no register, so the read-back of the write judges.
    await flash.bus.run([command(opcodes.writeEnable), command(opcodes.globalUnlock)]);
    log('block-locks-lifted');
    return undefined;
  }
  await writeRegisters(flash, unprotected(flash.chip, before));
  const found = await readRegisters(flash);
  log('protection-lifted', { original: registersList(original), found: registersList(found) });
  if (coversAny(decodeProtection(flash.chip, found), ranges)) throw refuse();
  return restore;
}

/** A journal is a file, and files can be wrong: registers of another family, or a lock nobody could open again, are left alone. */
function earlierRegisters({ chip }: NorFlash, list: readonly number[] | undefined, log: FlashLog): StatusRegisters | undefined {
  if (!list) return undefined;
  const registers = registersFrom(chip.statusStyle, list);
  if (registers && !isOneWay(decodeProtection(chip, registers))) return registers;
  log('protection-not-restored', { original: [...list] });
  return undefined;
}

const isOneWay = ({ lock }: Protection): boolean => lock === 'power' || lock === 'forever';

const sameSettings = (a: StatusRegisters, b: StatusRegisters): boolean => settingsOf(a.sr1) === settingsOf(b.sr1) && a.sr2 === b.sr2;

async function putBack(flash: NorFlash, original: StatusRegisters, log: FlashLog): Promise<void> {
  await writeRegisters(flash, original);
  const found = await readRegisters(flash);
  const code = sameSettings(found, original) ? 'protection-restored' : 'protection-not-restored';
  log(code, { original: registersList(original), found: registersList(found) });
}

async function writeRegisters(flash: NorFlash, registers: StatusRegisters): Promise<void> {
  const { statusStyle, volatileStatus } = flash.chip;
  const enable = command(volatileStatus ? opcodes.writeEnableVolatile : opcodes.writeEnable);
  await flash.bus.run([enable, statusWrite(statusStyle, registers)]);
  await flash.waitReady(volatileStatus ? 0 : limits.statusWriteTypicalMs, limits.statusWriteMaxMs);
}
