// What every operation stands on: an opened bus with its clock, and the frame around the work on one chip.
import type { ChipInfo } from '../../shared/model/chip';
import { Fault, fault } from '../../shared/model/errors';
import type { Clock } from '../clock';
import type { SpiBus } from '../spi/bus';
import { NorFlash } from '../spi/nor-chip';
import { confirmAlive, confirmChip } from './confirm-chip';
import type { OperationContext } from './device-session';

export interface Device {
  readonly bus: SpiBus;
  readonly clock: Clock;
  /** The chip was woken since the bus was opened, and nothing failed since. */
  awake: boolean;
}

export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw fault('CANCELLED');
}

/** An aborted bus rejects with the abort's reason, whatever that is: neither failure nor success. */
export function cancelledOr(thrown: unknown, signal: AbortSignal): unknown {
  return signal.aborted && !(thrown instanceof Fault) ? fault('CANCELLED') : thrown;
}

/** Faults after which nothing more may be asked of the device: it is gone, deaf, or busy. */
export function endsTalk(thrown: unknown): boolean {
  if (!(thrown instanceof Fault)) return true;
  const { category, code } = thrown.error;
  return category === 'usb' || category === 'bus' || code === 'CHIP_STILL_BUSY';
}

/** Confirms the chip, runs the work, and leaves the chip as a board expects it, also after a failure that lets us. */
export async function withChip<T>(
  device: Device,
  chip: ChipInfo,
  context: OperationContext,
  work: (flash: NorFlash) => Promise<T>,
): Promise<T> {
  throwIfCancelled(context.signal);
  await confirmChip(device, chip);
  const flash = new NorFlash(device.bus, chip, device.clock, context.log);
  await flash.enter();
  let value: T;
  try {
    value = await work(flash);
  } catch (thrown) {
    // What was read may have come from an open clip: then that is the reason, whatever the bytes looked like.
    if (judgesContent(thrown)) await confirmAlive(device.bus, chip.jedec);
    // An aborted read leaves the device fit for more; so does every refusal of our own.
    if (!endsTalk(thrown) || context.signal.aborted) await leaveQuietly(flash, context);
    throw thrown;
  }
  await leaveQuietly(flash, context);
  return value;
}

/** `withChip` for work whose value is what was read: it stands only if the chip still answers at the end. */
export function readingChip<T>(
  device: Device,
  chip: ChipInfo,
  context: OperationContext,
  work: (flash: NorFlash) => Promise<T>,
): Promise<T> {
  return withChip(device, chip, context, async (flash) => {
    const value = await work(flash);
    await confirmAlive(device.bus, chip.jedec);
    return value;
  });
}

function judgesContent(thrown: unknown): boolean {
  return thrown instanceof Fault && (thrown.error.category === 'read' || thrown.error.code === 'WRITE_CONTENTS_CHANGED');
}

/** What was done is done: a plug pulled now changes nothing of it. */
async function leaveQuietly(flash: NorFlash, { log }: OperationContext): Promise<void> {
  try {
    await flash.leave();
  } catch (thrown) {
    log('leave-failed', { cause: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}
