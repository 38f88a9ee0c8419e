import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiBytes } from '../bytes';
import { noise } from '../synthetic/paint';
import { lzmaAlone } from './lzma';

const text = 'The board that was dark is bright: the board that was dark boots.\n'.repeat(3);
/** The text above, packed by us with a 4 KiB dictionary, size unknown, end mark. */
const packed = Uint8Array.from(
  Buffer.from(
    '5d00100000ffffffffffffffff002a1a08a202a9a9b9d89c59814f774d3fe53805f851bf1ca3de6361b285fdcc085ce9b6abb0f553f7856f15d8d2ca2de3271991597fff08164000',
    'hex',
  ),
);
const roomy = { maxOutputBytes: 0x1000000 };
const withSize = (stream: Uint8Array, size: number): Uint8Array => {
  const copy = new Uint8Array(stream);
  new DataView(copy.buffer).setBigUint64(5, BigInt(size), true);
  return copy;
};
const hasXz = spawnSync('xz', ['--version']).status === 0;

describe('an LZMA stream', () => {
  it('unpacks up to its end mark', () => {
    expect(lzmaAlone(packed, roomy)).toEqual(asciiBytes(text));
  });

  it('unpacks up to the size its header names, whatever stands behind', () => {
    const padded = new Uint8Array(200).fill(0xff);
    padded.set(withSize(packed, text.length));
    expect(lzmaAlone(padded, roomy)).toEqual(asciiBytes(text));
  });

  it('is refused when it would give more than the limit', () => {
    const limits = { maxOutputBytes: text.length - 1 };
    expect([lzmaAlone(packed, limits), lzmaAlone(withSize(packed, text.length), limits)]).toEqual([undefined, undefined]);
    expect(lzmaAlone(packed, { maxOutputBytes: text.length })).toHaveLength(text.length);
  });

  it('is refused when it is cut anywhere', () => {
    for (let length = 0; length < packed.length - 1; length++) expect(lzmaAlone(packed.subarray(0, length), roomy)).toBeUndefined();
  });

  it('is refused when any bit of it is flipped', () => {
    // The properties, the dictionary and the size in the header are no part of the stream.
    for (let bit = 13 * 8; bit < packed.length * 8; bit++) {
      const copy = new Uint8Array(packed);
      copy[bit >> 3]! ^= 1 << (bit & 7);
      const unpacked = lzmaAlone(copy, roomy);
      expect(unpacked && Buffer.compare(unpacked, asciiBytes(text))).not.toBe(0);
    }
  });

  it('is refused when it ends before the size its header names, or goes on behind it', () => {
    const sizes = [text.length + 1, text.length - 1, 0];
    expect(sizes.map((size) => lzmaAlone(withSize(packed, size), roomy))).toEqual([undefined, undefined, undefined]);
  });

  it('of nothing is nothing', () => {
    expect(lzmaAlone(Uint8Array.of(0x5d, 0, 0, 1, 0, ...new Array<number>(13).fill(0)), roomy)).toEqual(new Uint8Array(0));
  });
});

describe.skipIf(!hasXz)(hasXz ? 'streams of xz' : 'streams of xz (skipped: xz is not installed)', () => {
  const pack = (bytes: Uint8Array, settings: string): Uint8Array =>
    execFileSync('xz', ['--format=lzma', `--lzma1=${settings}`, '--stdout'], { input: bytes, maxBuffer: 0x4000000 });
  const random = (length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    noise(bytes, 0, length, length);
    return bytes;
  };
  /** Runs, repeats at many distances, noise and text, as in firmware. */
  const mixed = (): Uint8Array => {
    const bytes = new Uint8Array(0x120000).fill(0xff);
    for (let at = 0; at < 0x100000; at += 0x1000) {
      if (at % 0x3000 === 0) noise(bytes, at, 0x400, at);
      if (at % 0x5000 === 0) bytes.set(asciiBytes(text.repeat(8)), at + 0x500);
      if (at % 0x7000 === 0) bytes.copyWithin(at, at >> 1, (at >> 1) + 0xa00);
    }
    return bytes;
  };

  it.each([
    ['nothing', new Uint8Array(0), 'preset=6'],
    ['one byte', new Uint8Array(1), 'preset=6'],
    ['noise', random(100_000), 'preset=6'],
    ['a long run', new Uint8Array(3_000_000), 'preset=6'],
    ['mixed content', mixed(), 'preset=9'],
    ['mixed content in a small dictionary', mixed(), 'preset=1,dict=4KiB'],
    ['mixed content with four position bits', mixed(), 'preset=6,lc=0,lp=4,pb=4'],
    ['mixed content with no position bits', mixed(), 'preset=6,lc=4,lp=0,pb=0'],
  ])('%s', (_, bytes, settings) => {
    const stream = pack(bytes, settings);
    const limits = { maxOutputBytes: bytes.length };
    expect(Buffer.compare(lzmaAlone(stream, limits) ?? new Uint8Array(99), bytes)).toBe(0);
    expect(Buffer.compare(lzmaAlone(withSize(stream, bytes.length), limits) ?? new Uint8Array(99), bytes)).toBe(0);
  });
});

describe('bytes that are no good stream', () => {
  it('give undefined or some bytes within the limit, never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 14, maxLength: 400 }), fc.nat(0x2000), fc.boolean(), (bytes, limit, plausible) => {
        if (plausible) bytes.set([0x5d, 0, 0, 1, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0]);
        const unpacked = lzmaAlone(bytes, { maxOutputBytes: limit });
        expect(unpacked?.length ?? 0).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 2000 },
    );
  });

  it('with a flipped bit stay within the limit', () => {
    fc.assert(
      fc.property(fc.nat(packed.length * 8 - 1), (bit) => {
        const copy = new Uint8Array(packed);
        copy[bit >> 3]! ^= 1 << (bit & 7);
        expect(lzmaAlone(copy, { maxOutputBytes: 4096 })?.length ?? 0).toBeLessThanOrEqual(4096);
      }),
      { numRuns: 500 },
    );
  });
});
