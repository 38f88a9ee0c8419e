// Every practice machine from the start to its end, in process and through the handlers a face calls. Each is a whole 16 MiB chip.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PracticeScenario } from '../../shared/model/practice';
import type { RecipeId } from '../../shared/model/recovery';
import { practiceBootBlock, practiceGoodImage, practiceImage } from '../simulator/practice-image';
import type { SimulatedDriver } from '../simulator/simulated-programmer';
import { openDesk, practiceDriver, readWarnings, tickAll, type Desk } from './test-desk';

const timeout = 180_000;
const folders: string[] = [];
const newFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rom-rescue-practice-'));
  folders.push(folder);
  return folder;
};
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function connected(desk: Desk, scenario: PracticeScenario): Promise<void> {
  await desk.must('practice/start', { scenario });
  await tickAll(desk);
  expect(await desk.run('contact/start', {})).toBeUndefined();
}

async function planned(desk: Desk, scenario: PracticeScenario): Promise<void> {
  await connected(desk, scenario);
  expect(await desk.run('backup/start', { reads: 2 })).toBeUndefined();
  await chooseBootBlock(desk);
}

async function chooseBootBlock(desk: Desk): Promise<void> {
  const [bootBlock] = desk.view().sources;
  await desk.must('regions/choose', { region: 'bb', choice: { kind: 'source', sourceId: bootBlock!.sourceId } });
}

const flash = async (desk: Desk) => {
  await readWarnings(desk);
  return desk.run('flash/start', { typed: desk.view().sentence ?? '', verify: 'full' });
};
const succeeded = {
  state: 'succeeded',
  step: 'verify',
  halfWritten: false,
  chipState: 'verified',
  verification: { equal: true, mode: 'full' },
};
const contentOf = (driver: SimulatedDriver, scenario: PracticeScenario) => Buffer.from(driver.bench(scenario).chip.content);
/** The 2013 boot block, and all else as it was. */
const withBootBlock = (scenario: PracticeScenario): Uint8Array => {
  const image = practiceImage(scenario);
  image.set(practiceBootBlock('2013'), 0xff0000);
  return image;
};
const expectChip = (driver: SimulatedDriver, scenario: PracticeScenario, image: Uint8Array) =>
  expect(contentOf(driver, scenario).equals(image)).toBe(true);

