// Writes a key onto an opened drive. The first block is emptied before anything else and written last, after all others were read back:
// whatever happens in between, nothing starts from a key that is not whole.
import { fault } from '../../../shared/model/errors';
import type { DriveState } from '../../../shared/keys/types';
import { systemClock, type Clock } from '../../clock';
import { readPartitionTable } from '../disk/partition-table';
import { SECTOR_BYTES, type Extent } from '../disk/sector-store';
import { capacityBytes, checkCapacity } from './check-capacity';
import type { DriveDevice } from './drive-device';
import { driveFault } from './drive-faults';
import type { KeySource } from './key-source';
import { ProgressCounter, type WriteProgress } from './write-progress';

const MIB = 1024 * 1024;
/** Written between two flushes: progress is what the drive has, and a cancel waits for little. */
const FLUSH_BYTES = 16 * MIB;

export interface DeviceWriteOptions {
  readonly name: string;
  /** Read back everything that was written; true unless said otherwise. */
  readonly verify?: boolean;
  /** Seed of the marks; without one the capacity is not checked. */
  readonly capacitySeed?: Uint8Array;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: WriteProgress) => void;
  readonly clock?: Clock;
}

export interface DeviceWritten {
  readonly bytesWritten: number;
  readonly verified: boolean;
}

/** @throws CANCELLED and KEY_DRIVE_*, each with the state of the drive in params.stick */
export async function writeDevice(device: DriveDevice, source: KeySource, options: DeviceWriteOptions): Promise<DeviceWritten> {
  const { name, verify = true, capacitySeed, signal, clock = systemClock, onProgress = () => undefined } = options;
  let stick: DriveState = 'untouched';
  let offset = 0;
  try {
    if (source.sizeBytes > device.sizeBytes)
      throw fault('KEY_DRIVE_TOO_SMALL', { name, size: device.sizeBytes, expected: source.sizeBytes });
    signal?.throwIfAborted();
    const first = await firstSectorOf(source);
    const cleared = rangesToClear(source, device.sizeBytes, first);
    const clearBytes = cleared.reduce((sum, [from, to]) => sum + to - from, 0);
    const checkBytes = capacitySeed ? capacityBytes(device.sizeBytes) : 0;
    const progress = new ProgressCounter(checkBytes + clearBytes + source.totalBytes * (verify ? 2 : 1), clock, onProgress);

    if (capacitySeed) {
      progress.enter('checking-capacity');
      const found = await checkCapacity(device, {
        seed: capacitySeed,
        ...(signal ? { signal } : {}),
        onBytes: (bytes) => progress.add(bytes),
        onMarked: (isMarked) => (stick = isMarked ? 'unknown' : 'untouched'),
      });
      if (found < device.sizeBytes) throw fault('KEY_DRIVE_FAKE', { name, size: device.sizeBytes, found });
    }

    progress.enter('preparing');
    await device.write(0, new Uint8Array(SECTOR_BYTES)).catch((thrown: unknown) => {
      // Refused outright, nothing changed; after any other error nobody knows.
      if (!['EROFS', 'EACCES', 'EPERM', 'EBUSY', 'ENXIO', 'ENODEV'].includes(String((thrown as NodeJS.ErrnoException).code)))
        stick = 'unknown';
      throw thrown;
    });
    stick = 'unknown';
    await device.flush();
    stick = 'not-bootable';

    let unflushed = 0;
    const put = async (at: number, bytes: Uint8Array): Promise<void> => {
      signal?.throwIfAborted();
      offset = at;
      await device.write(at, bytes);
      unflushed += bytes.length;
      if (unflushed >= FLUSH_BYTES) {
        await device.flush();
        unflushed = 0;
      }
      progress.add(bytes.length);
    };
    const zeros = new Uint8Array(MIB);
    for (const [from, to] of cleared) for (let at = from; at < to; at += MIB) await put(at, zeros.subarray(0, Math.min(MIB, to - at)));
    progress.enter('writing');
    for await (const extent of withoutFirst(source)) await put(extent.offset, extent.bytes);
    await device.flush();

    if (verify) {
      progress.enter('verifying');
      await device.dropCaches();
      for await (const { offset: at, bytes } of withoutFirst(source)) {
        signal?.throwIfAborted();
        offset = at;
        await compare(device, at, bytes, name);
        progress.add(bytes.length);
      }
    }

    progress.enter('finishing');
    signal?.throwIfAborted();
    if (first) {
      offset = 0;
      stick = 'unknown';
      try {
        await device.write(0, first);
        await device.flush();
        if (verify) {
          await device.dropCaches();
          await compare(device, 0, first, name);
        }
      } catch (thrown) {
        await device.write(0, new Uint8Array(SECTOR_BYTES));
        await device.flush();
        stick = 'not-bootable';
        throw thrown;
      }
    }
    progress.add(source.totalBytes);
    return { bytesWritten: source.totalBytes, verified: verify };
  } catch (thrown) {
    throw driveFault(thrown, { name, sizeBytes: device.sizeBytes, offset, stick });
  }
}

/** @throws KEY_DRIVE_MISMATCH */
export async function compare(device: DriveDevice, offset: number, expected: Uint8Array, name: string): Promise<void> {
  const found = await device.read(offset, expected.length);
  if (Buffer.compare(found, expected) === 0) return;
  const at = expected.findIndex((byte, index) => byte !== found[index]);
  throw fault('KEY_DRIVE_MISMATCH', { name, offset: offset + Math.max(0, at) });
}

async function firstSectorOf(source: KeySource): Promise<Uint8Array | undefined> {
  for await (const { offset, bytes } of source.extents()) return offset === 0 ? bytes.slice(0, SECTOR_BYTES) : undefined;
  return undefined;
}

async function* withoutFirst(source: KeySource): AsyncGenerator<Extent> {
  for await (const { offset, bytes } of source.extents()) {
    if (offset > 0) yield { offset, bytes };
    else if (bytes.length > SECTOR_BYTES) yield { offset: SECTOR_BYTES, bytes: bytes.subarray(SECTOR_BYTES) };
  }
}

/**
 * What earlier owners leave behind and others would find: partition tables and their copies at both ends of the drive, marks of file
 * systems at both ends of each new partition. The first sector is not in it.
 */
function rangesToClear(source: KeySource, sizeBytes: number, first: Uint8Array | undefined): [number, number][] {
  const partitions = first && !source.isComplete ? readPartitionTable(first).partitions : [];
  const around = partitions.flatMap(({ offset, length }): [number, number][] => [
    [offset, offset + MIB],
    [offset + length - MIB, offset + length],
  ]);
  const ranges: [number, number][] = source.isComplete
    ? [[Math.max(source.sizeBytes, sizeBytes - MIB), sizeBytes]]
    : [[SECTOR_BYTES, MIB], ...around, [sizeBytes - MIB, sizeBytes]];
  const merged: [number, number][] = [];
  for (const [from, to] of ranges
    .map(([from, to]): [number, number] => [Math.max(SECTOR_BYTES, from), Math.min(sizeBytes, to)])
    .filter(([from, to]) => from < to)
    .sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}
