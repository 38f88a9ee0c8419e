import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operationKinds, phases, type OperationKind } from '../../shared/model/progress';
import { recoveryStates, type RecoveryState } from '../../shared/model/recovery';
import { isRunning, nextState, restingState, stepOf, stepsDone, type CaseEvent, type CaseFacts } from './case-machine';

const nothing: CaseFacts = {
  wayOutChosen: false,
  backedUp: false,
  planned: false,
  written: false,
  verifiedEqual: false,
  halfWritten: false,
};
const anyFacts = fc.record({
  wayOutChosen: fc.boolean(),
  backedUp: fc.boolean(),
  planned: fc.boolean(),
  written: fc.boolean(),
  verifiedEqual: fc.boolean(),
  halfWritten: fc.boolean(),
});

describe('the state of a recovery', () => {
  it.each<[string, RecoveryState, CaseEvent, RecoveryState]>([
    ['a contact test identifies', 'idle', { kind: 'started', operation: 'contact-test' }, 'identifying'],
    ['a backup reads', 'idle', { kind: 'started', operation: 'backup' }, 'reading'],
    ['then compares', 'reading', { kind: 'phase', phase: 'comparing' }, 'comparing'],
    ['settles blocks while it compares', 'reading', { kind: 'phase', phase: 'settling' }, 'comparing'],
    ['a write erases', 'planned', { kind: 'started', operation: 'write' }, 'erasing'],
    ['then programs', 'erasing', { kind: 'phase', phase: 'programming' }, 'programming'],
    ['then verifies', 'programming', { kind: 'phase', phase: 'verifying' }, 'verifying'],
    ['a phase of no running work changes nothing', 'planned', { kind: 'phase', phase: 'programming' }, 'planned'],
    ['a backup never shows an erase', 'reading', { kind: 'phase', phase: 'erasing' }, 'reading'],
    ['being asked to stop is shown', 'programming', { kind: 'cancelAsked' }, 'cancelling'],
    ['and a late phase does not take it back', 'cancelling', { kind: 'phase', phase: 'programming' }, 'cancelling'],
    ['at rest there is nothing to stop', 'planned', { kind: 'cancelAsked' }, 'planned'],
    ['a write that fails before its first block has failed', 'erasing', { kind: 'failed', facts: nothing }, 'failed'],
    ['after it, it is interrupted', 'erasing', { kind: 'failed', facts: { ...nothing, halfWritten: true } }, 'interrupted'],
    ['also when it was cancelled', 'cancelling', { kind: 'cancelled', facts: { ...nothing, halfWritten: true } }, 'interrupted'],
    ['an answer given while work runs does not end the work', 'reading', { kind: 'facts', facts: nothing }, 'reading'],
  ])('%s', (_, from, event, to) => {
    expect(nextState(from, event)).toBe(to);
  });

  it('never says success without an equal verification, nor while a write is open', () => {
    const events: fc.Arbitrary<CaseEvent> = fc.oneof(
      fc.constantFrom<OperationKind>(...operationKinds).map((operation) => ({ kind: 'started' as const, operation })),
      fc.constantFrom(...phases).map((phase) => ({ kind: 'phase' as const, phase })),
      fc.constant({ kind: 'cancelAsked' as const }),
      fc
        .tuple(fc.constantFrom<'done' | 'failed' | 'cancelled' | 'facts'>('done', 'failed', 'cancelled', 'facts'), anyFacts)
        .map(([kind, facts]) => ({ kind, facts })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...recoveryStates), events, (from, event) => {
        const to = nextState(from, event);
        if (to === from) return;
        if (to === 'succeeded') expect('facts' in event && event.facts.verifiedEqual && !event.facts.halfWritten).toBe(true);
        if ('facts' in event && event.facts.halfWritten) expect(to).toBe('interrupted');
        // Only a start leads from rest into work.
        if (isRunning(to) && !isRunning(from)) expect(event.kind).toBe('started');
        if (to === 'cancelling') expect(event.kind).toBe('cancelAsked');
      }),
    );
  });

  it('sends a half-written chip to the flash step, whatever else is known', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const half = { ...facts, halfWritten: true };
        expect(stepOf(half)).toBe('flash');
        expect(restingState(half)).toBe('interrupted');
        expect(stepsDone(facts).includes('verify')).toBe(facts.verifiedEqual);
      }),
    );
  });

  it('goes to the step after the last one done, also where the diagnosis was skipped', () => {
    expect(stepOf(nothing)).toBe('diagnose');
    expect(stepOf({ ...nothing, wayOutChosen: true })).toBe('backup');
    expect(stepOf({ ...nothing, backedUp: true })).toBe('region-select');
    expect(stepOf({ ...nothing, backedUp: true, planned: true })).toBe('flash');
    expect(stepOf({ ...nothing, backedUp: true, planned: true, written: true })).toBe('verify');
  });
});
