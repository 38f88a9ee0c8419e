import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeIds, itemIds, machineIds, symptomIds, wayOutIds, type DiagnosisAnswers } from '../model/diagnosis';
import { diagnose } from './diagnose';

const clip: DiagnosisAnswers['atHand'] = ['programmer', 'clip'];
const key: DiagnosisAnswers['atHand'] = ['usb-stick', 'second-pc', 'stock-bios-file'];
const ask = (answers: Partial<DiagnosisAnswers>) =>
  diagnose({ machineId: 'z620', symptoms: [], lastChange: 'unknown', atHand: [], ...answers });
const first = (answers: Partial<DiagnosisAnswers>) => ask(answers)[0]!.id;
const recommended = (answers: Partial<DiagnosisAnswers>) => ask(answers).flatMap(({ id, recommended }) => (recommended ? [id] : []));

describe('the ways out', () => {
  it('of a machine dark after a modified BIOS are the clip, then a CMOS reset, and not crisis recovery', () => {
    const answers: Partial<DiagnosisAnswers> = { symptoms: ['dark-fans-loud'], lastChange: 'modded-bios', atHand: [...clip, ...key] };
    expect(recommended(answers)).toEqual(['external-flash', 'cmos-minimal']);
    expect(ask(answers).find(({ id }) => id === 'crisis-recovery')).toMatchObject({
      recommended: false,
      why: [{ id: 'evidence.mod-took-recovery' }],
    });
  });

  it('of a machine dark after a stock update start with what costs least and go on to the key', () => {
    expect(recommended({ symptoms: ['dark-fans-loud'], lastChange: 'bios-update', atHand: key })).toEqual([
      'cmos-minimal',
      'crisis-recovery',
      'cpu-me-jumper',
    ]);
  });

  it.each([
    ['message 944', { symptoms: ['post-944'] }, 'cpu-me-jumper'],
    ['restarts after a new processor', { symptoms: ['boot-loop'], lastChange: 'cpu-swap' }, 'cpu-me-jumper'],
    [
      'manufacturing mode with the own backup',
      { symptoms: ['me-manufacturing-message'], atHand: ['usb-stick', 'own-backup'] },
      'me-restore-internal',
    ],
    ['a machine that still starts', { symptoms: ['boots-to-setup'], atHand: ['usb-stick'] }, 'boot-internally-backup'],
    ['three beeps', { symptoms: ['beeps-3'] }, 'hardware-first'],
    ['five beeps', { symptoms: ['beeps-5'], lastChange: 'modded-bios', atHand: clip }, 'hardware-first'],
    ['eight beeps with a key', { symptoms: ['beeps-8'], atHand: key }, 'crisis-recovery'],
    ['no sign of life', { symptoms: ['nothing-at-all'], atHand: clip }, 'hardware-first'],
    ['dark after a boot block', { symptoms: ['dark-fans-loud'], lastChange: 'boot-block-change', atHand: clip }, 'external-flash'],
  ] satisfies [string, Partial<DiagnosisAnswers>, string][])('for %s start with the right one', (_, answers, expected) => {
    expect(first(answers)).toBe(expected);
  });

  it('say what is missing and recommend nothing that cannot be begun', () => {
    const way = ask({ symptoms: ['dark-fans-loud'], lastChange: 'modded-bios', atHand: ['programmer'] }).find(
      ({ id }) => id === 'external-flash',
    );
    expect(way).toMatchObject({ recommended: false, missing: ['clip'], runsHere: true });
  });

  it('for an unknown machine name no jumper', () => {
    expect(ask({ machineId: 'other', symptoms: ['dark-fans-loud'] }).map(({ id }) => id)).toEqual([
      'external-flash',
      'board-swap',
      'hardware-first',
    ]);
  });

  it('are complete for any answers: each once, each sentence with certainty and source, only the clip run by the program', () => {
    const answers = fc.record({
      machineId: fc.constantFrom(...machineIds, 'other' as const),
      symptoms: fc.subarray([...symptomIds]),
      lastChange: fc.constantFrom(...changeIds),
      atHand: fc.subarray([...itemIds]),
    });
    fc.assert(
      fc.property(answers, (given) => {
        const ways = diagnose(given);
        expect(ways.map(({ rank }) => rank)).toEqual(ways.map((_, index) => index + 1));
        expect(new Set(ways.map(({ id }) => id)).size).toBe(given.machineId === 'other' ? 3 : wayOutIds.length);
        for (const { id, why, risks, guide, runsHere, missing, recommended } of ways) {
          expect(runsHere).toBe(id === 'external-flash');
          expect(recommended && missing.length > 0).toBe(false);
          expect(guide.length).toBeGreaterThan(2);
          for (const { text, source, certainty } of [...why, ...risks, ...guide])
            expect([text.endsWith('.'), source !== '', certainty !== undefined]).toEqual([true, true, true]);
        }
      }),
    );
  });
});
