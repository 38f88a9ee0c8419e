// The five jobs that are measured on the packet-level simulator, each from an opened adapter to its proof.
import { planWrite } from '../shared/firmware/plan-write';
import { mergeRanges, subtract } from '../shared/firmware/ranges';
import type { ByteRange } from '../shared/model/plan';
import { allNew, biosCode, bootBlock, CHIP_BYTES, oldChip, withNewBiosCode, withNewBootBlock } from './images';
import { openRig, take, type PageCounts, type Rig } from './rig';

export interface Measured {
  readonly inTransfers: number;
  readonly outTransfers: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly roundTrips: number;
  readonly deepestIn: number;
  /** Virtual time from the open adapter to the end of the job. */
  readonly deviceMs: number;
  readonly pages: PageCounts;
}

export interface Job {
  readonly id: 'a' | 'b' | 'c' | 'd' | 'e';
  readonly what: string;
  readonly run: () => Promise<Measured>;
}

const everything: ByteRange = { offset: 0, length: CHIP_BYTES };

export const jobs: readonly Job[] = [
  { id: 'a', what: 'read 16 MiB', run: () => measured(oldChip(), readAll) },
  {
    id: 'b',
    what: '64 KiB boot block, contents known, written part verified',
    run: () => measured(oldChip(), (rig) => write(rig, oldChip(), withNewBootBlock(), bootBlock)),
  },
  {
    id: 'c',
    what: '64 KiB boot block, earlier backup file, full verify',
    run: () =>
      measured(oldChip(), async (rig) => {
        const written = await write(rig, oldChip(), withNewBootBlock(), bootBlock);
        await verifyRest(rig, withNewBootBlock(), written);
      }),
  },
  {
    id: 'd',
    what: '6 MiB of changed BIOS code, 35 % FF, backup read and full verify',
    run: () => measured(oldChip(), (rig) => backUpWriteVerify(rig, withNewBiosCode(), biosCode)),
  },
  {
    id: 'e',
    what: 'everything new, backup read and full verify',
    run: () => measured(oldChip(), (rig) => backUpWriteVerify(rig, allNew(), everything)),
  },
];

async function measured(image: Uint8Array, work: (rig: Rig) => Promise<unknown>): Promise<Measured> {
  const rig = await openRig(image);
  await work(rig);
  await rig.session.close();
  const { inTransfers, outTransfers, outBytes, inBytes, roundTrips, deepestIn } = rig.counters;
  return {
    inTransfers,
    outTransfers,
    bytesOut: outBytes,
    bytesIn: inBytes,
    roundTrips,
    deepestIn,
    deviceMs: rig.clock.now(),
    pages: rig.pageCounts,
  };
}

const readAll = async ({ session, context, chip }: Rig): Promise<Uint8Array> =>
  take(await session.read({ chip, range: everything }, context));

/** Answers the ranges that were read back. */
async function write(rig: Rig, known: Uint8Array, desired: Uint8Array, range: ByteRange): Promise<readonly ByteRange[]> {
  const { session, context, chip, link } = rig;
  const plan = planWrite({ current: known, target: desired, ranges: [range], regionNames: ['job'], chip, link });
  take(await session.write({ chip, plan, desired, known, unknown: [], journal: () => Promise.resolve() }, context));
  return mergeRanges(plan.units.map((unit) => unit.range));
}

/** Each byte of the chip is read once after it was written: the units by the write, the rest here. */
async function verifyRest({ session, context, chip, content }: Rig, expected: Uint8Array, written: readonly ByteRange[]): Promise<void> {
  const ranges = subtract(everything, written);
  if (ranges.length > 0) {
    const { differences } = take(await session.verify({ chip, expected, ranges }, context));
    if (differences.length > 0) throw new Error('the verify found differences');
  }
  if (Buffer.compare(content, expected) !== 0) throw new Error('the chip does not hold the target');
}

async function backUpWriteVerify(rig: Rig, desired: Uint8Array, range: ByteRange): Promise<void> {
  const known = await readAll(rig);
  await verifyRest(rig, desired, await write(rig, known, desired, range));
}
