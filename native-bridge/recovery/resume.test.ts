// What happens around a write that does not come to its end: on a small chip, at many moments.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fault } from '../../shared/model/errors';
import type { ChipInfo } from '../../shared/model/chip';
import type { DeviceSession, OperationContext } from '../operations/device-session';
import { LocalDeviceSession } from '../operations/local-session';
import { w25q128 } from '../simulator/nor-profile';
import { connectSmall, plannedCase, smallFlash, smallNew, smallOld, smallTarget } from './small-case';
import { adapterId, openDesk, smallBench, type SmallBench } from './test-desk';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rom-rescue-resume-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const target = smallTarget();
const isTarget = (content: Uint8Array): boolean => Buffer.compare(content, target) === 0;

/** From entry `kill` on, nothing reaches the disk: what a power cut leaves behind. */
function dying(session: DeviceSession, kill: number): DeviceSession {
  const write = session.write.bind(session);
  let entries = 0;
  session.write = (params, context) => {
    const journal: typeof params.journal = async (entry) => {
      if (++entries > kill) throw fault('DISK_IO', { path: 'killed' });
      await params.journal(entry);
    };
    return write({ ...params, journal }, context);
  };
  return session;
}

/** The chip as a part that can erase 64 KiB at a time and no less. */
function withLargeErases(session: DeviceSession): DeviceSession {
  const large = <T extends ChipInfo | undefined>(chip: T): T =>
    chip && { ...chip, eraseTypes: chip.eraseTypes.filter(({ sizeBytes }) => sizeBytes === 0x10000) };
  const contactTest = session.contactTest.bind(session);
  const identify = session.identify.bind(session);
  session.contactTest = async (context) => {
    const result = await contactTest(context);
    return result.ok && result.value.chip ? { ok: true, value: { ...result.value, chip: large(result.value.chip) } } : result;
  };
  session.identify = async (context) => {
    const result = await identify(context);
    return result.ok ? { ok: true, value: large(result.value) } : result;
  };
  return session;
}

