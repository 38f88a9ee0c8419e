// A built image file onto a drive: only the ranges that count are written, the way the writer takes them.
import type { ToldProgress } from './workshop';
import { openFileStore } from '../keys/disk/file-store';
import { SparseImage } from '../keys/disk/sector-store';
import { writeKeyToDrive } from '../keys/writer/write-key';
import type { WritePhase } from '../keys/writer/write-progress';
import type { DriveWrite } from './key-desk';

const isReading = (phase: WritePhase): boolean => phase === 'verifying' || phase === 'finishing';

/** @throws KEY_DRIVE_*, CANCELLED, each with the state of the drive in params.stick */
export async function writeToDrive(
  { imagePath, ranges, drive, typedName, sourceFiles }: DriveWrite,
  tell: ToldProgress,
  signal: AbortSignal,
): Promise<void> {
  const store = openFileStore(imagePath);
  const image = new SparseImage(store.sizeBytes);
  try {
    for (const { offset, length } of ranges) image.write(offset, store.read(offset, length));
  } finally {
    store.close();
  }
  await writeKeyToDrive(
    drive,
    { image },
    {
      sourceFiles,
      signal,
      onProgress: ({ phase, doneBytes, totalBytes }) => tell(isReading(phase) ? 'reading-back' : 'writing', doneBytes, totalBytes),
      ...(typedName === undefined ? {} : { typedName }),
    },
  );
}
