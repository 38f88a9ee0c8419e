// A case on a small chip with a real-looking descriptor, half-way to a flash, for the tests of this folder. Not part of the program.
import { syntheticDescriptor, syntheticGbe } from '../../shared/firmware/synthetic/flash-head';
import { noise } from '../../shared/firmware/synthetic/paint';
import { adapterId, openDesk, readWarnings, smallBench, tickAll, type Desk, type DeskOptions, type SmallBench } from './test-desk';

const SIZE_BYTES = 0x100000;
const MAC = [0x00, 0x00, 0x5e, 0x00, 0x53, 0x20];

/** The regions share 64 KiB blocks with each other: a large erase of one has to put back some of the next. */
export const smallRegions = {
  gbe: { offset: 0x1000, length: 0x2000 },
  pdr: { offset: 0x3000, length: 0x2000 },
  me: { offset: 0x5000, length: 0xc000 },
  bios: { offset: 0x11000, length: SIZE_BYTES - 0x11000 },
} as const;

/** Another `seed`: another ME and BIOS; the BIOS differs in [0x11000, 0x36800) only, so that runs stay short. */
export function smallImage(seed: number): Uint8Array {
  const image = new Uint8Array(SIZE_BYTES).fill(0xff);
  image.set(syntheticDescriptor({ sizeBytes: SIZE_BYTES, ...smallRegions }), 0);
  image.set(syntheticGbe(MAC), smallRegions.gbe.offset);
  noise(image, smallRegions.me.offset, 0xb800, seed);
  noise(image, smallRegions.bios.offset, 0x25800, seed + 100);
  noise(image, 0x80000, 0x40000, 7);
  return image;
}

/** The same without a management engine: whole and sound as it is. */
export function smallWithoutMe(seed: number): Uint8Array {
  const image = smallImage(seed);
  const unused = { offset: 0x7fff000, length: 1 - 0x7fff000 };
  image.set(syntheticDescriptor({ sizeBytes: SIZE_BYTES, ...smallRegions, me: unused }), 0);
  return image;
}

export const smallOld = smallImage(1);
export const smallNew = smallImage(2);

/** What the chip shall hold after BIOS was taken from the new image: the rest as it was. */
export function smallTarget(): Uint8Array {
  const target = smallOld.slice();
  target.set(smallNew.subarray(smallRegions.bios.offset), smallRegions.bios.offset);
  return target;
}

export const smallFlash = (desk: Desk, verify: 'full' | 'quick' = 'full') => desk.run('flash/start', { typed: 'WRITE bios', verify });

export interface SmallCase {
  readonly desk: Desk;
  readonly bench: SmallBench;
  readonly caseId: string;
}

/** Connected, with the power rules ticked, contact proven. */
export async function connectSmall(desk: Desk): Promise<void> {
  await desk.must('programmer/open', { id: adapterId });
  await desk.must('programmer/board', { answer: 'green-or-3v3-measured' });
  const failed = await desk.run('contact/start', {});
  if (failed) throw new Error(`contact: ${failed}`);
}

/** Backed up, the BIOS region chosen from the new image, the plan made. */
export async function plannedCase(
  folder: string,
  options: DeskOptions = {},
  bench = smallBench(smallOld),
  newImage = smallNew,
): Promise<SmallCase> {
  const desk = await openDesk(folder, bench.driver, options);
  const { caseId } = (await desk.must('case/create', { title: 'Bench', machineId: 'other' })) as { caseId: string };
  await tickAll(desk);
  await connectSmall(desk);
  const failed = await desk.run('backup/start', { reads: 2 });
  if (failed) throw new Error(`backup: ${failed}`);
  const { sourceId } = (await desk.must('source/add', { name: 'new.bin', bytes: newImage })) as { sourceId: string };
  await desk.must('regions/choose', { region: 'bios', choice: { kind: 'source', sourceId } });
  await readWarnings(desk);
  return { desk, bench, caseId };
}
