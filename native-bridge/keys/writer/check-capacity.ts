// Whether a drive holds as much as it says: marks spread over all of it, read back, and what stood there put back.
import { createHash } from 'node:crypto';
import type { DriveDevice } from './drive-device';

const MARK_BYTES = 4096;
const EVENLY = 96;
const MIB = 1024 * 1024;

export interface CapacityOptions {
  /** Makes the marks this run's own: those of an earlier run prove nothing. */
  readonly seed: Uint8Array;
  readonly signal?: AbortSignal;
  /** Bytes read or written. */
  readonly onBytes?: (bytes: number) => void;
  /** True from the first mark on, false again when all is put back. */
  readonly onMarked?: (isMarked: boolean) => void;
}

/** Of all reads and writes. */
export const capacityBytes = (sizeBytes: number): number => placesOf(sizeBytes).length * MARK_BYTES * 4;

/**
 * How many bytes are proved: all of them on an honest drive. What stood at the places is read before anything is written and put back
 * afterwards, also after an error. A drive whose own cache holds all marks at once deceives this check.
 */
export async function checkCapacity(device: DriveDevice, options: CapacityOptions): Promise<number> {
  const { seed, signal, onBytes = () => undefined, onMarked = () => undefined } = options;
  const places = placesOf(device.sizeBytes);
  const before = new Map<number, Uint8Array>();
  for (const offset of places) {
    signal?.throwIfAborted();
    before.set(offset, await device.read(offset, MARK_BYTES));
    onBytes(MARK_BYTES);
  }
  const marked: number[] = [];
  onMarked(true);
  try {
    for (const offset of places) {
      signal?.throwIfAborted();
      marked.push(offset);
      await device.write(offset, markFor(offset, seed));
      onBytes(MARK_BYTES);
    }
    await device.flush();
    await device.dropCaches();
    return await provedBytes(device, places, seed, onBytes);
  } finally {
    // Where addresses fold onto each other the originals are equal, so that any order puts back what was there.
    for (const offset of marked.reverse()) {
      await device.write(offset, before.get(offset)!);
      onBytes(MARK_BYTES);
    }
    await device.flush();
    onMarked(false);
  }
}

async function provedBytes(
  device: DriveDevice,
  places: readonly number[],
  seed: Uint8Array,
  onBytes: (bytes: number) => void,
): Promise<number> {
  const owners = new Map(places.map((offset) => [keyOf(markFor(offset, seed)), offset]));
  let proved = device.sizeBytes;
  for (const offset of places) {
    const found = await device.read(offset, MARK_BYTES).catch(() => undefined);
    onBytes(MARK_BYTES);
    if (found && Buffer.compare(found, markFor(offset, seed)) === 0) continue;
    // The mark of a higher place here: addresses fold, and the distance bounds what there is.
    const owner = found && owners.get(keyOf(found));
    proved = Math.min(proved, owner !== undefined && owner > offset ? owner - offset : offset);
  }
  return proved;
}

/** Evenly, at each doubling from 1 MiB, and at both ends. */
function placesOf(sizeBytes: number): number[] {
  const last = Math.floor(sizeBytes / MARK_BYTES) * MARK_BYTES - MARK_BYTES;
  const places = new Set([0, last]);
  for (let step = 1; step < EVENLY; step += 1) places.add(Math.floor((last * step) / EVENLY / MARK_BYTES) * MARK_BYTES);
  for (let at = MIB; at < last; at *= 2) places.add(at);
  return [...places].filter((place) => place >= 0).sort((a, b) => a - b);
}

function markFor(offset: number, seed: Uint8Array): Uint8Array {
  const unit = createHash('sha512').update(seed).update(String(offset)).digest();
  const mark = new Uint8Array(MARK_BYTES);
  for (let at = 0; at < MARK_BYTES; at += unit.length) mark.set(unit, at);
  return mark;
}

const keyOf = (mark: Uint8Array): string => Buffer.from(mark.subarray(0, 64)).toString('hex');
