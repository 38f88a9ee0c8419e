// The standard decompression of UEFI firmware: LZ77 with two Huffman codes that are sent anew for every block.
// EFI 1.1 and Tiano differ only in how many bits announce the position code. Knows nothing of sections.
import { remembering } from './remember';
import type { Decode } from './types';

/** 256 literals, then lengths from 3 to 256. */
const CHARACTER_CODES = 510;
const CHARACTER_COUNT_BITS = 9;
/** Codes for the lengths of the character code: zero runs (0 to 2), then lengths 1 to 16. */
const LENGTH_CODES = 19;
const LENGTH_COUNT_BITS = 5;
/** After this many lengths of the length code a run of up to three zeros follows. */
const LENGTH_GAP_AT = 3;
const POSITION_CODES = 31;
const EFI_POSITION_BITS = 4;
const TIANO_POSITION_BITS = 5;
const LONGEST_CODE_BITS = 16;
const LITERALS = 256;
/** From here on filling beats the loop. */
const SHORTEST_RUN = 24;
const SHORTEST_MATCH = 3;
/** Compressed and original size, 32 bits each. */
const HEADER_BYTES = 8;
const LOOK_AHEAD_BYTES = 8;
/** In a quick entry: this prefix is a whole code. Below it the code's length, above it the symbol. */
const WHOLE = 32;
const LONGEST_LOOPED_FILL = 32;
const LONGEST_DISTANCE_BITS = 25;
const WORD_BYTES = 4;
/** Nearly every section is smaller. */
const KEPT_BYTES = 256 * 1024;

/** A canonical code: short codes by one look-up, longer ones by comparing with the end of each length. */
interface CodeTable {
  readonly quickBits: number;
  readonly quick: Uint16Array;
  /** Symbols in the order of their codes. */
  readonly sorted: Uint16Array;
  /** By length, all left-aligned to 16 bits: first code, and the code after the last. */
  readonly first: Int32Array;
  readonly limit: Int32Array;
  /** By length: where its symbols begin in `sorted`. */
  readonly base: Int32Array;
}

const newTable = (quickBits: number, symbols: number): CodeTable => ({
  quickBits,
  quick: new Uint16Array(1 << quickBits),
  sorted: new Uint16Array(symbols),
  first: new Int32Array(LONGEST_CODE_BITS + 1),
  limit: new Int32Array(LONGEST_CODE_BITS + 1),
  base: new Int32Array(LONGEST_CODE_BITS + 1),
});

// Used again for every block of every call: nothing of them outlives one, and 187 sections would make thousands otherwise.
const characters = newTable(12, CHARACTER_CODES);
const lengths = newTable(8, LENGTH_CODES);
const positions = newTable(8, POSITION_CODES);
const codeBits = new Uint8Array(CHARACTER_CODES);
const ofLength = new Int32Array(LONGEST_CODE_BITS + 1);

/** Every code is this symbol and takes no bits. */
function buildSingle(table: CodeTable, symbol: number): void {
  table.quick.fill((symbol << 6) | WHOLE);
}

/** From the first `count` of `codeBits`; false unless they make a complete prefix code. */
function buildTable(table: CodeTable, count: number): boolean {
  const { quick, quickBits, sorted, first, limit, base } = table;
  ofLength.fill(0);
  for (let symbol = 0; symbol < count; symbol++) ofLength[codeBits[symbol]!]!++;
  let code = 0;
  let index = 0;
  for (let bits = 1; bits <= LONGEST_CODE_BITS; bits++) {
    first[bits] = code;
    base[bits] = index;
    code += ofLength[bits]! << (LONGEST_CODE_BITS - bits);
    limit[bits] = code;
    index += ofLength[bits]!;
    // From here on: where the next symbol of this length goes.
    ofLength[bits] = base[bits]!;
  }
  if (code !== 1 << LONGEST_CODE_BITS) return false;
  for (let symbol = 0; symbol < count; symbol++) {
    const bits = codeBits[symbol]!;
    if (bits === 0) continue;
    const place = ofLength[bits]!++;
    sorted[place] = symbol;
    if (bits > quickBits) continue;
    const from = (first[bits]! >>> (LONGEST_CODE_BITS - quickBits)) + ((place - base[bits]!) << (quickBits - bits));
    const to = from + (1 << (quickBits - bits));
    const entry = (symbol << 6) | WHOLE | bits;
    if (to - from > LONGEST_LOOPED_FILL) quick.fill(entry, from, to);
    else for (let index = from; index < to; index++) quick[index] = entry;
  }
  // What is left begins longer codes.
  quick.fill(0, limit[quickBits]! >>> (LONGEST_CODE_BITS - quickBits));
  return true;
}

