// The drives of this computer and those for practice, as the desk uses them: both through the same writer.
import { join } from 'node:path';
import { mkdir, rm } from 'node:fs/promises';
import { saveKeyImage } from '../keys/build/save-image';
import { openFileStore } from '../keys/disk/file-store';
import { SparseImage } from '../keys/disk/sector-store';
import { listDrives } from '../keys/drives/list-drives';
import { makePracticeDrives } from '../keys/practice/practice-drives';
import { makeDriveNormal, mendDrive, writeKeyToDrive, type WriteOptions, type WriteWith } from '../keys/writer/write-key';
import type { WritePhase } from '../keys/writer/write-progress';
import type { BuildPhase } from '../../shared/ipc/key-views';
import { systemClock, type Clock } from '../clock';
import type { DriveOrder, KeyDrives } from './drive-shelf';
import type { ToldProgress } from './workshop';

const phases: Record<WritePhase, BuildPhase> = {
  'asking-for-rights': 'asking',
  preparing: 'writing',
  'checking-capacity': 'testing-size',
  writing: 'writing',
  verifying: 'reading-back',
  finishing: 'reading-back',
};

export const realDrives: KeyDrives = drivesOf((leastBytes, sourceFiles) =>
  listDrives({ sourceFiles, ...(leastBytes === undefined ? {} : { leastBytes }) }),
);

/** `folder`: for what is read from them; it goes with the program. */
export function practiceDrives(folder: string, clock: Clock = systemClock): KeyDrives {
  const practice = makePracticeDrives(clock);
  const list: KeyDrives['list'] = async (leastBytes) => {
    const order = (await practice.system.find()).map(({ id }) => id);
    const drives = await listDrives(leastBytes === undefined ? {} : { leastBytes }, practice.system);
    return drives.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  };
  return {
    ...drivesOf(list, { here: { ...practice.tools, system: practice.system } }),
    spoil: (driveId) => practice.spoil(driveId),
    readable: async ({ id }) => {
      const path = join(folder, `${id.replace(/\W/g, '-')}.img`);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await rm(path, { force: true });
      await saveKeyImage(practice.imageOf(id), path);
      return path;
    },
  };
}

function drivesOf(list: KeyDrives['list'], writeWith?: WriteWith): KeyDrives {
  return {
    list,
    write: async ({ imagePath, ranges, sourceFiles, ...order }, tell, signal) => {
      const image = imageOf(imagePath, ranges);
      await writeKeyToDrive(order.drive, { image }, { ...optionsOf(order, tell, signal), sourceFiles }, writeWith);
    },
    makeNormal: async (order, tell, signal) => {
      await makeDriveNormal(order.drive, optionsOf(order, tell, signal), writeWith);
    },
    mend: async ({ changes, ...order }, tell, signal) => {
      // It stays where it is: it is looked at again.
      await mendDrive(order.drive, changes, { ...optionsOf(order, tell, signal), eject: false }, writeWith);
    },
  };
}

const optionsOf = ({ typedName, testsSize = false }: DriveOrder, tell: ToldProgress, signal: AbortSignal): WriteOptions => ({
  signal,
  fakeCapacityCheck: testsSize,
  onProgress: ({ phase, doneBytes, totalBytes }) => tell(phases[phase], doneBytes, totalBytes),
  ...(typedName === undefined ? {} : { typedName }),
});

/** Only the ranges that count are written, the way the writer takes them. */
function imageOf(path: string, ranges: readonly { readonly offset: number; readonly length: number }[]): SparseImage {
  const store = openFileStore(path);
  const image = new SparseImage(store.sizeBytes);
  try {
    for (const { offset, length } of ranges) image.write(offset, store.read(offset, length));
    return image;
  } finally {
    store.close();
  }
}
