// What may happen to bytes: bits, bytes and fields changed, pieces lost, moved, repeated or taken from elsewhere.
import type { Random } from './random';

const interesting8 = [0, 1, 0x7f, 0x80, 0xfe, 0xff];
const interesting32 = [
  0, 1, 4, 0x18, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000, 0xffffff, 0x1000000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff,
];
/** Headers are at the start of things: half of all changes go there. */
const HEAD_BYTES = 0x100;

/** A new array; `seed` itself is left alone. */
export function mutate(seed: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let bytes = new Uint8Array(seed);
  for (let changes = 1 + random.below(6); changes > 0; changes--) bytes = change(bytes, other, random);
  return bytes;
}

function change(bytes: Uint8Array<ArrayBuffer>, other: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const { length } = bytes;
  if (length === 0) return new Uint8Array(random.below(64));
  const at = place(length, random);
  const count = Math.min(length - at, 1 + random.below(random.pick([4, 16, 256, 4096])));
  switch (random.below(12)) {
    case 0:
    case 1:
      bytes[at]! ^= 1 << random.below(8);
      return bytes;
    case 2:
      bytes[at] = random.pick(interesting8);
      return bytes;
    case 3:
      bytes[at] = random.below(256);
      return bytes;
    case 4:
    case 5:
      return field(bytes, at & ~3, random);
    case 6:
      return bytes.fill(random.pick([0, 0xff, random.below(256)]), at, at + count);
    case 7:
      return bytes.copyWithin(place(length, random), at, at + count);
    case 8:
      return bytes.slice(0, at);
    case 9:
      bytes.copyWithin(at, at + count);
      return bytes.slice(0, length - count);
    case 10:
      bytes.set(other.subarray(0, Math.min(count, other.length)), at);
      return bytes;
    default: {
      const longer = new Uint8Array(length + count).fill(random.pick([0, 0xff]));
      longer.set(bytes.subarray(0, at));
      longer.set(bytes.subarray(at), at + count);
      return longer;
    }
  }
}

const place = (length: number, random: Random): number => random.below(random.below(2) === 0 ? Math.min(length, HEAD_BYTES) : length);

/** A length or an offset: a border, something near the file's own length, or near what stood there. */
function field(bytes: Uint8Array<ArrayBuffer>, at: number, random: Random): Uint8Array<ArrayBuffer> {
  if (at + 4 > bytes.length) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const value = random.pick([
    random.pick(interesting32),
    bytes.length - random.below(16),
    view.getUint32(at, true) + random.below(17) - 8,
    random.below(bytes.length),
  ]);
  if (random.below(2) === 0) view.setUint32(at, value >>> 0, true);
  else view.setUint16(at, value & 0xffff, true);
  return bytes;
}

export function noiseOf(length: number, random: Random): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = random.below(256);
  return bytes;
}