describe('an old boot block', { timeout }, () => {
  let driver: SimulatedDriver;
  let desk: Desk;
  beforeAll(async () => {
    driver = practiceDriver();
    desk = await openDesk(await newFolder(), driver);
    await planned(desk, 'old-boot-block');
  }, timeout);
  afterAll(() => desk.recovery.stop());

  it('tells files that do not fit apart, and keeps the case as it was', async () => {
    const { sha256 } = desk.view().target!;
    const add = async (name: string, bytes: Uint8Array) => {
      const { sourceId } = (await desk.must('source/add', { name, bytes })) as { sourceId: string };
      const refused = await desk.refusal('regions/choose', { region: 'bb', choice: { kind: 'source', sourceId } });
      await desk.must('source/remove', { sourceId });
      return refused?.code;
    };
    expect(await add('empty.bin', new Uint8Array(0))).toBe('IMAGE_EMPTY');
    expect(await add('short.bin', new Uint8Array(70_001).fill(7))).toBe('IMAGE_WRONG_SIZE');
    expect(await add('foreign.bin', new Uint8Array(0x10000).fill(7))).toBe('IMAGE_FOREIGN');
    expect(await add('z820.bin', practiceBootBlock('2013', 'J63'))).toBe('IMAGE_WRONG_FAMILY');
    expect(desk.view()).toMatchObject({ state: 'planned', target: { sha256 } });
  });

  it('is replaced and verified, and then there is nothing left to do', async () => {
    expect(desk.view()).toMatchObject({ state: 'planned', step: 'flash', sentence: 'WRITE boot block', chipState: 'untouched' });
    expect(desk.view().checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(await desk.run('flash/start', { typed: ' write  Boot block', verify: 'full' })).toBeUndefined();
    expect(desk.view()).toMatchObject(succeeded);
    expectChip(driver, 'old-boot-block', withBootBlock('old-boot-block'));
    expect(await desk.refusal('flash/start', { typed: 'WRITE boot block', verify: 'full' })).toMatchObject({ code: 'PLAN_NOTHING_TO_DO' });
  });

  it('leaves a report that hides the board, and shows it when asked', async () => {
    const report = async (format: 'html' | 'json', identity: boolean) =>
      ((await desk.must('report/export', { format, identity })) as { text: string; name: string; mime: string }).text;
    // What a person may have typed somewhere, in their own spelling.
    const said = 'serial PRACTICE0001, MAC 0000.5E00.5320 or 00-00-5E-00-53-20 or 00005e005320.bin';
    await desk.must('source/add', { name: said, bytes: practiceBootBlock('2013') });
    const secrets = [/practice0001/i, /00[:.\- ]?00[:.\- ]?5e[:.\- ]?00[:.\- ]?53[:.\- ]?20/i, /d2643815c72a5b31/i];
    for (const format of ['html', 'json'] as const) {
      const [hidden, shown] = [await report(format, false), await report(format, true)];
      for (const secret of secrets) {
        expect(hidden).not.toMatch(secret);
        expect(shown).toMatch(secret);
      }
      expect(hidden).not.toContain(desk.view().folder);
      expect(hidden).not.toContain(desk.view().caseId);
      // Nothing of the work is lost with it.
      for (const text of [hidden, shown]) expect(text).toContain(desk.view().backups[0]!.sha256);
    }
    expect(JSON.parse(await report('json', false))).toMatchObject({ identityShown: false, verification: { equal: true } });
  });
});

describe('a practice machine', { timeout }, () => {
  let driver: SimulatedDriver;
  let desk: Desk;
  beforeEach(async () => {
    driver = practiceDriver();
    desk = await openDesk(await newFolder(), driver);
  });
  afterEach(() => desk.recovery.stop());

  it.each<[PracticeScenario, RecipeId]>([
    ['dark-after-mod', 'own-backup-whole'],
    ['me-manufacturing-mode', 'me-declared-valid'],
  ])('%s comes back by the recipe %s', async (scenario, recipe) => {
    await connected(desk, scenario);
    expect(await desk.run('backup/start', { reads: 2 })).toBeUndefined();
    expect(desk.view().recipes.find((offered) => offered.recipe === recipe)).toMatchObject({ fits: true });
    await desk.must('regions/recipe', { recipe });
    await readWarnings(desk);
    expect(desk.view().checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(await flash(desk)).toBeUndefined();
    expect(desk.view()).toMatchObject(succeeded);
    if (scenario === 'dark-after-mod') expectChip(driver, scenario, practiceGoodImage());
    else expect(desk.view().target?.report.meState).not.toBe('not-declared-valid');
  });

  it('whose BIOS stays broken is written only by a person who says that they know', async () => {
    await connected(desk, 'dark-after-mod');
    expect(await desk.run('backup/start', { reads: 2 })).toBeUndefined();
    const stock = desk.view().sources.find(({ name }) => name.includes('FULL'))!;
    await desk.must('regions/choose', { region: 'gbe', choice: { kind: 'source', sourceId: stock.sourceId } });
    expect(desk.view().target?.report.findings.map(({ code }) => code)).toContain('FAULTS_REMAIN');
    expect(desk.view().sentence).toBe('WRITE network, MAC address replaced, faults remain');
    await readWarnings(desk);
    expect(await desk.refusal('flash/start', { typed: 'WRITE network', verify: 'full' })).toMatchObject({ code: 'INPUT_INVALID' });
    expectChip(driver, 'dark-after-mod', practiceImage('dark-after-mod'));
  });

  it.each(['clip-slips', 'adapter-unplugged'] as const)('%s in the middle, is named block by block, and goes on', async (scenario) => {
    await planned(desk, scenario);
    expect(await flash(desk)).toMatch(/BUS_LOST|USB_UNPLUGGED/);
    expect(desk.view()).toMatchObject({ state: 'interrupted', step: 'flash', chipState: 'modified', halfWritten: true });
    expect(desk.view().journal?.unknownUnits.length).toBeGreaterThan(0);
    await desk.must('practice/mend', {});
    expect(await desk.run('contact/start', {})).toBeUndefined();
    expect(await flash(desk)).toBeUndefined();
    expect(desk.view()).toMatchObject(succeeded);
    expectChip(driver, scenario, withBootBlock(scenario));
  });

  it('write-protected is refused with nothing written, and written once WP# is high', async () => {
    const scenario = 'write-protected';
    await planned(desk, scenario);
    expect(await flash(desk)).toBe('CHIP_PROTECTED');
    expect(desk.view()).toMatchObject({
      state: 'failed',
      chipState: 'untouched',
      halfWritten: false,
      lastError: { code: 'CHIP_PROTECTED' },
    });
    expectChip(driver, scenario, practiceImage(scenario));
    await desk.must('practice/mend', {});
    expect(await desk.run('contact/start', {})).toBeUndefined();
    expect(await flash(desk)).toBeUndefined();
    expect(desk.view()).toMatchObject(succeeded);
    expectChip(driver, scenario, withBootBlock(scenario));
  });

  it('low-voltage-chip is recognised, and nothing but that is done with it', async () => {
    const scenario = 'low-voltage-chip';
    await connected(desk, scenario);
    expect(desk.recovery.snapshot().session?.chip).toMatchObject({ voltage: '1.8V' });
    const refused = { code: 'CHIP_LOW_VOLTAGE', chipState: 'untouched' };
    expect(await desk.refusal('backup/start', { reads: 2 })).toMatchObject(refused);
    expect(await desk.refusal('backup/override', { typed: 'WRITE WITHOUT A BACKUP' })).toMatchObject({ code: 'SAFETY_REFUSED' });
    expect(desk.view().checks.find(({ code }) => code === 'CHIP_LOW_VOLTAGE')?.ok).toBe(false);
    expect(desk.view().sentence).toBeUndefined();
    expect(desk.view().overrideSentence).toBeUndefined();
    expect(await desk.refusal('flash/start', { typed: 'WRITE boot block', verify: 'full' })).toMatchObject({ code: 'SAFETY_REFUSED' });
    expectChip(driver, scenario, practiceImage(scenario));
  });

  it('flaky-reads has its unstable blocks named and is no base, until a second backup is good', async () => {
    const scenario = 'flaky-reads';
    await connected(desk, scenario);
    expect(await desk.run('backup/start', { reads: 2 })).toBe('READ_UNSTABLE');
    const [first] = desk.view().backups;
    expect(first?.unstable).toEqual([{ offset: 0x9c5000, length: 0x2000 }]);
    expect(first?.settled.length).toBeGreaterThan(0);
    expect(desk.view()).toMatchObject({ state: 'failed', step: 'diagnose', overrideSentence: 'WRITE WITHOUT A BACKUP' });
    expect(desk.view().baseBackupId).toBeUndefined();
    await desk.must('practice/mend', {});
    expect(await desk.run('contact/start', {})).toBeUndefined();
    expect(await desk.run('backup/start', { reads: 2 })).toBeUndefined();
    expect(desk.view()).toMatchObject({ state: 'backedUp', baseBackupId: 'backup-2' });
    expect(desk.view().overrideSentence).toBeUndefined();
    await chooseBootBlock(desk);
    expect(await flash(desk)).toBeUndefined();
    expect(desk.view()).toMatchObject(succeeded);
    expectChip(driver, scenario, withBootBlock(scenario));
  });
});
