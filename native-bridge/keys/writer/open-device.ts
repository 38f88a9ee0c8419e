// Opens a drive of this computer: exclusively for the writer, or to be read by the key check.
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Drive } from '../../../shared/keys/types';
import { fault } from '../../../shared/model/errors';
import { resolveDrive } from '../drives/list-drives';
import { runProgram, type RunProgram } from '../drives/run-program';
import type { SectorStore } from '../disk/sector-store';
import { EndOfDrive, type DriveDevice } from './drive-device';
import { driveFault } from './drive-faults';

/** macOS: refuse where another holds a lock. Node has no name for it. */
const O_EXLOCK_MAC = 0x20;

/** macOS reads and writes a disk without its cache by another name. */
const rawPath = (id: string): string => (process.platform === 'darwin' ? id.replace('/dev/disk', '/dev/rdisk') : id);

/**
 * For writing; nobody else may have it open for themselves: on Linux neither mounted nor claimed. All partitions must be unmounted.
 * @throws the system's own errors
 */
export async function openDrive(drive: Pick<Drive, 'id' | 'sizeBytes'>, run: RunProgram = runProgram): Promise<DriveDevice> {
  const path = rawPath(drive.id);
  const exclusive = process.platform === 'linux' ? constants.O_EXCL : process.platform === 'darwin' ? O_EXLOCK_MAC : 0;
  return deviceOver(await open(path, constants.O_RDWR | exclusive), drive.sizeBytes, async () => {
    // The only name of the call that forgets what was read before; elsewhere devices opened raw have no cache.
    if (process.platform === 'linux') await run('blockdev', ['--flushbufs', path]);
  });
}

/** An open file or device as the writer needs it. */
export const deviceOver = (file: FileHandle, sizeBytes: number, dropCaches: () => Promise<void>): DriveDevice => ({
  sizeBytes,
  read: async (offset, length) => {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length;) {
      const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
      if (bytesRead === 0) throw new EndOfDrive(offset + done);
      done += bytesRead;
    }
    return bytes;
  },
  write: async (offset, bytes) => {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, done, bytes.length - done, offset + done);
      if (bytesWritten === 0) throw new EndOfDrive(offset + done);
      done += bytesWritten;
    }
  },
  flush: async () => {
    try {
      await file.sync();
    } catch (thrown) {
      // Raw disks of macOS have nothing to flush, and say so.
      if (!['EINVAL', 'ENOTTY', 'ENOTSUP'].includes((thrown as NodeJS.ErrnoException).code ?? '')) throw thrown;
    }
  },
  dropCaches,
  close: () => file.close(),
});

export interface OpenedStore extends SectorStore {
  readonly drive: Drive;
  close(): void;
}

/**
 * A drive for the key check, by any of its names. Writing to it is refused.
 * @throws KEY_DRIVE_UNKNOWN, KEY_DRIVE_NOT_WHOLE, KEY_DRIVE_NO_RIGHTS, KEY_DRIVE_GONE, KEY_DRIVE_IO
 */
export async function openDriveForReading(wanted: string): Promise<OpenedStore> {
  const drive = await resolveDrive(wanted);
  const { id, sizeBytes } = drive;
  const guarded = <T>(offset: number, work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw driveFault(thrown, { name: id, sizeBytes, offset, stick: 'untouched' });
    }
  };
  const file = guarded(0, () => openSync(rawPath(id), constants.O_RDONLY));
  return {
    drive,
    sizeBytes,
    read: (offset, length) =>
      guarded(offset, () => {
        const bytes = new Uint8Array(length);
        for (let done = 0; done < length;) {
          const count = readSync(file, bytes, done, length - done, offset + done);
          if (count === 0) throw new EndOfDrive(offset + done);
          done += count;
        }
        return bytes;
      }),
    write: () => {
      throw fault('KEY_DRIVE_NO_RIGHTS', { name: id, stick: 'untouched' });
    },
    close: () => closeSync(file),
  };
}
