// One pass over the whole file, by 4 KiB: how much of a block is programmed, which bits it has. Feeds the diagnosis and the coverage.
import { words32 } from '../bytes';

export const SCAN_BLOCK_BYTES = 4096;
/** Bytes that are not FF are counted in four bytes of a number; so many words fit before one of them runs over. */
const WORDS_PER_FOLD = 255;

/** One entry a block; the last block may be short. */
export interface BlockScan {
  readonly sizeBytes: number;
  readonly blocks: number;
  /** Bytes that are not FF. */
  readonly programmed: Uint16Array;
  /** Bits that are 1 in every byte, and in any byte. All bytes of a block are one value where they are equal. */
  readonly and: Uint8Array;
  readonly or: Uint8Array;
}

export function scanBlocks(bytes: Uint8Array): BlockScan {
  const blocks = Math.ceil(bytes.length / SCAN_BLOCK_BYTES);
  const [programmed, andOf, orOf] = [new Uint16Array(blocks), new Uint8Array(blocks), new Uint8Array(blocks)];
  const unsigned = words32(bytes);
  const words = new Int32Array(unsigned.buffer, unsigned.byteOffset, unsigned.length);
  for (let block = 0; block < blocks; block++) {
    const end = Math.min((block + 1) * 1024, words.length);
    let [and, or, count] = [-1, 0, 0];
    for (let first = block * 1024; first < end; first += WORDS_PER_FOLD) {
      const stop = Math.min(end, first + WORDS_PER_FOLD);
      let lanes = 0;
      for (let at = first; at < stop; at++) {
        const word = words[at]!;
        and &= word;
        or |= word;
        if (word === -1) continue;
        // One in each byte that is not FF.
        const inverse = ~word;
        lanes = (lanes + (((((inverse & 0x7f7f7f7f) + 0x7f7f7f7f) | inverse) >>> 7) & 0x01010101)) | 0;
      }
      count += (lanes & 0xff) + ((lanes >>> 8) & 0xff) + ((lanes >>> 16) & 0xff) + (lanes >>> 24);
    }
    for (let at = Math.max(block * SCAN_BLOCK_BYTES, words.length * 4); at < Math.min((block + 1) * SCAN_BLOCK_BYTES, bytes.length); at++) {
      const byte = bytes[at]!;
      and &= byte * 0x01010101;
      or |= byte * 0x01010101;
      if (byte !== 0xff) count++;
    }
    programmed[block] = count;
    andOf[block] = and & (and >>> 8) & (and >>> 16) & (and >>> 24);
    orOf[block] = or | (or >>> 8) | (or >>> 16) | (or >>> 24);
  }
  return { sizeBytes: bytes.length, blocks, programmed, and: andOf, or: orOf };
}

export const isUniform = ({ and, or }: BlockScan, block: number): boolean => and[block] === or[block];

/** Bytes in [offset, offset + length) that are not FF. */
export function programmedIn(bytes: Uint8Array, scan: BlockScan, offset: number, length: number): number {
  const end = Math.min(offset + length, bytes.length);
  let [count, at] = [0, Math.max(0, offset)];
  while (at < end) {
    const block = Math.floor(at / SCAN_BLOCK_BYTES);
    const next = Math.min(end, (block + 1) * SCAN_BLOCK_BYTES);
    if (at % SCAN_BLOCK_BYTES === 0 && (next - at === SCAN_BLOCK_BYTES || next === bytes.length)) count += scan.programmed[block]!;
    else for (let byte = at; byte < next; byte++) if (bytes[byte] !== 0xff) count++;
    at = next;
  }
  return count;
}

/** The value of every byte of the file, where it is one. */
export function constantValue(scan: BlockScan): number | undefined {
  const value = scan.and[0];
  for (let block = 0; block < scan.blocks; block++) if (scan.and[block] !== value || scan.or[block] !== value) return undefined;
  return value;
}
