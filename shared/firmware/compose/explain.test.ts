import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { machineById, type RegionId } from '../../machines';
import { bareReport } from '../bare-report';
import { pureTools } from '../hashing';
import { endOf } from '../ranges';
import { sampleImage } from '../synthetic/sample-image';
import {
  composeTarget,
  explainComposition,
  manifestOf,
  type ComposeRequest,
  type Composition,
  type RegionChoice,
  type RegionChoices,
} from './index';

// Whole chips are composed and compared byte by byte, many times.
vi.setConfig({ testTimeout: 90_000 });

const z620 = machineById('z620')!;
const { regions } = z620.layout;
const base = sampleImage({ bootBlock: { date: '12/28/2011', version: '01.02' } });
const stock = sampleImage({ release: '03.91', mac: [255, 255, 255, 255, 255, 255], me: { hasRun: false, validMark: 0xff } });
const own = sampleImage({ me: { version: [8, 1, 72, 3002] } });
const part = (image: Uint8Array, name: RegionId) => {
  const { offset, length } = regions.find((region) => region.name === name)!;
  return image.subarray(offset, offset + length);
};
const source = (bytes: Uint8Array, label: string, more: object = {}): RegionChoice => ({ kind: 'source', bytes, label, ...more });

const quick = { inspect: ({ length }: Uint8Array) => bareReport({ size: length, verdict: 'good', summary: '', findings: [] }) };
const compose = (request: Partial<ComposeRequest>): Composition => {
  const result = composeTarget({ base, machine: z620, choices: {}, ...request }, quick);
  if (!result.ok) throw new Error(`${result.error.code} ${JSON.stringify(result.error.params)}`);
  return result.value;
};

/** What may be chosen of each region. The variables of the sample are not blank in any of these files. */
const anyChoice = (name: RegionId): fc.Arbitrary<RegionChoice> =>
  fc.constantFrom<RegionChoice>(
    { kind: 'keep' },
    source(own, 'own.bin', { ownBackup: true }),
    source(stock, 'stock.bin', name === 'me' ? { meData: 'declare-valid' } : {}),
    source(part(stock, name), `${name}.bin`),
    ...(name === 'me' ? [{ kind: 'declare-valid' } as const] : []),
  );
const anyChoices: fc.Arbitrary<RegionChoices> = fc.record(
  Object.fromEntries((['gbe', 'me', 'nvram', 'bios', 'bb'] as const).map((name) => [name, anyChoice(name)])),
);
const anyRequest: fc.Arbitrary<Partial<ComposeRequest>> = fc.record({
  choices: anyChoices,
  recovery: fc.constantFrom<ComposeRequest['recovery']>(undefined, 'keep', { bytes: own, label: 'own.bin' }),
  edits: fc.record({ mac: fc.constantFrom('00:00:5e:00:53:42', '02-00-5E-00-53-42'), meOff: fc.boolean() }, { requiredKeys: [] }),
}) as fc.Arbitrary<Partial<ComposeRequest>>;

const noHash = { sha256: () => new Uint8Array(32) };
const paper = (request: Partial<ComposeRequest>, composition: Composition): string =>
  JSON.stringify(manifestOf({ base, machine: z620, choices: {}, ...request }, composition, '1.0.0', noHash));

/** The region and the edit that may change a byte of it. */
const isChosen = ({ choices = {}, edits = {}, recovery }: Partial<ComposeRequest>, name: string): boolean =>
  (choices[name] ?? { kind: 'keep' }).kind !== 'keep' ||
  (name === 'gbe' && edits.mac !== undefined) ||
  (name === 'fd' && edits.meOff === true) ||
  (name === 'bios' && typeof recovery === 'object');

describe('whatever is composed', () => {
  it('changes nothing that was not chosen, explains every byte, and is the same each time', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const composition = compose(request);
        const { target, explained, findings } = composition;
        const again = compose(request);
        expect(Buffer.compare(again.target, target)).toBe(0);
        expect(paper(request, again)).toBe(paper(request, composition));
        expect(findings.filter(({ severity }) => severity === 'fail')).toEqual([]);
        for (const { name } of regions) {
          if (!isChosen(request, name)) expect(Buffer.compare(part(target, name), part(base, name))).toBe(0);
        }
        // Without a gap, from the first byte to the last.
        expect(explained.reduce((end, range) => (range.offset === end ? endOf(range) : NaN), 0)).toBe(target.length);
        for (const { offset, length, rule } of explained.filter(({ changedBytes }) => changedBytes === 0)) {
          expect([rule, Buffer.compare(target.subarray(offset, offset + length), base.subarray(offset, offset + length))]).toEqual([
            rule,
            0,
          ]);
        }
        expect(explained.filter(({ rule, changedBytes }) => rule === 'kept' && changedBytes > 0)).toEqual([]);
      }),
      { numRuns: 6 },
    );
  });

  it('does not pass where one byte of it is changed afterwards', () => {
    const made = compose({ choices: { bios: source(stock, 'stock.bin') }, recovery: 'keep', edits: { mac: '00:00:5e:00:53:42' } });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: base.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        made.target[at]! ^= flip;
        const { findings, ranges } = explainComposition({ ...made, base, regions: made.placement.regions });
        made.target[at]! ^= flip;
        const found = ranges.find(({ rule }) => rule === 'unexplained');
        expect([findings.map(({ code }) => code), found !== undefined && at >= found.offset && at < endOf(found)]).toEqual([
          ['COMPOSE_UNEXPLAINED'],
          true,
        ]);
      }),
      { numRuns: 12 },
    );
  });
});

describe('the paper of a composition', () => {
  it('names every input, range and rule, and nothing of the board', () => {
    const request = {
      base,
      baseLabel: 'backup.bin',
      machine: z620,
      choices: { bb: source(part(stock, 'bb'), 'bb2013.bin') },
      edits: { mac: '00:00:5e:00:53:42' },
    };
    const paper = manifestOf(request, compose(request), '1.0.0', pureTools);
    expect(paper).toMatchObject({
      schema: 'rom-rescue/composition/1',
      tool: { name: 'ROM Rescue', version: '1.0.0' },
      family: 'J61',
      placedBy: 'descriptor',
      base: { name: 'backup.bin', size: 0x1000000 },
      inputs: [{ name: 'bb2013.bin', size: 0x10000 }],
      rebuilt: false,
    });
    expect(paper.ranges.filter(({ rule }) => rule === 'boot-block')).toMatchObject([
      { offset: 0xff0000, length: 0x10000, from: 'bb2013.bin' },
    ]);
    expect(Object.keys(paper.rules).sort()).toEqual(['boot-block', 'kept', 'mac-edit']);
    expect(JSON.stringify(paper)).not.toMatch(/00[:-]?00[:-]?5e/i);
  });
});
