import { describe, expect, it, vi } from 'vitest';
import { machineById, type RegionId } from '../../machines';
import { bareReport } from '../bare-report';
import { compareBlocks } from '../compare-blocks';
import { composeTarget, type ComposeTools, type RegionChoice } from './index';
import { sampleImage } from '../synthetic/sample-image';

// Whole chips are composed and explained byte by byte.
vi.setConfig({ testTimeout: 90_000 });

const z620 = machineById('z620')!;
const old = { bootBlock: { date: '12/28/2011', version: '01.02' } };
const base = sampleImage(old);
const stock = sampleImage({ release: '03.91', mac: [255, 255, 255, 255, 255, 255], me: { hasRun: false, validMark: 0xff } });
const rangeOf = (name: RegionId) => z620.layout.regions.find((region) => region.name === name)!;
const part = (image: Uint8Array, name: RegionId) => image.slice(rangeOf(name).offset, rangeOf(name).offset + rangeOf(name).length);
const source = (bytes: Uint8Array): RegionChoice => ({ kind: 'source', bytes, label: 'chosen.bin' });
/** What an image is worth is asked about in rules.test.ts; inspecting takes most of the time. */
const unseen: ComposeTools = { inspect: ({ length }) => bareReport({ size: length, verdict: 'good', summary: '', findings: [] }) };
const compose = (region: RegionId, choice: RegionChoice, from = base) =>
  composeTarget({ base: from, machine: z620, choices: { [region]: choice } }, unseen);
const composed = (region: RegionId, choice: RegionChoice, from = base) => {
  const result = compose(region, choice, from);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};
const refusal = (region: RegionId, bytes: Uint8Array) => {
  const result = compose(region, source(bytes));
  return result.ok ? 'taken' : { code: result.error.code, ...result.error.params };
};

describe('composing the image to write', () => {
  it('changes nothing where everything is kept', () => {
    const result = composeTarget({ base, machine: z620, choices: {} }, unseen);
    expect(result).toMatchObject({ ok: true, value: { changedRegions: [], chosenRanges: [] } });
    expect(result.ok && Buffer.compare(result.value.target, base)).toBe(0);
  });

  it.each([
    ['a whole image', stock],
    ['a boot block file', part(stock, 'bb')],
    ['a BIOS region file', stock.slice(0x510000)],
  ])('takes the boot block out of %s and leaves the rest', (_, bytes) => {
    const { target, changedRegions, findings } = composed('bb', source(bytes));
    expect({
      differs: compareBlocks(base, target, z620.layout.regions).map(({ region }) => region),
      changedRegions,
      failed: findings.filter(({ severity }) => severity === 'fail').map(({ code }) => code),
    }).toEqual({ differs: ['bb', 'bb'], changedRegions: ['bb'], failed: [] });
  });

  it('warns that BIOS code brings its own recovery volume', () => {
    const { findings, changedRegions } = composed('bios', source(part(stock, 'bios')));
    expect([
      changedRegions,
      findings.filter(({ code }) => code === 'RECOVERY_REPLACED').map(({ offset, length }) => [offset, length]),
    ]).toEqual([['bios'], [[0xf60000, 0x80000]]]);
  });

  it('warns where identity comes from another file, and not where it is the own backup', () => {
    const foreign = composed('gbe', source(sampleImage({ mac: [0, 0, 0x5e, 0, 0x53, 0x77] })));
    const own = composed('gbe', {
      kind: 'source',
      bytes: sampleImage({ mac: [0, 0, 0x5e, 0, 0x53, 0x77] }),
      label: 'own.bin',
      ownBackup: true,
    });
    expect([foreign, own].map(({ findings }) => findings.some(({ code }) => code === 'IDENTITY_REPLACED'))).toEqual([true, false]);
  });

  it('declares the ME valid by one byte', () => {
    const stuck = sampleImage({ ...old, me: { hasRun: false, validMark: 0xff } });
    const { target, changedRegions } = composed('me', { kind: 'declare-valid' }, stuck);
    const changed = compareBlocks(stuck, target, z620.layout.regions);
    target[0x5400] = 0xff;
    expect(Buffer.compare(target, stuck)).toBe(0);
    expect({ changed, changedRegions }).toEqual({ changed: [{ offset: 0x5000, length: 0x1000, region: 'me' }], changedRegions: ['me'] });
  });

  it('refuses what cannot be right', () => {
    const noise = new Uint8Array(0x10000).map((_, at) => Math.imul(at, 2654435761) >>> 24);
    const j63 = sampleImage({ family: 'J63' });
    expect({
      empty: refusal('bb', new Uint8Array(0)),
      size: refusal('bb', new Uint8Array(70_000).fill(1)),
      foreign: refusal('bb', noise),
      otherRegion: refusal('bios', part(stock, 'bb')),
      family: refusal('bb', part(j63, 'bb')),
      familyOfImage: refusal('bios', j63),
      blank: refusal('me', new Uint8Array(0x50b000).fill(0xff)),
    }).toEqual({
      empty: { code: 'IMAGE_EMPTY', region: 'bb', file: 'chosen.bin' },
      size: { code: 'IMAGE_WRONG_SIZE', region: 'bb', file: 'chosen.bin', size: 70_000, expected: 0x10000 },
      foreign: { code: 'IMAGE_FOREIGN', region: 'bb', file: 'chosen.bin', reason: 'unknown-content' },
      otherRegion: { code: 'IMAGE_FOREIGN', region: 'bios', file: 'chosen.bin', reason: 'other-region', found: 'bb', expected: 'bios' },
      family: { code: 'IMAGE_WRONG_FAMILY', region: 'bb', file: 'chosen.bin', expected: 'J61', found: 'J63' },
      familyOfImage: { code: 'IMAGE_WRONG_FAMILY', region: 'bios', file: 'chosen.bin', expected: 'J61', found: 'J63' },
      blank: { code: 'IMAGE_FOREIGN', region: 'me', file: 'chosen.bin', reason: 'unknown-content' },
    });
  });
});

describe('comparing two images', () => {
  it('names runs of differing blocks by region', () => {
    const other = new Uint8Array(base);
    for (const at of [0x1003, 0x2fff, 0x50ffff, 0x510000, 0xffffff]) other[at]! ^= 1;
    expect(compareBlocks(base, other, z620.layout.regions)).toEqual([
      { offset: 0x1000, length: 0x2000, region: 'gbe' },
      { offset: 0x50f000, length: 0x1000, region: 'me' },
      { offset: 0x510000, length: 0x1000, region: 'nvram' },
      { offset: 0xfff000, length: 0x1000, region: 'bb' },
    ]);
  });

  it('counts what only one of them has as different', () => {
    expect(compareBlocks(base.subarray(0, 0x3000), base.subarray(0, 0x1800), [])).toEqual([{ offset: 0x1000, length: 0x2000, region: '' }]);
  });
});
