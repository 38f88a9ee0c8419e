// Asks whether the chip of the step before is still the one on the clip. Reads ids only.
import type { ChipInfo } from '../../shared/model/chip';
import { fault } from '../../shared/model/errors';
import type { Fault } from '../../shared/model/errors';
import type { SpiBus } from '../spi/bus';
import { shiftedFrom } from '../spi/chip-table';
import { readId, readUniqueId } from '../spi/commands';
import { isSaneId, wake } from '../spi/wake';
import type { Device } from './device';

const ID_READS = 3;

/** @throws CHIP_CHANGED, or what the bus says: BUS_ALL_FF, BUS_ALL_00, BUS_UNSTABLE, BUS_SHIFTED, CHIP_STILL_BUSY */
export async function confirmChip(device: Device, chip: Pick<ChipInfo, 'jedec' | 'uniqueId' | 'uniqueIdOpcode'>): Promise<void> {
  const ids = await readIds(device);
  const problem = idFault(ids, chip.jedec);
  if (problem) throw problem;
  device.awake = true;
  if (chip.uniqueId === undefined) return;
  const [answer] = await device.bus.run([readUniqueId(chip.uniqueIdOpcode)]);
  const found = uniqueIdText(answer) ?? '';
  if (found !== chip.uniqueId) throw fault('CHIP_CHANGED', { expected: chip.uniqueId, found });
}

async function readIds(device: Device): Promise<string[]> {
  if (device.awake) {
    const answers = await device.bus.run(Array.from({ length: ID_READS }, () => readId()));
    const ids = answers.map((answer) => Buffer.from(answer).toString('hex'));
    if (ids.every(isSaneId)) return ids;
  }
  device.awake = false;
  return (await wake(device.bus, device.clock, ID_READS)).ids;
}

/**
 * Whether what was read just now came from the chip: it still answers with its id.
 * @throws BUS_LOST, BUS_ALL_00, BUS_UNSTABLE
 */
export async function confirmAlive(bus: SpiBus, jedec: string): Promise<void> {
  const [answer] = await bus.run([readId()]);
  const found = Buffer.from(answer ?? new Uint8Array()).toString('hex');
  if (found === jedec) return;
  throw found === 'ffffff'
    ? fault('BUS_LOST')
    : found === '000000'
      ? fault('BUS_ALL_00')
      : fault('BUS_UNSTABLE', { ids: `${jedec} ${found}` });
}

/** What a set of ids says against the one expected; `undefined` expectation: any steady, sane id. */
export function idFault(ids: readonly string[], expected?: string): Fault | undefined {
  const found = ids[0] ?? 'ffffff';
  if (ids.every((id) => id === 'ffffff')) return fault('BUS_ALL_FF');
  if (ids.every((id) => id === '000000')) return fault('BUS_ALL_00');
  if (ids.some((id) => id !== found)) return fault('BUS_UNSTABLE', { ids: [...new Set(ids)].join(' ') });
  if (expected === undefined || found === expected) return undefined;
  return shiftedFrom(found)?.jedec === expected
    ? fault('BUS_SHIFTED', { jedec: found, expected })
    : fault('CHIP_CHANGED', { expected, found });
}

/** Lower-case hex; absent where the answer is open or low. */
export function uniqueIdText(answer: Uint8Array | undefined): string | undefined {
  if (!answer || answer.length === 0) return undefined;
  if (answer.every((byte) => byte === 0xff) || answer.every((byte) => byte === 0)) return undefined;
  return Buffer.from(answer).toString('hex');
}
