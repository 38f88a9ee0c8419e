// A repair on a drive: only sectors that change are written, the first sector of the drive last, and read back.
import { createHash } from 'node:crypto';
import type { DriveState } from '../../../shared/keys/types';
import { fault } from '../../../shared/model/errors';
import { systemClock } from '../../clock';
import { SECTOR_BYTES, type Extent } from '../disk/sector-store';
import type { DriveDevice } from './drive-device';
import { driveFault } from './drive-faults';
import type { KeySource, Patch } from './key-source';
import { compare, type DeviceWriteOptions, type DeviceWritten } from './write-device';
import { ProgressCounter } from './write-progress';

/**
 * Rejects before anything is written where the drive does not hold what the repair was made for.
 * @throws CANCELLED and KEY_DRIVE_*, each with the state of the drive in params.stick
 */
export async function patchDevice(
  device: DriveDevice,
  source: KeySource,
  { beforeSha256 }: Patch,
  { name, verify = true, signal, clock = systemClock, onProgress = () => undefined }: DeviceWriteOptions,
): Promise<DeviceWritten> {
  let stick: DriveState = 'untouched';
  let offset = 0;
  try {
    const progress = new ProgressCounter(source.totalBytes * (verify ? 3 : 2), clock, onProgress);
    progress.enter('preparing');
    const hash = createHash('sha256');
    for await (const { offset: at, bytes } of source.extents()) {
      signal?.throwIfAborted();
      offset = at;
      hash.update(await device.read(at, bytes.length));
      progress.add(bytes.length);
    }
    const found = hash.digest('hex');
    if (found !== beforeSha256)
      throw fault('KEY_DRIVE_CHANGED', {
        name,
        expected: `contents ${beforeSha256.slice(0, 12)}`,
        found: `contents ${found.slice(0, 12)}`,
      });

    progress.enter('writing');
    signal?.throwIfAborted();
    for await (const { offset: at, bytes } of firstSectorLast(source)) {
      offset = at;
      // Between the first sector and the last nothing holds together: from here on it is finished, whatever is asked for.
      stick = 'unknown';
      await device.write(at, bytes);
      progress.add(bytes.length);
      // Before the first sector, so that it is the last the drive has, too.
      await device.flush();
    }

    if (verify) {
      progress.enter('verifying');
      await device.dropCaches();
      for await (const { offset: at, bytes } of source.extents()) {
        offset = at;
        await compare(device, at, bytes, name);
        progress.add(bytes.length);
      }
    }
    progress.enter('finishing');
    progress.add(source.totalBytes);
    return { bytesWritten: source.totalBytes, verified: verify };
  } catch (thrown) {
    throw driveFault(thrown, { name, sizeBytes: device.sizeBytes, offset, stick });
  }
}

/** A repair is some sectors: they are held until the others are written. */
async function* firstSectorLast(source: KeySource): AsyncGenerator<Extent> {
  let first: Extent | undefined;
  for await (const { offset, bytes } of source.extents()) {
    if (offset > 0) {
      yield { offset, bytes };
      continue;
    }
    first = { offset: 0, bytes: bytes.slice(0, SECTOR_BYTES) };
    if (bytes.length > SECTOR_BYTES) yield { offset: SECTOR_BYTES, bytes: bytes.subarray(SECTOR_BYTES) };
  }
  if (first) yield first;
}
