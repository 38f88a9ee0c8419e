// Brings a chip to where it answers, whatever was left behind: deep power down, continuous read, QPI, an erase still running.
import { fault } from '../../shared/model/errors';
import type { Clock } from '../clock';
import type { SpiBus, SpiOp } from './bus';
import { command, leaveContinuousRead, opcodes, readId, readStatus } from './commands';
import { limits } from './limits';
import { isBusy } from './status';

/** Six bytes: the three of the id and the extension that tells some Spansion parts apart. */
export const ID_BYTES = 6;

const idOf = (answer: Uint8Array | undefined): string => Buffer.from((answer ?? new Uint8Array()).subarray(0, 3)).toString('hex');

/** Neither open, nor low, nor only continuation codes. */
export const isSaneId = (jedec: string): boolean => !['ffffff', '000000', '7f7f7f', ''].includes(jedec);

/** Status reads long enough for a chip to leave deep power down; what they answer until then means nothing. */
function releaseWait(bus: SpiBus): SpiOp {
  const count = Math.ceil(limits.wake.releaseUs / Math.max(bus.limits.link.byteUs, 0.1));
  return readStatus(Math.max(2, Math.min(count, 1024)));
}

/** The operations of a gentle wake, to ride in front of the first questions. `wakeStatus` reads their last answer. */
export const wakeOps = (bus: SpiBus): SpiOp[] => [leaveContinuousRead(), command(opcodes.releasePowerDown), releaseWait(bus)];

/**
 * Waits for a chip that is found busy, and resets it only when it is not busy and still has no sane id (domain 2.6).
 * @param status last status byte of the wake
 * @param jedec the id as first read
 * @returns whether anything was done, so that the questions are worth asking again
 * @throws CHIP_STILL_BUSY
 */
export async function rouse(bus: SpiBus, clock: Clock, status: number, jedec: string): Promise<boolean> {
  if (isBusy(status)) {
    await waitIdle(bus, clock);
    return true;
  }
  if (isSaneId(jedec)) return false;
  await bus.run([command(opcodes.enableReset), command(opcodes.reset)]);
  await clock.wait(limits.wake.resetMs);
  await bus.run([command(opcodes.leaveFourByte)]);
  return true;
}

async function waitIdle(bus: SpiBus, clock: Clock): Promise<void> {
  const start = clock.now();
  for (;;) {
    const [answer] = await bus.run([readStatus(2)]);
    if (!isBusy(answer?.[1] ?? 0xff)) return;
    const waitedMs = Math.round(clock.now() - start);
    if (waitedMs > limits.wake.busyMs) throw fault('CHIP_STILL_BUSY', { waitedMs });
    await clock.wait(limits.wake.busyPollMs);
  }
}

/** One gentle wake and the ids it then answers; resets only a chip that does not answer sanely. */
export async function wake(
  bus: SpiBus,
  clock: Clock,
  idReads: number,
  more: readonly SpiOp[] = [],
): Promise<{ ids: string[]; id: Uint8Array; rest: Uint8Array[] }> {
  await clock.wait(limits.wake.settleMs);
  const questions = [...Array.from({ length: idReads }, () => readId(ID_BYTES)), ...more];
  const first = wakeOps(bus);
  const answers = await bus.run([...first, ...questions]);
  const status = answers[first.length - 1]?.at(-1) ?? 0xff;
  const asked = answers.slice(first.length);
  const again = await rouse(bus, clock, status, idOf(asked[0]));
  const final = again ? await bus.run(questions) : asked;
  return { ids: final.slice(0, idReads).map(idOf), id: final[0] ?? new Uint8Array(), rest: final.slice(idReads) };
}
