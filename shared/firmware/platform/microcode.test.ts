import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noise, put } from '../synthetic/paint';
import { parseMicrocode } from './microcode';
import { findMicrocode, readMicrocode } from './read-microcode';

/** An update with a good sum; `extra` are the signatures of its extended table. */
function update(extra: readonly number[] = [], length = 2048): Uint8Array {
  const bytes = new Uint8Array(length);
  const tableBytes = extra.length > 0 ? 20 + extra.length * 12 : 0;
  const dataBytes = length - 48 - tableBytes;
  noise(bytes, 48, dataBytes, 5);
  [1, 0x71a, 0x03242020, 0x206d7, 0, 1, 0x6d, dataBytes, length, 0, 0, 0].forEach((word, index) => put(bytes, index * 4, word, 4));
  if (extra.length > 0) {
    put(bytes, 48 + dataBytes, extra.length, 4);
    extra.forEach((signature, index) => put(bytes, 48 + dataBytes + 20 + index * 12, signature, 4));
  }
  const words = new Int32Array(bytes.buffer);
  words[4] = -words.reduce((sum, word) => (sum + word) | 0, 0);
  return bytes;
}

describe('a microcode update', () => {
  it('tells processor, revision, date and that its sum holds', () => {
    expect(parseMicrocode(update(), 0)).toEqual({
      offset: 0,
      length: 2048,
      cpuid: '206D7',
      moreCpuids: [],
      revision: 0x71a,
      date: '2020-03-24',
      platformFlags: 0x6d,
      sumIsGood: true,
    });
  });

  it('names the processors of its extended table too', () => {
    expect(parseMicrocode(update([0x206d6, 0x206d5]), 0)?.moreCpuids).toEqual(['206D6', '206D5']);
  });

  it('is read the same where it stands at an odd place', () => {
    const bytes = new Uint8Array(2048 + 7);
    bytes.set(update(), 3);
    expect(parseMicrocode(bytes, 3)).toMatchObject({ cpuid: '206D7', sumIsGood: true });
  });

  it('with any bit of its data flipped has a wrong sum', () => {
    fc.assert(
      fc.property(fc.integer({ min: 48, max: 2047 }), fc.nat(7), (at, bit) => {
        const bytes = update();
        bytes[at]! ^= 1 << bit;
        expect(parseMicrocode(bytes, 0)?.sumIsGood).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('that is cut is none', () => {
    expect(parseMicrocode(update().subarray(0, 2047), 0)).toBeUndefined();
  });

  it('inside another one is not listed twice', () => {
    const bytes = update([], 4096);
    bytes.set(update(), 1024);
    expect(findMicrocode(bytes, [], [0, 1024]).map(({ offset }) => offset)).toEqual([0]);
  });

  it('with a wrong sum is a failure where the processor loads it, and a warning where it only looks like one', () => {
    const bytes = update();
    bytes[100]! ^= 1;
    const updates = findMicrocode(bytes, [], [0]);
    const severities = [[0], []].map((fit) => readMicrocode(updates, fit, []).findings.map(({ code, severity }) => `${severity} ${code}`));
    expect(severities).toEqual([['fail MICROCODE_CHECKSUM'], ['warn MICROCODE_CHECKSUM']]);
  });
});
