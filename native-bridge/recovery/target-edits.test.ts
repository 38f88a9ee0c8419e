// What a person changes of the image beyond the sources of its regions, on a practice Z620 and through the handlers a face calls.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TargetEdits } from '../../shared/ipc/views';
import { practiceStockImage } from '../simulator/practice-image';
import { openDesk, practiceDriver, readWarnings, tickAll, type Desk } from './test-desk';

const timeout = 180_000;
const MAC = '00:00:5e:00:53:20';
const OTHER_MAC = '1C:C1:DE:12:34:56';

let folder: string;
let desk: Desk;
let stock: string;
let older: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rom-rescue-edits-'));
  desk = await openDesk(folder, practiceDriver());
  await desk.must('practice/start', { scenario: 'old-boot-block' });
  await tickAll(desk);
  await desk.run('contact/start', {});
  await desk.run('backup/start', { reads: 2 });
  stock = desk.view().sources.find(({ name }) => name.includes('FULL'))!.sourceId;
  const added = await desk.must('source/add', { name: 'J61-0391.bin', bytes: practiceStockImage('J61', '03.91') });
  older = (added as { sourceId: string }).sourceId;
}, timeout);
afterAll(async () => {
  await desk.recovery.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await edit({});
  for (const region of Object.keys(desk.view().choices)) await desk.must('regions/choose', { region, choice: { kind: 'keep' } });
}, timeout);

const edit = (edits: TargetEdits) => desk.must('regions/edit', { edits });
const choose = (region: string, sourceId: string, meData?: 'declare-valid') =>
  desk.must('regions/choose', { region, choice: { kind: 'source', sourceId, ...(meData ? { meData } : {}) } });
const target = () => desk.view().target!;
const rules = () =>
  target()
    .explained.filter(({ rule }) => rule !== 'kept')
    .map(({ offset, length, rule, from }) => [offset, length, rule, from ?? 'typed']);
const codes = () => target().report.findings.map(({ code }) => code);
const isOpen = (code: string) => desk.view().checks.find((check) => check.code === code)?.ok === false;

describe('the MAC address', { timeout }, () => {
  it('that was typed stands in both copies with right checksums, and nothing else changes', async () => {
    await edit({ mac: OTHER_MAC });
    const { gbe, mac, macKind } = target().report;
    expect({ mac, macKind, sums: gbe?.copies.map(({ sumIsGood }) => sumIsGood) }).toEqual({
      mac: OTHER_MAC.toLowerCase(),
      macKind: 'factory',
      sums: [true, true],
    });
    expect(rules()).toEqual([
      [0x1000, 6, 'mac-edit', 'typed'],
      [0x107e, 2, 'mac-edit', 'typed'],
      [0x2000, 6, 'mac-edit', 'typed'],
      [0x207e, 2, 'mac-edit', 'typed'],
    ]);
    expect(desk.view().plan?.units.map(({ range }) => range)).toEqual([
      { offset: 0x1000, length: 0x1000 },
      { offset: 0x2000, length: 0x1000 },
    ]);
    expect(target().changedRegions).toEqual(['gbe']);
  });

  it('is named as what changes, and is part of the sentence to type', async () => {
    await edit({ mac: OTHER_MAC });
    expect(target().macChange).toEqual({ from: MAC, to: OTHER_MAC.toLowerCase() });
    expect(desk.view().sentence).toBe('WRITE network, MAC address replaced');
    await edit({});
    expect([desk.view().target, desk.view().plan, desk.view().sentence]).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['12:34', 'the MAC address is not six pairs of hex digits'],
    ['00:00:00:00:00:00', 'the MAC address is all zero'],
    ['FF-FF-FF-FF-FF-FF', 'the MAC address is all FF'],
    ['01:00:5e:00:53:20', 'the MAC address is a multicast address: no card has one'],
  ])('%s is refused with its reason, and the image stays as it was', async (mac, detail) => {
    await edit({ mac: OTHER_MAC });
    const before = target().sha256;
    expect(await desk.refusal('regions/edit', { edits: { mac } })).toMatchObject({ code: 'INPUT_INVALID', params: { detail } });
    expect([desk.view().edits, target().sha256]).toEqual([{ mac: OTHER_MAC }, before]);
  });

  it('is in no report that hides the board, and in no log', async () => {
    await edit({ mac: OTHER_MAC });
    await edit({ mac: '1c:c1:de:65:43:21' });
    const report = (await desk.must('report/export', { format: 'json', identity: false })) as { text: string };
    expect(report.text).not.toMatch(/1c[:-]?c1[:-]?de/i);
    expect(report.text).toContain('regions-chosen');
  });
});

