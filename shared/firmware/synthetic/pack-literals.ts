// The smallest LZMA packer there is: literals only, never a match. For synthetic modules; what it makes every LZMA reader unpacks.
import { put } from './paint';

/** lc 3, lp 0, pb 2, as the common packers set them. */
const PROPERTIES = 0x5d;
const DICTIONARY_BYTES = 0x4000;
const LITERALS = 16;

export function packLiterals(content: Uint8Array): Uint8Array {
  // 4 places for "no match", then 8 sets of 256 for the literal after a byte with those top three bits.
  const probabilities = new Uint16Array(LITERALS + 8 * 0x100).fill(1024);
  const coder = new RangeEncoder(content.length + 0x40);
  let before = 0;
  for (let at = 0; at < content.length; at++) {
    coder.bit(probabilities, at & 3, 0);
    const base = LITERALS + ((before >>> 5) << 8);
    const byte = content[at]!;
    let symbol = 1;
    for (let level = 7; level >= 0; level--) {
      const bit = (byte >>> level) & 1;
      coder.bit(probabilities, base + symbol, bit);
      symbol = (symbol << 1) | bit;
    }
    before = byte;
  }
  const stream = coder.finish();
  const packed = new Uint8Array(13 + stream.length);
  packed[0] = PROPERTIES;
  put(packed, 1, DICTIONARY_BYTES, 4);
  put(packed, 5, content.length, 4);
  packed.set(stream, 13);
  return packed;
}

class RangeEncoder {
  private low = 0;
  private range = 0xffffffff;
  private held = 0;
  private heldCount = 1;
  private bytes: Uint8Array;
  private length = 0;

  constructor(room: number) {
    this.bytes = new Uint8Array(room);
  }

  bit(probabilities: Uint16Array, index: number, bit: number): void {
    const probability = probabilities[index]!;
    const bound = Math.imul(this.range >>> 11, probability) >>> 0;
    if (bit === 0) {
      this.range = bound;
      probabilities[index] = probability + ((2048 - probability) >>> 5);
    } else {
      this.low += bound;
      this.range = (this.range - bound) >>> 0;
      probabilities[index] = probability - (probability >>> 5);
    }
    if (this.range < 0x1000000) {
      this.range = (this.range << 8) >>> 0;
      this.shiftLow();
    }
  }

  finish(): Uint8Array {
    for (let count = 0; count < 5; count++) this.shiftLow();
    return this.bytes.subarray(0, this.length);
  }

  /** A byte of FF may still be carried over by what comes: such bytes are held back, with the one before them. */
  private shiftLow(): void {
    if (this.low < 0xff000000 || this.low >= 0x1_0000_0000) {
      const carry = this.low >= 0x1_0000_0000 ? 1 : 0;
      for (; this.heldCount > 0; this.heldCount--) {
        this.push((this.held + carry) & 0xff);
        this.held = 0xff;
      }
      this.held = (this.low >>> 24) & 0xff;
    }
    this.heldCount++;
    this.low = (this.low & 0x00ffffff) * 0x100;
  }

  private push(byte: number): void {
    if (this.length === this.bytes.length) {
      const larger = new Uint8Array(this.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[this.length++] = byte;
  }
}
