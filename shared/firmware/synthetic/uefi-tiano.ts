// A packer for tests: LZ77 with Huffman codes that are right but not the best. Both variants, any block size, long codes on wish.
import { put } from './paint';

export interface PackOptions {
  /** 4 for EFI 1.1, 5 for Tiano. */
  readonly positionBits: 4 | 5;
  /** Symbols in one block. */
  readonly blockSymbols?: number;
  /** Codes from one to sixteen bits instead of nearly equal ones. */
  readonly isSkewed?: boolean;
}

const CHARACTERS = 510;
const LENGTHS = 19;
const LENGTH_COUNT_BITS = 5;
const SHORTEST_MATCH = 3;
const LONGEST_MATCH = 256;

interface Token {
  readonly symbol: number;
  /** Of a match: bytes back, from 0. */
  readonly distance?: number;
}

class BitWriter {
  readonly bytes: number[] = [];
  private hold = 0;
  private count = 0;

  put(bits: number, value: number): void {
    for (let bit = bits - 1; bit >= 0; bit--) {
      this.hold = (this.hold << 1) | ((value >>> bit) & 1);
      if (++this.count < 8) continue;
      this.bytes.push(this.hold);
      this.hold = this.count = 0;
    }
  }
}

export function tianoPack(content: Uint8Array, options: PackOptions): Uint8Array {
  const writer = new BitWriter();
  const tokens = findMatches(content, options.positionBits === 4 ? 1 << 13 : 1 << 19);
  const blockSymbols = options.blockSymbols ?? 16_000;
  for (let from = 0; from < tokens.length; from += blockSymbols) writeBlock(writer, tokens.slice(from, from + blockSymbols), options);
  writer.put(7, 0);
  const packed = new Uint8Array(8 + writer.bytes.length);
  put(packed, 0, writer.bytes.length, 4);
  put(packed, 4, content.length, 4);
  packed.set(writer.bytes, 8);
  return packed;
}

function findMatches(content: Uint8Array, windowBytes: number): Token[] {
  const tokens: Token[] = [];
  const seen = new Map<number, number>();
  for (let at = 0; at < content.length;) {
    const key = content[at]! | (content[at + 1]! << 8) | (content[at + 2]! << 16);
    const earlier = seen.get(key);
    seen.set(key, at);
    let length = 0;
    if (earlier !== undefined && at - earlier < windowBytes) {
      while (length < LONGEST_MATCH && at + length < content.length && content[earlier + length] === content[at + length]) length++;
    }
    if (length < SHORTEST_MATCH) tokens.push({ symbol: content[at++]! });
    else {
      tokens.push({ symbol: length + 253, distance: at - earlier! - 1 });
      at += length;
    }
  }
  return tokens;
}

const bitsOf = (distance: number): number => 32 - Math.clz32(distance);

function writeBlock(writer: BitWriter, tokens: readonly Token[], { positionBits, isSkewed = false }: PackOptions): void {
  const characters = makeCode(
    tokens.map(({ symbol }) => symbol),
    CHARACTERS,
    isSkewed,
  );
  const distances = tokens.flatMap(({ distance }) => (distance === undefined ? [] : [bitsOf(distance)]));
  const positions = makeCode(distances, positionBits === 4 ? 14 : 20, isSkewed);
  writer.put(16, tokens.length);
  writeCharacterCode(writer, characters);
  writeSmallCode(writer, positions, positionBits, -1);
  for (const { symbol, distance } of tokens) {
    writer.put(characters.bits[symbol]!, characters.codes[symbol]!);
    if (distance === undefined) continue;
    const position = bitsOf(distance);
    writer.put(positions.bits[position]!, positions.codes[position]!);
    if (position > 1) writer.put(position - 1, distance);
  }
}

interface Code {
  readonly bits: readonly number[];
  readonly codes: readonly number[];
  /** The one symbol in use; its code takes no bits. */
  readonly single?: number;
}

/** A complete code over the symbols in use. */
function makeCode(symbols: readonly number[], count: number, isSkewed: boolean): Code {
  const uses = new Map<number, number>();
  for (const symbol of symbols) uses.set(symbol, (uses.get(symbol) ?? 0) + 1);
  const bits = new Array<number>(count).fill(0);
  const codes = new Array<number>(count).fill(0);
  if (uses.size < 2) return { bits, codes, single: symbols[0] ?? 0 };
  const sorted = [...uses].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([symbol]) => symbol);
  // A ladder of ever longer codes, and below it a level field.
  let ladder = 0;
  while (isSkewed && ladder < sorted.length - 2 && ladder + 1 + Math.ceil(Math.log2(sorted.length - ladder - 1)) <= 16) ladder++;
  sorted.slice(0, ladder).forEach((symbol, index) => (bits[symbol] = index + 1));
  const rest = sorted.slice(ladder);
  const level = Math.floor(Math.log2(rest.length));
  rest.forEach((symbol, index) => (bits[symbol] = ladder + level + (index < 2 ** (level + 1) - rest.length ? 0 : 1)));
  let code = 0;
  for (let length = 1; length <= 16; length++, code <<= 1) {
    for (let symbol = 0; symbol < count; symbol++) if (bits[symbol] === length) codes[symbol] = code++;
  }
  return { bits, codes };
}

function writeSmallCode(writer: BitWriter, { bits, single }: Code, countBits: number, gapAt: number): void {
  if (single !== undefined) {
    writer.put(countBits, 0);
    writer.put(countBits, single);
    return;
  }
  const count = bits.findLastIndex((length) => length > 0) + 1;
  writer.put(countBits, count);
  for (let symbol = 0; symbol < count;) {
    const length = bits[symbol++]!;
    if (length < 7) writer.put(3, length);
    else writer.put(length - 3, (1 << (length - 3)) - 2);
    if (symbol !== gapAt) continue;
    while (symbol < 6 && bits[symbol] === 0) symbol++;
    writer.put(2, symbol - 3);
  }
}

/** Lengths of the character code as symbols of their own: runs of zeros, then each length plus two. */
function writeCharacterCode(writer: BitWriter, { bits, single }: Code): void {
  if (single !== undefined) {
    writer.put(LENGTH_COUNT_BITS * 2, 0);
    writer.put(9, 0);
    writer.put(9, single);
    return;
  }
  const count = bits.findLastIndex((length) => length > 0) + 1;
  const symbols: { symbol: number; bits?: number; value?: number }[] = [];
  for (let at = 0; at < count;) {
    let zeros = 0;
    while (bits[at + zeros] === 0) zeros++;
    if (zeros === 0) symbols.push({ symbol: bits[at++]! + 2 });
    else if (zeros < 3 || zeros === 19) {
      symbols.push({ symbol: 0 });
      at++;
    } else if (zeros < 19) {
      symbols.push({ symbol: 1, bits: 4, value: zeros - 3 });
      at += zeros;
    } else {
      symbols.push({ symbol: 2, bits: 9, value: zeros - 20 });
      at += zeros;
    }
  }
  const code = makeCode(
    symbols.map(({ symbol }) => symbol),
    LENGTHS,
    false,
  );
  writeSmallCode(writer, code, LENGTH_COUNT_BITS, 3);
  writer.put(9, count);
  for (const { symbol, bits: extra, value } of symbols) {
    writer.put(code.bits[symbol]!, code.codes[symbol]!);
    if (extra !== undefined) writer.put(extra, value!);
  }
}