describe('the crisis-recovery volume', { timeout }, () => {
  const place = [0xf60000, 0x80000] as const;

  it('goes with the BIOS code, which is warned of, unless it is kept', async () => {
    await choose('bios', older);
    expect(codes()).toContain('RECOVERY_REPLACED');
    await edit({ recovery: { kind: 'keep' } });
    expect(codes()).not.toContain('RECOVERY_REPLACED');
    expect(rules()).toContainEqual([...place, 'recovery-kept', 'backup-1.bin']);
    expect(target().explained.find(({ offset }) => offset === place[0])).toMatchObject({ changedBytes: 0 });
  });

  it('kept by itself is nothing to write', async () => {
    await edit({ recovery: { kind: 'keep' } });
    expect(desk.view().target).toBeUndefined();
  });

  it('can be taken from a file alone, and the rest of the code stays', async () => {
    await edit({ recovery: { kind: 'source', sourceId: older } });
    expect(rules()).toEqual([[...place, 'recovery-from-file', 'J61-0391.bin']]);
    const units = desk.view().plan!.units.map(({ range }) => range.offset);
    expect(units.length).toBeGreaterThan(0);
    expect(units.every((offset) => offset >= place[0] && offset < place[0] + place[1])).toBe(true);
  });

  it('is not taken from a file that holds none, and is let go with its file', async () => {
    const bootBlock = desk.view().sources.find(({ name }) => name.includes('BB2013'))!.sourceId;
    const recovery = { kind: 'source', sourceId: bootBlock } as const;
    expect(await desk.refusal('regions/edit', { edits: { recovery } })).toMatchObject({ code: 'IMAGE_WRONG_SIZE' });
    const added = await desk.must('source/add', { name: 'soon gone.bin', bytes: practiceStockImage('J61', '03.91') });
    const { sourceId } = added as { sourceId: string };
    await edit({ mac: OTHER_MAC, recovery: { kind: 'source', sourceId } });
    await desk.must('source/remove', { sourceId });
    expect(desk.view().edits).toEqual({ mac: OTHER_MAC });
  });
});

describe('the ME of another file', { timeout }, () => {
  it('that has never run is taken as it is, or declared valid', async () => {
    await choose('me', stock);
    expect(target().report.meState).not.toBe('configured');
    expect(rules()).toEqual([[0x5000, 0x50b000, 'me-never-run', 'PRACTICE-J61-FULL.bin']]);
    await choose('me', stock, 'declare-valid');
    expect(target().report.meState).toBe('configured');
    expect(rules()).toContainEqual([0x5400, 1, 'me-valid-mark', 'typed']);
  });

  it('is the only region that can be declared valid', async () => {
    const choice = { kind: 'source', sourceId: stock, meData: 'declare-valid' } as const;
    expect(await desk.refusal('regions/choose', { region: 'gbe', choice })).toMatchObject({ code: 'INPUT_INVALID' });
  });
});

describe('the composed image', { timeout }, () => {
  it('is explained whole, and its paper is the same each time and holds no identity', async () => {
    await choose('bios', older);
    await edit({ mac: OTHER_MAC });
    const { explained, sha256 } = target();
    expect(explained.reduce((at, { offset, length }) => (offset === at ? at + length : -1), 0)).toBe(0x1000000);
    const paper = (await desk.must('regions/manifest', {})) as { name: string; text: string };
    expect(await desk.must('regions/manifest', {})).toEqual(paper);
    const manifest = JSON.parse(paper.text) as { result: object; ranges: object[]; inputs: { name: string }[] };
    expect(manifest).toMatchObject({ schema: 'rom-rescue/composition/1', result: { sha256 }, inputs: [{ name: 'J61-0391.bin' }] });
    expect(manifest.ranges).toEqual(explained);
    expect(paper.text).not.toMatch(new RegExp(`${MAC}|${OTHER_MAC}`, 'i'));
  });

  it('with something to warn of is not written before that was read, each image for itself', async () => {
    await choose('bios', older);
    expect([isOpen('WARNINGS_UNREAD'), target().warningsRead]).toEqual([true, false]);
    const typed = desk.view().sentence!;
    expect(await desk.refusal('flash/start', { typed, verify: 'full' })).toMatchObject({
      code: 'SAFETY_REFUSED',
      params: { problem: 'WARNINGS_UNREAD' },
    });
    expect(await desk.refusal('regions/warnings-read', { sha256: 'another' })).toMatchObject({ code: 'STATE_WRONG' });
    await readWarnings(desk);
    expect(isOpen('WARNINGS_UNREAD')).toBe(false);
    await edit({ mac: OTHER_MAC });
    expect(isOpen('WARNINGS_UNREAD')).toBe(true);
    await edit({});
    expect(isOpen('WARNINGS_UNREAD')).toBe(false);
  });

  it('loses its edits when a recipe is chosen, which says what it keeps', async () => {
    await edit({ mac: OTHER_MAC });
    const { recipe } = desk.view().recipes.find(({ fits }) => fits)!;
    await desk.must('regions/recipe', { recipe });
    expect([desk.view().recipe, desk.view().edits]).toEqual([recipe, {}]);
    expect(target().macChange).toBeUndefined();
  });

  it('is the same after the case was closed and opened again', async () => {
    await choose('me', stock, 'declare-valid');
    await edit({ mac: OTHER_MAC, recovery: { kind: 'keep' } });
    const { edits, choices, caseId } = desk.view();
    const { sha256 } = target();
    await desk.must('case/close', {});
    await desk.must('case/open', { caseId });
    expect([desk.view().edits, desk.view().choices, target().sha256]).toEqual([edits, choices, sha256]);
  });
});