/** Most significant bit first; past the end come zeros, and `overran` tells. */
class BitReader {
  /** The next `count` bits, from the top. */
  hold = 0;
  count = 0;

  constructor(
    readonly input: Uint8Array,
    /** The next byte. */
    public at: number,
    readonly end: number,
  ) {}

  fill(): void {
    while (this.count <= 24) {
      if (this.at < this.end) this.hold |= this.input[this.at]! << (24 - this.count);
      this.at++;
      this.count += 8;
    }
  }

  skip(bits: number): void {
    this.hold <<= bits;
    this.count -= bits;
    this.fill();
  }

  take(bits: number): number {
    const value = this.hold >>> (32 - bits);
    this.skip(bits);
    return value;
  }

  /** Of the input, the next one to be taken. */
  get bit(): number {
    return this.at * 8 - this.count;
  }

  seek(bit: number): void {
    this.at = bit >>> 3;
    this.hold = 0;
    this.count = 0;
    this.fill();
    this.skip(bit & 7);
  }

  get overran(): boolean {
    return this.bit > this.end * 8;
  }
}

function longSymbol(table: CodeTable, hold: number): number {
  const code = hold >>> 16;
  let bits = table.quickBits + 1;
  while (code >= table.limit[bits]!) bits++;
  const symbol = table.sorted[table.base[bits]! + ((code - table.first[bits]!) >>> (LONGEST_CODE_BITS - bits))]!;
  return (symbol << 6) | bits;
}

/** The code of lengths, or of positions: each length in three bits, and one more for each one-bit that follows 111. */
function readSmallCode(reader: BitReader, table: CodeTable, symbols: number, countBits: number, gapAt: number): boolean {
  const count = reader.take(countBits);
  if (count === 0) {
    const only = reader.take(countBits);
    if (only >= symbols) return false;
    buildSingle(table, only);
    return true;
  }
  if (count > symbols) return false;
  codeBits.fill(0, 0, symbols);
  for (let symbol = 0; symbol < count;) {
    let bits = reader.hold >>> 29;
    if (bits === 7) bits += Math.clz32(~(reader.hold << 3));
    if (bits > LONGEST_CODE_BITS) return false;
    reader.skip(bits < 7 ? 3 : bits - 3);
    codeBits[symbol++] = bits;
    if (symbol === gapAt) symbol += reader.take(2);
    if (symbol > symbols) return false;
  }
  return buildTable(table, symbols);
}

/** The code of characters, whose lengths are themselves coded with the code of lengths. */
function readCharacterCode(reader: BitReader): boolean {
  const count = reader.take(CHARACTER_COUNT_BITS);
  if (count === 0) {
    const only = reader.take(CHARACTER_COUNT_BITS);
    if (only >= CHARACTER_CODES) return false;
    buildSingle(characters, only);
    return true;
  }
  if (count > CHARACTER_CODES) return false;
  codeBits.fill(0);
  for (let symbol = 0; symbol < count;) {
    const entry = lengths.quick[reader.hold >>> 24]! || longSymbol(lengths, reader.hold);
    reader.skip(entry & 31);
    const value = entry >>> 6;
    if (value === 0) symbol++;
    else if (value === 1) symbol += reader.take(4) + 3;
    else if (value === 2) symbol += reader.take(9) + 20;
    else codeBits[symbol++] = value - 2;
  }
  // A run of zeros past the end would have been one of an encoder that counts otherwise.
  return buildTable(characters, CHARACTER_CODES);
}

