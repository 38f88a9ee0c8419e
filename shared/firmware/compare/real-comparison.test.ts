import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, test, vi } from 'vitest';
import { inspectImage } from '../inspect';
import type { StructureNode } from '../report';
import { noise } from '../synthetic/paint';
import { sampleImage } from '../synthetic/sample-image';
import { compareImages } from './compare-images';
import type { ComparedFile, Comparison } from './types';

// Whole images are inspected: seconds each where the computer is busy.
vi.setConfig({ testTimeout: 120_000 });

const composite = new URL('../../../../shared/real/z620-composite.bin.gz', import.meta.url);
const here = existsSync(composite);
const real = here ? new Uint8Array(gunzipSync(readFileSync(composite))) : new Uint8Array();
const file = (name: string, bytes: Uint8Array): ComparedFile => ({ name, bytes, report: inspectImage(bytes) });
const first = file('real.bin', real);
const changed = (change: (bytes: Uint8Array) => void, from: Uint8Array = real): Uint8Array => {
  const bytes = from.slice();
  change(bytes);
  return bytes;
};
const against = (bytes: Uint8Array, from = first): Comparison => compareImages([from, file('other.bin', bytes)]);
const told = ({ meanings }: Comparison): string[] => meanings.map(({ code, certainty }) => `${code} ${certainty}`);

const filesIn = (nodes: readonly StructureNode[]): StructureNode[] =>
  nodes.flatMap((node) => [...(node.kind === 'file' ? [node] : []), ...filesIn(node.children ?? [])]);

describe.skipIf(!here)(here ? 'the real composite' : 'the real composite (skipped: no real images here)', () => {
  test.each<[what: string, bytes: () => Uint8Array, expected: string[]]>([
    ['an equal copy', () => real.slice(), ['EQUAL certain']],
    [
      'forty bits that read as 0',
      () =>
        changed((bytes) => {
          for (let index = 0; index < 40; index++)
            bytes[0x1f0000 + index * 0x1f457 + index ** 3]! &= bytes[0x1f0000 + index * 0x1f457 + index ** 3]! - 1;
        }),
      ['READ_SIGNAL likely'],
    ],
    ['the byte that declares the ME valid', () => changed((bytes) => (bytes[0x5400]! ^= 0xfe)), ['ME_VALID_MARK certain']],
    [
      'another boot block',
      () => changed((bytes) => bytes.set(sampleImage({ bootBlock: { date: '12/28/2011' } }).subarray(0xff0000), 0xff0000)),
      ['BOOT_BLOCK_EXCHANGED certain'],
    ],
    ['variables where there were none', () => changed((bytes) => noise(bytes, 0x510000, 0x4000, 5)), ['BLOCKS_BLANK certain']],
  ])('%s', (_what, bytes, expected) => {
    expect(told(against(bytes()))).toEqual(expected);
  });

  it('knows that the machine ran where only variables changed', () => {
    const used = changed((bytes) => noise(bytes, 0x510000, 0x4000, 5));
    const comparison = against(
      changed((bytes) => noise(bytes, 0x510100, 0x800, 9), used),
      file('used.bin', used),
    );
    expect(told(comparison)).toEqual(['MACHINE_RAN likely']);
    expect(comparison.pairs[0]!.regions.map(({ name }) => name)).toEqual(['nvram']);
  });

  it('names the file of the BIOS that was modified', () => {
    const plain = filesIn(first.report.structure).filter(
      ({ name, guid, offset, length, children = [] }) =>
        offset !== undefined &&
        offset >= 0x580000 &&
        offset < 0xff0000 &&
        guid !== undefined &&
        name !== guid &&
        length > 0x1000 &&
        filesIn(children).length === 0,
    );
    const { guid, name, offset, length } = plain.at(-1)!;
    // One more and one less: a sum of 8 bits sees nothing.
    const at = offset! + length - 0x100;
    const comparison = against(changed((bytes) => ((bytes[at]! += 1), (bytes[at + 1]! -= 1))));
    expect(comparison.pairs[0]!.files).toMatchObject({ changed: [{ guid, offset }], added: [], removed: [] });
    expect(told(comparison)).toEqual(['BIOS_MODIFIED likely']);
    expect(comparison.meanings[0]!.evidence).toContain(name);
  });
});
