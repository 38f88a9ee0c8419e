// Identify: which chip is on the clip, and what is known of it. Changes nothing.
import type { ChipInfo } from '../../shared/model/chip';
import { fault } from '../../shared/model/errors';
import { shiftedFrom } from '../spi/chip-table';
import { isLost } from '../spi/status';
import { idFault } from './confirm-chip';
import { throwIfCancelled, type Device } from './device';
import type { OperationContext } from './device-session';
import { chipDetails, probe } from './probe';
import { ProgressMeter } from './progress-meter';

const ID_READS = 3;

/**
 * A 1.8 V part is answered like any other (`voltage`); what writes refuses it.
 * @throws BUS_ALL_FF, BUS_ALL_00, BUS_UNSTABLE, BUS_SHIFTED, BUS_LOST, CHIP_UNKNOWN, CHIP_STILL_BUSY
 */
export async function identify(device: Device, context: OperationContext): Promise<ChipInfo> {
  const meter = new ProgressMeter({
    clock: device.clock,
    report: context.progress,
    chipState: () => 'untouched',
    total: 2,
    cancellable: 'now',
  });
  throwIfCancelled(context.signal);
  meter.phase('identifying');
  const { ids, profile } = await probe(device, ID_READS);
  const problem = idFault(ids);
  if (problem) throw problem;
  if (!profile) {
    const jedec = ids[0] ?? '';
    const shifted = shiftedFrom(jedec);
    throw shifted ? fault('BUS_SHIFTED', { jedec, expected: shifted.jedec }) : fault('CHIP_UNKNOWN', { jedec });
  }
  meter.advance(1);
  throwIfCancelled(context.signal);
  const chip = await chipDetails(device, profile);
  if (isLost(chip.protection.registers.sr1)) throw fault('BUS_LOST');
  context.log('chip', { jedec: chip.jedec, name: chip.name, registers: chip.protection.registers, sources: chip.sources });
  meter.finish();
  return chip;
}
