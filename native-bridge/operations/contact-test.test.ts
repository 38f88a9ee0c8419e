import { describe, expect, it } from 'vitest';
import type { ContactCheckName, ContactDiagnosis } from '../../shared/model/contact';
import { w25q128, w25q128LowVoltage, type NorProfile } from '../simulator/nor-profile';
import type { FaultKind } from '../simulator/faults';
import { judgeAgreement, judgeIds } from './contact-diagnosis';
import { firmwareLike, makeBench, recorder, unwrap } from './test-bench';

const MIB = 1024 * 1024;
const small: NorProfile = { ...w25q128, name: 'W25Q32', sizeBytes: 4 * MIB, jedec: [0xef, 0x40, 0x16], electronicId: 0x15 };
const image = firmwareLike(4 * MIB, 1);

async function diagnose(profile: NorProfile, fault?: FaultKind, content?: Uint8Array) {
  const bench = await makeBench(profile, content);
  if (fault) bench.flash.arm({ what: fault, when: { on: 'now' } });
  const startMs = bench.clock.now();
  const outcome = unwrap(await bench.session.contactTest(recorder()));
  const failed = outcome.contact.checks.filter(({ outcome: is }) => is === 'fail').map(({ name }) => name);
  return { bench, outcome, diagnosis: outcome.contact.diagnosis, failed, tookMs: bench.clock.now() - startMs };
}

describe('the contact test', () => {
  it('passes all six on a good clip, in under a second, and changes nothing', async () => {
    const { bench, outcome, diagnosis, tookMs } = await diagnose(small, undefined, image);
    expect(diagnosis).toBe('good');
    expect(outcome.contact.checks.map(({ outcome: is }) => is)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass', 'pass']);
    expect(outcome.chip).toMatchObject({ jedec: 'ef4016', sizeBytes: 4 * MIB, uniqueId: 'd2643815c72a5b31' });
    expect(tookMs).toBeLessThan(1000);
    expect(Buffer.compare(bench.chip.content, image)).toBe(0);
    expect(bench.chip.counters).toMatchObject({ statusWrites: 0, pages: 0, erases4k: 0, badLength: 0, ignoredWhileBusy: 0 });
  });

  const faults: readonly [FaultKind, ContactDiagnosis, ContactCheckName[]][] = [
    [{ kind: 'clip-off' }, 'all-ff', ['id-steady']],
    [{ kind: 'miso-stuck', level: 1 }, 'all-ff', ['id-steady']],
    [{ kind: 'miso-stuck', level: 0 }, 'all-00', ['id-steady']],
    [{ kind: 'shifted' }, 'shifted', ['id-steady']],
    [{ kind: 'write-enable-lost' }, 'commands-lost', ['write-enable']],
    [{ kind: 'flaky-reads', places: [{ offset: 0, length: 4096, oneIn: 500 }], seed: 1 }, 'data-unsteady', ['data-steady']],
    [{ kind: 'busy-stuck' }, 'still-busy', []],
  ];
  for (const [fault, diagnosis, failed] of faults) {
    it(`tells "${diagnosis}" for ${JSON.stringify(fault)}`, async () => {
      expect(await diagnose(small, fault, image)).toMatchObject({ diagnosis, failed });
    });
  }

  it('names a 1.8 V part and still says what it is', async () => {
    const { diagnosis, outcome } = await diagnose(w25q128LowVoltage);
    expect(diagnosis).toBe('low-voltage-chip');
    expect(outcome.chip).toMatchObject({ voltage: '1.8V', jedec: 'ef6018' });
  });

  it('says that nobody knows an id without a description', async () => {
    const { diagnosis, outcome } = await diagnose({ ...small, jedec: [0xab, 0x12, 0x16], hasSfdp: false });
    expect(diagnosis).toBe('unknown-chip');
    expect(outcome.chip).toBeUndefined();
  });

  it('uses the own description of a part that is in no table', async () => {
    const { diagnosis, outcome } = await diagnose({ ...small, jedec: [0xab, 0x12, 0x16] }, undefined, image);
    expect(diagnosis).toBe('good');
    expect(outcome.chip).toMatchObject({ sizeBytes: 4 * MIB, voltage: 'unknown', sources: { size: 'sfdp', erase: 'sfdp' } });
  });

  it('notices halves that are equal', async () => {
    const half = image.subarray(0, 2 * MIB);
    expect(await diagnose(small, undefined, Buffer.concat([half, half]))).toMatchObject({ diagnosis: 'mirrored', failed: ['data-steady'] });
  });

  it('does not call a blank chip mirrored', async () => {
    expect(await diagnose(small)).toMatchObject({ diagnosis: 'good' });
  });

  it('ends as cancelled when cancelled', async () => {
    const bench = await makeBench(small, image);
    const context = recorder();
    context.stop.abort();
    expect(await bench.session.contactTest(context)).toMatchObject({ error: { code: 'CANCELLED', chipState: 'untouched' } });
  });

  it('is an error only when the adapter is lost', async () => {
    const bench = await makeBench(small, image);
    bench.flash.arm({ what: { kind: 'unplugged' }, when: { on: 'bytes', count: 5000 } });
    const result = await bench.session.contactTest(recorder());
    expect(result).toMatchObject({ error: { code: 'USB_UNPLUGGED_AT_POWER', chipState: 'untouched' } });
  });
});

describe('the ids', () => {
  it('are unsteady when one of fifty differs', () => {
    const ids = [...Array.from({ length: 49 }, () => 'ef4018'), 'ef4008'];
    expect(judgeIds({ ids })).toMatchObject({ diagnosis: 'unsteady', check: { evidence: 'ef4018 x49, ef4008 x1' } });
  });

  it('disagree when the older commands name another maker', () => {
    const seen = { ids: ['ef4018'], electronicId: 0x17, manufacturer: 0xc2, device: 0x17, sfdpBytes: new Uint8Array() };
    expect(judgeAgreement(seen)).toMatchObject({ diagnosis: 'ids-disagree' });
    expect(judgeAgreement({ ...seen, manufacturer: 0xef })).toMatchObject({ check: { outcome: 'pass' } });
    expect(judgeAgreement({ ...seen, manufacturer: 0xff, device: 0xff })).toMatchObject({ check: { outcome: 'not-applicable' } });
  });
});
