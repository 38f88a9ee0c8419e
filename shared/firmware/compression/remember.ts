// Remembers what streams unpacked to: dumps of one machine hold the same packed code, and so do a backup, its donor and the image made of
// the two. A stream counts as known only if every byte of it is the same.
import { sameBytes, u32 } from '../bytes';
import type { Decode } from './types';

interface Kept {
  readonly input: Uint8Array;
  readonly output: Uint8Array;
}

/** The longest unused first. */
const kept = new Map<string, Kept>();
let roomBytes = 0;
let keptBytes = 0;

/**
 * For a program that inspects one file after another; off until then, as one file alone would only pay for it. What is unpacked is shared
 * from then on: nobody may write to it. `bytes`: of packed and unpacked together; 0 forgets everything.
 */
export function rememberUnpacked(bytes: number): void {
  roomBytes = bytes;
  makeRoom(0);
}

/** `name`: tells decoders apart. */
export const remembering =
  (name: string, decode: Decode): Decode =>
  (input, limits) => {
    if (roomBytes === 0) return decode(input, limits);
    const key = `${name} ${input.length} ${u32(input, 8)} ${u32(input, input.length >>> 1)} ${u32(input, input.length - 4)}`;
    const known = kept.get(key);
    if (known && known.output.length <= limits.maxOutputBytes && sameBytes(known.input, input)) {
      kept.delete(key);
      kept.set(key, known);
      return known.output;
    }
    const output = decode(input, limits);
    if (output) keep(key, { input: new Uint8Array(input), output });
    return output;
  };

const sizeOf = ({ input, output }: Kept): number => input.length + output.buffer.byteLength;

function keep(key: string, entry: Kept): void {
  const size = sizeOf(entry);
  if (size > roomBytes) return;
  drop(key);
  makeRoom(size);
  kept.set(key, entry);
  keptBytes += size;
}

function makeRoom(wantedBytes: number): void {
  for (const key of kept.keys()) {
    if (keptBytes + wantedBytes <= roomBytes) return;
    drop(key);
  }
}

function drop(key: string): void {
  const entry = kept.get(key);
  if (entry) keptBytes -= sizeOf(entry);
  kept.delete(key);
}