/** `room` is one word longer than `size`: matches are copied in words, and the last may run over. */
function decodeInto(room: Uint8Array, size: number, input: Uint8Array, end: number, positionBits: number): boolean {
  const reader = new BitReader(input, HEADER_BYTES, end);
  // The inner loop reads the 25 bits and more behind any bit in one step: it never has to ask how many are left.
  const bits = new DataView(input.buffer, input.byteOffset, input.length);
  const words = new DataView(room.buffer, room.byteOffset, room.length);
  const quickCharacters = characters.quick;
  const quickPositions = positions.quick;
  const endBit = end * 8;
  let out = 0;
  reader.fill();
  while (out < size) {
    let left = reader.take(16);
    if (left === 0 || !readSmallCode(reader, lengths, LENGTH_CODES, LENGTH_COUNT_BITS, LENGTH_GAP_AT)) return false;
    if (!readCharacterCode(reader) || !readSmallCode(reader, positions, POSITION_CODES, positionBits, -1)) return false;
    let bit = reader.bit;
    for (; left > 0 && out < size; left--) {
      if (bit > endBit) return false;
      let hold = bits.getInt32(bit >>> 3) << (bit & 7);
      const entry = quickCharacters[hold >>> 20]! || longSymbol(characters, hold);
      const symbol = entry >>> 6;
      bit += entry & 31;
      if (symbol < LITERALS) {
        room[out++] = symbol;
        continue;
      }
      hold = bits.getInt32(bit >>> 3) << (bit & 7);
      const place = quickPositions[hold >>> 24]! || longSymbol(positions, hold);
      bit += place & 31;
      let distance = place >>> 6;
      if (distance > 1) {
        const more = distance - 1;
        // A distance of 16 MiB or more is beyond every window.
        if (more >= LONGEST_DISTANCE_BITS) return false;
        hold = bits.getInt32(bit >>> 3) << (bit & 7);
        distance = (1 << more) | (hold >>> (32 - more));
        bit += more;
      }
      let from = out - distance - 1;
      const stop = out + symbol - LITERALS + SHORTEST_MATCH;
      if (from < 0 || stop > size) return false;
      if (distance === 0 && stop - out >= SHORTEST_RUN) {
        // Long runs of one byte make most of what setup data unpacks to.
        room.fill(room[from]!, out, stop);
      } else if (distance >= WORD_BYTES - 1) {
        for (; out < stop; out += WORD_BYTES, from += WORD_BYTES) words.setInt32(out, words.getInt32(from, true), true);
      } else {
        while (out < stop) room[out++] = room[from++]!;
      }
      out = stop;
    }
    reader.seek(bit);
    if (reader.overran) return false;
  }
  return true;
}

let scratch = new Uint8Array(0);

/** Good until the next call. With zeros behind it: a symbol that begins at the end may be two codes and a word long. */
function paddedCopy(input: Uint8Array, end: number): Uint8Array {
  const length = end + LOOK_AHEAD_BYTES;
  const copy = length > KEPT_BYTES ? new Uint8Array(length) : scratch.length >= length ? scratch : (scratch = new Uint8Array(KEPT_BYTES));
  copy.set(input.subarray(0, end));
  copy.fill(0, end, length);
  return copy;
}

const decoder =
  (positionBits: number): Decode =>
  (input, { maxOutputBytes }) => {
    if (input.length < HEADER_BYTES) return undefined;
    const view = new DataView(input.buffer, input.byteOffset, HEADER_BYTES);
    const end = HEADER_BYTES + view.getUint32(0, true);
    const size = view.getUint32(4, true);
    if (end > input.length || size > maxOutputBytes) return undefined;
    const padded = paddedCopy(input, end);
    const room = new Uint8Array(size + WORD_BYTES);
    return decodeInto(room, size, padded, end, positionBits) ? room.subarray(0, size) : undefined;
  };

/** Input begins with the compressed and the original size; anything behind the compressed bytes is left alone. */
export const tianoDecompress: Decode = remembering('Tiano', decoder(TIANO_POSITION_BITS));

/** The older variant of EFI 1.1, with a window of 8 KiB. */
export const efiDecompress: Decode = remembering('EFI 1.1', decoder(EFI_POSITION_BITS));
