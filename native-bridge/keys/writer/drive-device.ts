// A drive opened for a key, as the writer needs it. Small on purpose, so that tests can break it.
import { fault } from '../../../shared/model/errors';
import { systemClock, type Clock } from '../../clock';

/** Offsets and lengths are whole sectors. Errors are the system's own. */
export interface DriveDevice {
  readonly sizeBytes: number;
  /** All of `length`, or an error. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** All of `bytes`, or an error; it may still stand in a cache. */
  write(offset: number, bytes: Uint8Array): Promise<void>;
  /** Until the drive has it. */
  flush(): Promise<void>;
  /** So that what is read next comes from the drive. */
  dropCaches(): Promise<void>;
  close(): Promise<void>;
}

/** Where the drive ends although more was asked of it. */
export class EndOfDrive extends Error {
  readonly code = 'ENOSPC';
  constructor(readonly offset: number) {
    super(`the drive ends at ${offset}`);
    this.name = 'EndOfDrive';
  }
}

/** Slow sticks take seconds for 16 MiB; no stick takes this long for one request. */
export const DEVICE_LIMIT_MS = 120_000;

/** The same device, no request of which waits without end. The request itself cannot be taken back: the system still holds it. */
export function withLimit(device: DriveDevice, name: string, limitMs = DEVICE_LIMIT_MS, clock: Clock = systemClock): DriveDevice {
  const limited = async <T>(work: Promise<T>): Promise<T> => {
    const stop = new AbortController();
    const late = clock.wait(limitMs, stop.signal).then(
      () => Promise.reject(fault('KEY_DRIVE_STUCK', { name, waitedMs: limitMs })),
      // The work was done first.
      () => new Promise<never>(() => undefined),
    );
    try {
      return await Promise.race([work, late]);
    } finally {
      stop.abort();
    }
  };
  return {
    sizeBytes: device.sizeBytes,
    read: (offset, length) => limited(device.read(offset, length)),
    write: (offset, bytes) => limited(device.write(offset, bytes)),
    flush: () => limited(device.flush()),
    dropCaches: () => limited(device.dropCaches()),
    close: () => limited(device.close()),
  };
}