describe('a write that was stopped', { timeout: 120_000 }, () => {
  it('has, on a chip without small erases, a plan that puts bytes of a neighbour back', async () => {
    const { desk } = await plannedCase(folder, { wrap: withLargeErases });
    const { plan } = desk.view();
    expect(plan?.units[0]?.preserve).toEqual([{ offset: 0x10000, length: 0x1000 }]);
    expect(plan?.units.length).toBeGreaterThan(2);
    await desk.recovery.stop();
  });

  it('ends equal to the target after any number of stops, anywhere, and changes nothing that was not chosen', async () => {
    const stops = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('journal' as const), at: fc.integer({ min: 1, max: 10 }) }),
        fc.record({ kind: fc.constant('clip' as const), at: fc.integer({ min: 1, max: 500 }) }),
        fc.record({ kind: fc.constant('unplug' as const), at: fc.integer({ min: 1, max: 3 }) }),
      ),
      { minLength: 1, maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(stops, fc.boolean(), async (list, smallErases) => {
        const chipOf = (session: DeviceSession) => (smallErases ? session : withLargeErases(session));
        const own = await mkdtemp(join(folder, 'run-'));
        const bench = smallBench(smallOld);
        const first = await plannedCase(
          own,
          { wrap: (session) => dying(chipOf(session), list[0]?.kind === 'journal' ? list[0].at : 1e9) },
          bench,
        );
        let { desk } = first;
        for (const [index, stop] of list.entries()) {
          if (index > 0) {
            desk = await openDesk(own, bench.driver, {
              wrap: (session) => dying(chipOf(session), stop.kind === 'journal' ? stop.at : 1e9),
            });
            await desk.must('case/open', { caseId: first.caseId });
            await connectSmall(desk);
          }
          if (stop.kind === 'clip') bench.flash.arm({ what: { kind: 'clip-off' }, when: { on: 'pages', count: stop.at } });
          if (stop.kind === 'unplug') bench.flash.arm({ what: { kind: 'unplugged' }, when: { on: 'erase', nth: stop.at } });
          const sentence = desk.view().sentence;
          if (sentence === undefined) {
            await desk.recovery.stop();
            break;
          }
          const code = await desk.run('flash/start', { typed: sentence, verify: 'full' });
          if (code === undefined) expect(isTarget(bench.chip.content)).toBe(true);
          else expect(desk.view().state).not.toBe('succeeded');
          expectTruth(desk.view().journal, bench.chip.content);
          await desk.recovery.stop();
          bench.mend();
        }
        const last = await openDesk(own, bench.driver, { wrap: chipOf });
        await last.must('case/open', { caseId: first.caseId });
        await connectSmall(last);
        if (last.view().state !== 'succeeded')
          expect(await last.run('flash/start', { typed: last.view().sentence ?? '', verify: 'full' })).toBeUndefined();
        expect(last.view()).toMatchObject({ state: 'succeeded', halfWritten: false, verification: { equal: true } });
        expect(isTarget(bench.chip.content)).toBe(true);
        await last.recovery.stop();
      }),
      { numRuns: 8, seed: 20261121, endOnFailure: true },
    );
  });

  it('holds back the word success when the adapter leaves after the last proof, and gives it when the check is done again', async () => {
    const bench = smallBench(smallOld);
    const { desk, caseId } = await plannedCase(folder, { wrap: (session) => leavingBeforeVerify(session, bench.usb) }, bench);
    expect(await smallFlash(desk)).toBe('USB_UNPLUGGED');
    expect(isTarget(bench.chip.content)).toBe(true);
    const { view } = desk;
    expect(view()).toMatchObject({
      state: 'failed',
      step: 'verify',
      halfWritten: false,
      chipState: 'modified',
      lastError: { code: 'USB_UNPLUGGED' },
    });
    // What is proven is said: every touched block, and no other.
    expect(view().journal).toMatchObject({ open: false, oldUnits: [], unknownUnits: [] });
    expect(view().journal?.newUnits.length).toBeGreaterThan(0);
    expect(view().verification).toBeUndefined();

    // There is nothing to write again; the check is made up for, also by another start of the program.
    bench.mend();
    await desk.recovery.stop();
    const again = await openDesk(folder, bench.driver);
    await again.must('case/open', { caseId });
    expect(again.view()).toMatchObject({ step: 'verify', halfWritten: false, chipState: 'modified' });
    await connectSmall(again);
    expect(await again.refusal('flash/start', { typed: 'WRITE bios', verify: 'full' })).toMatchObject({ code: 'PLAN_NOTHING_TO_DO' });
    expect(await again.run('verify/start', { mode: 'full' })).toBeUndefined();
    const verified = { state: 'succeeded', chipState: 'verified', verification: { equal: true, mode: 'full', lateUnplug: false } };
    expect(again.view()).toMatchObject(verified);

    // Leaving now takes nothing from it.
    bench.usb.unplug();
    await again.must('programmer/refresh', {});
    expect(again.view()).toMatchObject({ ...verified, verification: { ...verified.verification, lateUnplug: true } });
    await again.recovery.stop();
  });

  it('can be asked to stop while it erases: it stops behind a block, and goes on from there', async () => {
    const bench = smallBench(smallOld);
    const { desk, caseId } = await plannedCase(folder, {}, bench);
    const off = desk.client.on('operation/progress', ({ operationId, progress }) => {
      if (progress.phase === 'programming') void desk.client.call('operation/cancel', { operationId });
    });
    expect(await smallFlash(desk)).toBe('CANCELLED');
    off();
    expect(desk.view()).toMatchObject({ state: 'interrupted', halfWritten: true, journal: { unknownUnits: [] } });
    expectTruth(desk.view().journal, bench.chip.content);
    // Also the way a program ends: with the case closed in the middle of the work.
    const { operationId } = (await desk.must('flash/start', { typed: 'WRITE bios', verify: 'full' })) as { operationId: string };
    expect(operationId).not.toBe('');
    await desk.recovery.stop();
    const second = await openDesk(folder, bench.driver);
    await second.must('case/open', { caseId });
    await connectSmall(second);
    expect(await smallFlash(second)).toBeUndefined();
    expect(isTarget(bench.chip.content)).toBe(true);
    await second.recovery.stop();
  });
});

