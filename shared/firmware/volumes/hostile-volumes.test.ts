// What must hold for any bytes, and for every bit that a sum covers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blank, noise } from '../synthetic/paint';
import { SAMPLE_LENGTH, sampleFiles, uefiSample } from '../synthetic/uefi-sample';
import { guidBytes } from './guids';
import { readVolumes } from './read-volumes';
import type { VolumesReading } from './types';

const sample = uefiSample();
const read = (bytes: Uint8Array): VolumesReading => readVolumes(bytes, { offset: 0, length: bytes.length });
const changed = (bytes: Uint8Array, at: number, change: number): Uint8Array => {
  const copy = new Uint8Array(bytes);
  copy[at] = copy[at]! ^ change;
  return copy;
};

function expectWithin(reading: VolumesReading, length: number): void {
  for (const place of [...reading.findings, ...reading.proofs]) {
    const from = place.offset ?? 0;
    expect(from >= 0 && from + (place.length ?? 0) <= length, JSON.stringify(place)).toBe(true);
  }
}

const proven = read(sample).proofs.flatMap(({ offset, length }) => Array.from({ length }, (_, index) => offset + index));

describe('volumes of any bytes', () => {
  it('one flipped bit in any byte of any header is found at that header', () => {
    const headers = new Set([
      // Of the volume, and of the padding file around its extended header.
      ...Array.from({ length: 0x60 }, (_, index) => index),
      ...read(sample)
        .files.slice(0, 3)
        .flatMap(({ offset }) => (offset === undefined ? [] : Array.from({ length: 24 }, (_, index) => offset + index))),
    ]);
    const silent = [...headers].flatMap((at) =>
      [0, 1, 2, 3, 4, 5, 6, 7]
        .filter((bit) => {
          const { findings } = read(changed(sample, at, 1 << bit));
          return !findings.some(({ severity, offset = 0, length = 0 }) => severity !== 'note' && at >= offset && at < offset + length);
        })
        .map((bit) => `${at.toString(16)} bit ${bit}`),
    );
    expect(silent).toEqual([]);
  });

  it('one flipped bit anywhere under a sum is found, and the range of a finding has it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...proven), fc.nat(7), (at, bit) => {
        const { findings } = read(changed(sample, at, 1 << bit));
        expect(findings.some(({ severity, offset = 0, length = 0 }) => severity === 'fail' && at >= offset && at < offset + length)).toBe(
          true,
        );
      }),
      { numRuns: 400 },
    );
  });

  it('one flipped bit never costs more than the file it is in', () => {
    fc.assert(
      fc.property(fc.constantFrom(...proven), fc.nat(7), (at, bit) => {
        // Two files stand in packed sections of others.
        expect(read(changed(sample, at, 1 << bit)).files.length).toBeGreaterThanOrEqual(sampleFiles.length - 2);
      }),
      { numRuns: 150 },
    );
  });

  it('noise, with or without marks of volumes: an answer whose places are inside', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.array(fc.nat(600), { maxLength: 4 }), fc.boolean(), (bytes, places, isMark) => {
        const mark = isMark ? Uint8Array.of(0x5f, 0x46, 0x56, 0x48) : guidBytes('8C8CE578-8A3D-4F1C-9935-896185C32DD3');
        for (const place of places) if (place + mark.length <= bytes.length) bytes.set(mark, place);
        expectWithin(read(bytes), bytes.length);
      }),
      { numRuns: 500 },
    );
  });

  it('a volume with many changed bytes, or cut anywhere: an answer whose places are inside, and the same twice', () => {
    const change = fc.tuple(fc.nat(SAMPLE_LENGTH - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 60 }),
        fc.integer({ min: 0, max: SAMPLE_LENGTH }),
        fc.boolean(),
        (changes, cut, isEarly) => {
          const bytes = new Uint8Array(sample);
          for (const [at, value] of changes) bytes[isEarly ? at % 0x200 : at % 0x1800] = value;
          const part = bytes.subarray(0, cut < 0x200 ? cut : SAMPLE_LENGTH - (cut % 0x7000));
          const reading = read(part);
          expectWithin(reading, part.length);
          expect(read(new Uint8Array(part)).findings).toEqual(reading.findings);
        },
      ),
      { numRuns: 250 },
    );
  });

  it('any area, even one that no file has', () => {
    const number = fc.oneof(fc.integer({ min: -100, max: 0x10000 }), fc.constantFrom(NaN, Infinity, -Infinity, 0.5, 2 ** 53));
    fc.assert(
      fc.property(number, number, (offset, length) => {
        expectWithin(readVolumes(sample, { offset, length }), sample.length);
      }),
    );
  });

  it('a megabyte of nothing but marks or headers is given up, not followed for ever', () => {
    const marks = blank(1 << 20);
    for (let at = 0; at < marks.length; at += 4) marks.set([0x5f, 0x46, 0x56, 0x48], at);
    const heads = blank(1 << 20);
    for (let at = 0; at + 0x48 <= heads.length; at += 0x48) heads.set(sample.subarray(0, 0x48), at);
    const states = new Uint8Array(1 << 20);
    noise(states, 0, states.length, 1);
    states.set(sample.subarray(0, 0x48));
    for (let at = 0x48 + 0x17; at < states.length; at += 8) states[at] = 0xf8;
    for (const bytes of [marks, heads, states]) expect(read(bytes).findings.length).toBeLessThan(500);
  });
});
