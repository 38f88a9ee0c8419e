import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { BlockState } from '../../shared/model/blocks';
import { certainties } from '../../shared/model/knowledge';
import { changeIds, itemIds, machineIds, symptomIds } from '../../shared/model/diagnosis';
import { chipStates } from '../../shared/model/chip-state';
import { contactChecks, contactDiagnoses } from '../../shared/model/contact';
import { appError, errorCodes } from '../../shared/model/errors';
import { operationKinds, phases } from '../../shared/model/progress';
import { practiceFaults, practiceScenarios } from '../../shared/model/practice';
import { boardAnswers } from '../../shared/model/programmer';
import { checklistIds, problemCodes, recipeIds, recoveryStates, steps } from '../../shared/model/recovery';
import { regionIds } from '../../shared/machines';
import { describeError } from '../components/describe-error';
import { suspects } from '../drawings/pinouts';
import { messages } from './index';

const words = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(value as Record<string, unknown>).flatMap(words);
const said = (group: object): string[] => Object.keys(group).sort();
const every = (...ids: readonly (readonly string[])[]): string[] => ids.flat().sort();

describe('every code of the shared vocabularies has its words', () => {
  it.each([
    ['errors', messages.error, errorCodes],
    ['preconditions of a flash', messages.problem, problemCodes],
    ['contact diagnoses', messages.contact, contactDiagnoses],
    ['contact lights', messages.contactCheck, contactChecks],
    ['what each contact light proves', messages.contactMeaning, contactChecks],
    ['pins to look at per diagnosis', suspects, contactDiagnoses],
    ['phases', messages.phase, phases],
    ['operations', messages.operation, operationKinds],
    ['recovery states', messages.state, recoveryStates],
    ['steps', messages.step, steps],
    ['chip states', messages.chipState, chipStates],
    ['whether the chip is safe', messages.chipSafety, chipStates],
    ['machines', messages.machine, [...machineIds, 'other']],
    ['symptoms', messages.symptom, symptomIds],
    ['last changes', messages.change, changeIds],
    ['things at hand', messages.item, itemIds],
    ['recipes', messages.recipe, recipeIds],
    ['power rules', messages.checklist, checklistIds],
    ['block states', messages.block, Object.keys(BlockState)],
    ['certainties', messages.certainty, certainties],
    ['what a certainty means', messages.certaintyMeaning, certainties],
    ['answers about the adapter', messages.board, boardAnswers],
    ['practice scenarios', messages.scenario, practiceScenarios],
    ['regions', messages.region, regionIds],
  ] as const)('%s', (_name, group, ids) => {
    expect(said(group)).toEqual(every(ids));
  });
});

describe('an error is told in four lines', () => {
  beforeAll(async () => {
    await import('../i18n');
  });

  it.each(errorCodes)('%s says what happened, whether the chip is safe and what to do, with no placeholder left open', (code) => {
    for (const chipState of chipStates) {
      const told = describeError(i18next.t, appError(code, {}, undefined, chipState));
      expect(told.what).toMatch(/^[A-Z?].*[.]$/);
      const isHarmful = code === 'CHIP_LOW_VOLTAGE' && chipState === 'untouched';
      expect(told.safety).toBe(isHarmful ? messages.parts.safetyLowVoltage : messages.chipSafety[chipState]);
      expect(told.steps.length).toBeGreaterThan(0);
      expect([told.what, ...told.steps].join(' ')).not.toMatch(/\{\{|\}\}|undefined|error\./);
    }
  });

  it('writes an offset in hex and a count as it is', () => {
    const told = describeError(i18next.t, appError('READ_UNSTABLE', { count: 3, first: 0x62000 }));
    expect(told.what).toBe('3 blocks of 4 KiB never read the same twice; the first is at 0x062000.');
  });

  it('writes protected ranges in hex', () => {
    const told = describeError(i18next.t, appError('CHIP_PROTECTED', { ranges: '16515072+262144' }));
    expect(told.what).toContain('(0xFC0000–0xFFFFFF)');
  });

  it('names the precondition that a safety rule found open', () => {
    const told = describeError(i18next.t, appError('SAFETY_REFUSED', { problem: 'BACKUP_MISSING' }));
    expect(told.what).toContain(messages.problem.BACKUP_MISSING.open);
  });
});

describe('the words', () => {
  it('never beg, blame or shrug', () => {
    const offending = words(messages).filter((text) => /\bplease\b|\boops\b|something went wrong|are you sure|\bsorry\b/i.test(text));
    expect(offending).toEqual([]);
  });

  it('are nowhere empty but where nothing is to be said', () => {
    const emptyMends = practiceScenarios.filter((scenario) => messages.scenario[scenario].mend === '');
    expect(words({ ...messages, scenario: {} }).filter((text) => text === '')).toEqual([messages.nav.blocker.nothing]);
    expect(emptyMends.filter((scenario) => practiceFaults[scenario] === 'device')).toEqual(['low-voltage-chip']);
  });
});