describe('a chip that is not the one of the backup', { timeout: 60_000 }, () => {
  /** A part that tells a unique id. */
  const part = { ...w25q128, name: 'W25Q32', sizeBytes: 0x400000, jedec: [0xef, 0x40, 0x16], electronicId: 0x15 } as const;
  const other = { ...part, uniqueId: Uint8Array.of(9, 9, 9, 9, 9, 9, 9, 9) };
  const large = (image: Uint8Array): Uint8Array => {
    const bytes = new Uint8Array(part.sizeBytes).fill(0xff);
    bytes.set(image);
    return bytes;
  };
  const content = large(smallOld);

  it('is refused before the flash is confirmed', async () => {
    const { desk, caseId } = await plannedCase(folder, {}, smallBench(content, part), large(smallNew));
    await desk.recovery.stop();
    const bench = smallBench(content, other);
    const second = await openDesk(folder, bench.driver);
    await second.must('case/open', { caseId });
    await connectSmall(second);
    expect(await second.refusal('flash/start', { typed: 'WRITE bios', verify: 'full' })).toMatchObject({
      code: 'SAFETY_REFUSED',
      params: { problem: 'CHIP_NOT_THE_ONE_BACKED_UP' },
    });
    expect(Buffer.compare(bench.chip.content, content)).toBe(0);
    await second.recovery.stop();
  });

  it('is refused when the clip was moved to it after the contact test, with nothing written', async () => {
    const bench = smallBench(content, part);
    const moved = smallBench(content, other);
    const { desk } = await plannedCase(folder, { wrap: (session) => movedBeforeWrite(session, moved) }, bench, large(smallNew));
    expect(await smallFlash(desk)).toBe('CHIP_CHANGED');
    expect(desk.view()).toMatchObject({ state: 'failed', chipState: 'untouched', halfWritten: false });
    expect(Buffer.compare(moved.chip.content, content)).toBe(0);
    // The contact has to be proven again.
    expect(desk.recovery.snapshot().session?.chip).toBeUndefined();
    await desk.recovery.stop();
  });
});

type JournalOfView = ReturnType<Awaited<ReturnType<typeof openDesk>>['view']>['journal'];

/** What is called new is the target, what is neither new nor unknown is as it was. */
function expectTruth(journal: JournalOfView, content: Uint8Array): void {
  if (!journal) return;
  const expected = smallOld.slice();
  for (const { offset, length } of journal.newUnits) expected.set(target.subarray(offset, offset + length), offset);
  for (const { offset, length } of journal.unknownUnits) expected.set(content.subarray(offset, offset + length), offset);
  expect(Buffer.compare(content, expected)).toBe(0);
}

function leavingBeforeVerify(session: DeviceSession, usb: { unplug(): void }): DeviceSession {
  const verify = session.verify.bind(session);
  let left = false;
  session.verify = (params, context) => {
    if (!left) usb.unplug();
    left = true;
    return verify(params, context);
  };
  return session;
}

/** From the first identification of a flash on, another chip is on the clip. */
function movedBeforeWrite(session: DeviceSession, moved: SmallBench): DeviceSession {
  const onOther = new LocalDeviceSession({ drivers: [moved.driver] });
  return Object.assign(session, {
    identify: async (context: OperationContext) => {
      await onOther.open(adapterId);
      return onOther.identify(context);
    },
    write: onOther.write.bind(onOther),
  });
}
