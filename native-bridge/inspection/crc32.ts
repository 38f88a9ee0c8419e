// CRC-32 (IEEE 802.3) over eight tables, for a Node that has none of its own.
const POLYNOMIAL = 0xedb88320;
const SLICES = 8;

let tables: Int32Array | undefined;

/** Table n at n * 256: what a byte does to the sum n bytes further on. */
function makeTables(): Int32Array {
  const made = new Int32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1;
    made[byte] = sum;
  }
  for (let at = 256; at < made.length; at++) {
    const previous = made[at - 256]!;
    made[at] = (previous >>> 8) ^ made[previous & 0xff]!;
  }
  return made;
}

/** @returns an unsigned 32-bit number */
export function crc32Of(bytes: Uint8Array): number {
  const table = (tables ??= makeTables());
  let sum = -1;
  let at = 0;
  for (const end = bytes.length - (bytes.length % SLICES); at < end; at += SLICES) {
    sum ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    sum =
      table[0x700 | (sum & 0xff)]! ^
      table[0x600 | ((sum >>> 8) & 0xff)]! ^
      table[0x500 | ((sum >>> 16) & 0xff)]! ^
      table[0x400 | (sum >>> 24)]! ^
      table[0x300 | bytes[at + 4]!]! ^
      table[0x200 | bytes[at + 5]!]! ^
      table[0x100 | bytes[at + 6]!]! ^
      table[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at++) sum = (sum >>> 8) ^ table[(sum ^ bytes[at]!) & 0xff]!;
  return ~sum >>> 0;
}
