// What a recovery refuses, and what it keeps when the disk or another program stands in its way. On a small chip.
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { syntheticDescriptor } from '../../shared/firmware/synthetic/flash-head';
import { fault } from '../../shared/model/errors';
import { nodeDisk, type Disk } from './files';
import { connectSmall, plannedCase, smallFlash, smallImage, smallOld, smallRegions, smallTarget, smallWithoutMe } from './small-case';
import { adapterId, openDesk, readWarnings, smallBench, tickAll, type Desk, type SmallBench } from './test-desk';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rom-rescue-cases-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = { typed: 'WRITE bios', verify: 'full' } as const;
const isAsItWas = ({ chip }: SmallBench): boolean => Buffer.compare(chip.content, smallOld) === 0;

async function newCase(desk: Desk): Promise<void> {
  await desk.must('case/create', { title: 'Bench', machineId: 'other' });
  await tickAll(desk);
  await connectSmall(desk);
}

describe('a flash', { timeout: 60_000 }, () => {
  it('is refused without the sentence or the power rules', async () => {
    const { desk, bench } = await plannedCase(folder);
    expect(desk.view().sentence).toBe('WRITE bios');
    for (const typed of ['yes', '', 'WRITE', 'WRITE bios, me'])
      expect(await desk.refusal('flash/start', { ...start, typed })).toMatchObject({ code: 'INPUT_INVALID', params: { detail: 'typed' } });
    await desk.must('case/checklist', { id: 'leds-dark', done: false });
    expect(await desk.refusal('flash/start', start)).toMatchObject({
      code: 'SAFETY_REFUSED',
      params: { problem: 'POWER_CHECKLIST_OPEN', open: 'leds-dark' },
    });
    expect(await desk.refusal('contact/start', {})).toMatchObject({ code: 'SAFETY_REFUSED' });
    expect(isAsItWas(bench)).toBe(true);
    await desk.recovery.stop();
  });

  it.each(['bit', 'gone'])('is refused when the backup file is not as it was taken: %s', async (change) => {
    const { desk, bench } = await plannedCase(folder);
    const [backup] = desk.view().backups;
    const image = await readFile(backup!.path);
    image[0x1234] = image[0x1234]! ^ 1;
    if (change === 'bit') await writeFile(backup!.path, image);
    else await rm(backup!.path);
    expect(await desk.refusal('flash/start', start)).toMatchObject({ code: change === 'bit' ? 'BACKUP_ALTERED' : 'DISK_NOT_FOUND' });
    expect(isAsItWas(bench)).toBe(true);
    await desk.recovery.stop();
  });

  it('writes nothing when the chip no longer holds what was backed up', async () => {
    const { desk, bench } = await plannedCase(folder);
    bench.chip.content.fill(0x5a, 0x80000, 0xc0000);
    expect(await smallFlash(desk)).toBe('WRITE_CONTENTS_CHANGED');
    expect(desk.view()).toMatchObject({ state: 'failed', chipState: 'untouched', halfWritten: false });
    expect(Buffer.compare(bench.chip.content.subarray(0, 0x80000), smallOld.subarray(0, 0x80000))).toBe(0);
    await desk.recovery.stop();
  });

  it('is refused where the case can no longer be written, and nothing is written', async () => {
    let isFull = false;
    const write: Disk['write'] = (path, contents) =>
      isFull ? Promise.reject(fault('DISK_READ_ONLY', { path })) : nodeDisk.write(path, contents);
    const { desk, bench } = await plannedCase(folder, { disk: { ...nodeDisk, write } });
    isFull = true;
    expect(await desk.refusal('flash/start', start)).toMatchObject({ code: 'DISK_READ_ONLY' });
    expect(desk.view().checks.find(({ code }) => code === 'CASE_NOT_WRITABLE')?.ok).toBe(false);
    expect(isAsItWas(bench)).toBe(true);
    isFull = false;
    expect(await smallFlash(desk)).toBeUndefined();
    expect(desk.view().state).toBe('succeeded');
    await desk.recovery.stop();
  });

  it('stops before the block whose journal entry finds no room, and goes on when there is some', async () => {
    let room = 4;
    const append: Disk['append'] = (path, text) =>
      path.endsWith('journal.ndjson') && --room < 0 ? Promise.reject(fault('DISK_FULL', { path })) : nodeDisk.append(path, text);
    const { desk, bench } = await plannedCase(folder, { disk: { ...nodeDisk, append } });
    expect(await smallFlash(desk)).toBe('DISK_FULL');
    expect(desk.view()).toMatchObject({ state: 'interrupted', halfWritten: true, chipState: 'modified' });
    room = Infinity;
    expect(await smallFlash(desk)).toBeUndefined();
    expect(Buffer.compare(bench.chip.content, smallTarget())).toBe(0);
    await desk.recovery.stop();
  });

  it('verified quickly says so, and compares less than the whole chip', async () => {
    const { desk } = await plannedCase(folder);
    expect(await smallFlash(desk, 'quick')).toBeUndefined();
    expect(desk.view()).toMatchObject({ state: 'succeeded', verification: { mode: 'quick', equal: true } });
    expect(desk.view().verification?.comparedBytes).toBeLessThan(smallOld.length);
    expect(desk.view().verification?.chipSha256).toBeUndefined();
    await desk.recovery.stop();
  });
});

