// For tests: a drive in memory that fails where it is told to.
import { SparseImage } from '../../disk/sector-store';
import { EndOfDrive, type DriveDevice } from '../drive-device';

export interface Faults {
  /** Called before each write; throws to fail it. */
  readonly onWrite?: (offset: number, count: number) => void;
  readonly onRead?: (offset: number) => void;
  /** Bytes it really has: what lies beyond is dropped, fails, or folds onto what it has. */
  readonly really?: { readonly bytes: number; readonly beyond: 'dropped' | 'ends' | 'folds' };
  /** Changes what is read. */
  readonly distort?: (offset: number, bytes: Uint8Array) => Uint8Array;
}

export interface MemoryDevice extends DriveDevice {
  readonly image: SparseImage;
  readonly writes: readonly { readonly offset: number; readonly length: number }[];
}

export function memoryDevice(sizeBytes: number, { onWrite, onRead, really, distort }: Faults = {}): MemoryDevice {
  const image = new SparseImage(sizeBytes);
  const writes: { offset: number; length: number }[] = [];
  const place = (offset: number): number | undefined => {
    if (!really || offset < really.bytes) return offset;
    if (really.beyond === 'ends') throw new EndOfDrive(offset);
    return really.beyond === 'folds' ? offset % really.bytes : undefined;
  };
  return {
    sizeBytes,
    image,
    writes,
    read: async (offset, length) => {
      onRead?.(offset);
      const at = place(offset);
      const bytes = at === undefined ? new Uint8Array(length) : image.read(at, length);
      return distort?.(offset, bytes) ?? bytes;
    },
    write: async (offset, bytes) => {
      onWrite?.(offset, writes.length);
      const at = place(offset);
      writes.push({ offset, length: bytes.length });
      if (at !== undefined) image.write(at, bytes);
    },
    flush: async () => undefined,
    dropCaches: async () => undefined,
    close: async () => undefined,
  };
}

/** An error as the system gives it. */
export const systemError = (code: string): Error => Object.assign(new Error(code), { code });
