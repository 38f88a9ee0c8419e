import { describe, expect, it, test, vi } from 'vitest';
import { fixGbeSum } from '../gbe';
import { inspectImage } from '../inspect';
import type { IdentityItem } from '../report';
import { noise } from '../synthetic/paint';
import { sampleImage } from '../synthetic/sample-image';
import { compareImages } from './compare-images';
import type { ComparedFile, Meaning } from './types';

// Whole images are inspected: seconds each where the computer is busy.
vi.setConfig({ testTimeout: 120_000 });

type Change = (bytes: Uint8Array) => void;

const good = sampleImage();
const first: ComparedFile = { name: 'a.bin', bytes: good, report: inspectImage(good) };
const file = (name: string, bytes: Uint8Array): ComparedFile => ({ name, bytes, report: inspectImage(bytes) });
const changed = (change: Change, from = good): Uint8Array => {
  const bytes = from.slice();
  change(bytes);
  return bytes;
};
const meanings = (change: Change, from = first): readonly Meaning[] =>
  compareImages([from, file('b.bin', changed(change, from.bytes))]).meanings;
const told = (found: readonly Meaning[]): string[] => found.map(({ code, certainty }) => `${code} ${certainty}`);

/** In both copies of the network region, each with its sum. */
const inGbe =
  (change: (copy: Uint8Array) => void): Change =>
  (bytes) => {
    const region = bytes.subarray(0x1000, 0x3000);
    for (const copy of [0, 0x1000]) {
      change(region.subarray(copy));
      fixGbeSum(region, copy);
    }
  };
const unlocked = file('clean.bin', sampleImage({ me: { hasRun: false, validMark: 0xff } }));
const withPlatformData = file(
  'pdr.bin',
  changed((bytes) => noise(bytes, 0x3000, 0x2000, 21)),
);

describe('what a difference means, rarer ones', () => {
  test.each<[what: string, change: Change, expected: string, from?: ComparedFile]>([
    ['no MAC address in one of them', inGbe((copy) => copy.fill(0xff, 0, 6)), 'MAC_MISSING certain'],
    ['other settings of the network port', inGbe((copy) => noise(copy, 0x20, 8, 3)), 'GBE_CHANGED likely'],
    ['the mark that declares ME settings valid', (bytes) => (bytes[0x5400] = 0x01), 'ME_VALID_MARK certain', unlocked],
    ['a region that is gone from the map', (bytes) => bytes.set([0xff, 0x7f, 0, 0], 0x50), 'DESCRIPTOR_MAP certain'],
    ['other straps', (bytes) => noise(bytes, 0x110, 8, 4), 'DESCRIPTOR_CHANGED likely'],
    ['ME code under one version', (bytes) => noise(bytes, 0x5000 + 0x300000, 0x40000, 6), 'ME_CODE_DIFFERS possible'],
    ['noise in the BIOS code', (bytes) => noise(bytes, 0x5a0000, 0x200000, 9), 'BIOS_DIFFERS likely'],
    [
      'platform data and boot block of unknown origin',
      (bytes) => (noise(bytes, 0x3000, 0x2000, 22), noise(bytes, 0xff0000, 0x10000, 23)),
      'REGION_REPLACED possible',
      withPlatformData,
    ],
  ])('%s', (_what, change, expected, from) => {
    expect(told(meanings(change, from))).toContain(expected);
  });

  it('says that a strap which one flipped bit would change may be a misread', () => {
    const found = meanings((bytes) => (bytes[strapOfMe(bytes)]! ^= 0x80));
    expect(told(found)).toContain('DESCRIPTOR_CHANGED possible');
    expect(found.some(({ code }) => code === 'READ_SIGNAL')).toBe(true);
  });

  test.each(['serial', 'uuid'] as const)('tells two boards by their %s, and shows neither', (kind) => {
    const item = (sha256: string): IdentityItem => ({ kind, title: kind, offset: 0x510100, length: 16, state: 'present', sha256 });
    const carrying = (from: ComparedFile, sha256: string): ComparedFile => ({
      ...from,
      report: { ...from.report, identity: [item(sha256)] },
    });
    const [one, two] = ['11', '22'].map((byte) => byte.repeat(32)) as [string, string];
    const other = { name: 'b.bin', bytes: changed((bytes) => noise(bytes, 0x510100, 0x100, 9)), report: first.report };
    const apart = compareImages([carrying(first, one), carrying(other, two)]).meanings;
    expect(told(apart)).toEqual(['OTHER_BOARD certain']);
    expect(apart[0]!.message).toContain(kind === 'serial' ? 'serial number' : 'UUID');
    expect(JSON.stringify(apart)).not.toMatch(/1111|2222/);
    expect(told(compareImages([carrying(first, one), carrying(other, one)]).meanings)).toEqual(['MACHINE_RAN likely']);
  });
});

/** PCH strap 10, whose bit 7 switches the ME off; FISBA is in FLMAP1. */
const strapOfMe = (bytes: Uint8Array): number => (bytes[0x1a]! << 4) + 10 * 4;