describe('an image that is worse than the chip', { timeout: 60_000 }, () => {
  it('gets no plan, and is named by what is new about it', async () => {
    const { desk, bench } = await plannedCase(folder);
    const overlapping = smallImage(1);
    overlapping.set(syntheticDescriptor({ sizeBytes: overlapping.length, ...smallRegions, me: smallRegions.bios }), 0);
    const { sourceId } = (await desk.must('source/add', { name: 'bad.bin', bytes: overlapping })) as { sourceId: string };
    await desk.must('regions/choose', { region: 'fd', choice: { kind: 'source', sourceId } });
    expect(desk.view().plan).toBeUndefined();
    expect(desk.view().checks.find(({ code }) => code === 'TARGET_UNSOUND')).toMatchObject({
      ok: false,
      params: { codes: expect.stringContaining('DESCRIPTOR_OVERLAP') },
    });
    expect(await desk.refusal('flash/start', start)).toMatchObject({ code: 'SAFETY_REFUSED' });
    expect(isAsItWas(bench)).toBe(true);
    await desk.recovery.stop();
  });
});

describe('a chip that cannot be read', { timeout: 60_000 }, () => {
  it('because a data line is stuck gives a backup that is kept and never built upon', async () => {
    const bench = smallBench(smallOld.map((byte) => byte & 0xf7));
    const desk = await openDesk(folder, bench.driver);
    await newCase(desk);
    expect(await desk.run('backup/start', { reads: 2 })).toBe('READ_DISTORTED');
    expect(desk.view()).toMatchObject({ state: 'failed', lastError: { code: 'READ_DISTORTED', params: { finding: 'DUMP_DATA_LINE' } } });
    expect([desk.view().backups.length, desk.view().baseBackupId]).toEqual([1, undefined]);
    expect(desk.view().overrideSentence).toBe('WRITE WITHOUT A BACKUP');
    await desk.recovery.stop();
    // Nor when the case is opened again.
    const again = await openDesk(folder, bench.driver);
    await again.must('case/open', { caseId: again.recovery.snapshot().cases[0]!.caseId });
    expect(again.view().baseBackupId).toBeUndefined();
    await again.recovery.stop();
  });

  it('may be written whole, from one full image, after the sentence was typed; that is logged', async () => {
    const bench = smallBench(smallOld);
    const desk = await openDesk(folder, bench.driver);
    await newCase(desk);
    expect(await desk.refusal('backup/override', { typed: 'WRITE WITHOUT A BACKUP' })).toMatchObject({
      code: 'SAFETY_REFUSED',
      params: { problem: 'BACKUP_MISSING' },
    });
    bench.flash.arm({
      what: { kind: 'flaky-reads', seed: 7, places: [{ offset: 0x40000, length: 0x2000, oneIn: 100 }] },
      when: { on: 'now' },
    });
    expect(await desk.run('backup/start', { reads: 2 })).toBe('READ_UNSTABLE');
    const typed = desk.view().overrideSentence ?? '';
    expect(await desk.refusal('backup/override', { typed: 'write' })).toMatchObject({ code: 'INPUT_INVALID' });
    expect(desk.view().backupOverride).toBe(false);
    await desk.must('backup/override', { typed });
    expect(desk.view()).toMatchObject({ backupOverride: true });
    expect(desk.view().overrideSentence).toBeUndefined();
    const log = await desk.client.call('app/log', { afterSeq: 0 });
    expect(log.ok && log.value.find(({ code }) => code === 'backup-override')?.params).toMatchObject({ typed });

    const wanted = smallWithoutMe(2);
    const { sourceId } = (await desk.must('source/add', { name: 'new.bin', bytes: wanted })) as { sourceId: string };
    const choice = { kind: 'source' as const, sourceId };
    const regions = desk.view().sources[0]!.regions;
    for (const region of regions) {
      // Part of a chip that nobody has read cannot be kept.
      expect(desk.view().sentence).toBeUndefined();
      await desk.must('regions/choose', { region, choice });
    }
    expect(desk.view().sentence).toBe('WRITE whole chip');
    await readWarnings(desk);
    expect(desk.view().checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(desk.view().target?.report.findings.find(({ code }) => code === 'REBUILT_WITHOUT_BACKUP')).toMatchObject({
      severity: 'warn',
      evidence: expect.stringContaining('MAC address'),
    });
    // The address from the label makes it this board's again; what else is lost stays said.
    await desk.must('regions/edit', { edits: { mac: '1c:c1:de:12:34:56' } });
    const { report } = desk.view().target!;
    expect(report.gbe?.copies.map(({ mac, sumIsGood }) => [mac, sumIsGood])).toEqual([
      ['1c:c1:de:12:34:56', true],
      ['1c:c1:de:12:34:56', true],
    ]);
    const lost = report.findings.find(({ code }) => code === 'REBUILT_WITHOUT_BACKUP')?.evidence;
    expect([lost?.includes('serial number'), lost?.includes('MAC address')]).toEqual([true, false]);
    await desk.must('regions/edit', { edits: {} });
    bench.mend();
    expect(await desk.run('flash/start', { typed: 'WRITE whole chip', verify: 'full' })).toBeUndefined();
    expect(desk.view()).toMatchObject({ state: 'succeeded', chipState: 'verified' });
    expect(Buffer.compare(bench.chip.content, wanted)).toBe(0);
    await desk.recovery.stop();
  });

  it('needs no override once a backup is good', async () => {
    const { desk } = await plannedCase(folder);
    expect(desk.view().overrideSentence).toBeUndefined();
    expect(await desk.refusal('backup/override', { typed: 'WRITE WITHOUT A BACKUP' })).toMatchObject({
      code: 'SAFETY_REFUSED',
      params: { problem: 'BACKUP_EXISTS' },
    });
    await desk.recovery.stop();
  });
});

describe('a case', { timeout: 60_000 }, () => {
  it('keeps no half backup when the disk is full, and says so', async () => {
    const write: Disk['write'] = (path, contents) =>
      path.includes('backup-') ? Promise.reject(fault('DISK_FULL', { path })) : nodeDisk.write(path, contents);
    const desk = await openDesk(folder, smallBench(smallOld).driver, { disk: { ...nodeDisk, write } });
    await newCase(desk);
    expect(await desk.run('backup/start', { reads: 2 })).toBe('DISK_FULL');
    expect(desk.view()).toMatchObject({ state: 'failed', backups: [], chipState: 'untouched', lastError: { code: 'DISK_FULL' } });
    expect(await readdir(join(desk.view().folder, 'backups'))).toEqual([]);
    await desk.recovery.stop();
  });

  it('loses nothing that is ticked while an operation records its own', async () => {
    const { desk, caseId } = await plannedCase(folder);
    const ended = desk.run('flash/start', start);
    for (const done of [false, true, false]) await desk.must('case/checklist', { id: 'leds-dark', done });
    expect(await ended).toBeUndefined();
    await desk.recovery.stop();
    const second = await openDesk(folder, smallBench(smallOld).driver);
    await second.must('case/open', { caseId });
    expect(second.view()).toMatchObject({ state: 'succeeded', chipState: 'verified', verification: { equal: true } });
    expect(second.view().checklist).not.toContain('leds-dark');
    await second.recovery.stop();
  });

  it('is not opened while another window has it, and is when that has closed it', async () => {
    const { driver } = smallBench(smallOld);
    const first = await openDesk(folder, driver);
    const { caseId } = (await first.must('case/create', { title: 'Dark after mod' })) as { caseId: string };
    expect(caseId).toBe('2026-11-21-dark-after-mod');
    const second = await openDesk(folder, driver);
    expect(await second.refusal('case/open', { caseId })).toMatchObject({ code: 'CASE_IN_USE' });
    await first.must('case/close', {});
    await second.must('case/open', { caseId });
    await first.recovery.stop();
    await second.recovery.stop();
  });

  it('that was moved away while it is open is said to be gone, and is found again where it was put back', async () => {
    const desk = await openDesk(folder, smallBench(smallOld).driver);
    const { caseId } = (await desk.must('case/create', { title: 'Moved' })) as { caseId: string };
    await rename(join(folder, caseId), join(folder, 'elsewhere.moved'));
    expect(await desk.refusal('diagnose/choose', { wayOut: 'external-flash' })).toMatchObject({ code: 'DISK_NOT_FOUND' });
    await rename(join(folder, 'elsewhere.moved'), join(folder, caseId));
    await desk.must('diagnose/choose', { wayOut: 'external-flash' });
    expect(desk.view().chosenWayOut).toBe('external-flash');
    await desk.recovery.stop();
  });
});

describe('an adapter that another program has', () => {
  it('is said to be busy, and the case stays as it is', async () => {
    const bench = smallBench(smallOld);
    const busy = { ...bench.driver, open: () => Promise.reject(fault('USB_BUSY', { id: adapterId })) };
    const desk = await openDesk(folder, busy);
    await desk.must('case/create', { title: 'Busy', machineId: 'other' });
    expect(await desk.refusal('programmer/open', { id: adapterId })).toMatchObject({ code: 'USB_BUSY', chipState: 'untouched' });
    expect(desk.recovery.snapshot().session).toBeUndefined();
    expect(desk.view().state).toBe('idle');
    expect(await desk.refusal('contact/start', {})).toMatchObject({ code: 'USB_NO_PROGRAMMER' });
    await desk.recovery.stop();
  });
});
