// The state of a recovery as a table, and the step it is at. Pure: what happened goes in, what is shown comes out.
// Only recovery.ts and its steps move it; no face infers it.
import type { OperationKind, Phase } from '../../shared/model/progress';
import type { RecoveryState, Step } from '../../shared/model/recovery';

/** What a case has come to, apart from anything that runs now. */
export interface CaseFacts {
  readonly wayOutChosen: boolean;
  /** A good backup, or the typed override. */
  readonly backedUp: boolean;
  readonly planned: boolean;
  /** The last write ran to its end and every unit was proven. */
  readonly written: boolean;
  readonly verifiedEqual: boolean;
  readonly halfWritten: boolean;
}

export type CaseEvent =
  | { readonly kind: 'started'; readonly operation: OperationKind }
  | { readonly kind: 'phase'; readonly phase: Phase }
  | { readonly kind: 'cancelAsked' }
  | { readonly kind: 'done'; readonly facts: CaseFacts }
  | { readonly kind: 'failed'; readonly facts: CaseFacts }
  | { readonly kind: 'cancelled'; readonly facts: CaseFacts }
  /** The user changed something: an answer, a choice, a source. */
  | { readonly kind: 'facts'; readonly facts: CaseFacts };

const running = ['identifying', 'reading', 'comparing', 'erasing', 'programming', 'verifying', 'cancelling'] as const;
type Running = (typeof running)[number];
export const isRunning = (state: RecoveryState): state is Running => (running as readonly RecoveryState[]).includes(state);

const atStart: Record<OperationKind, RecoveryState> = {
  'contact-test': 'identifying',
  identify: 'identifying',
  read: 'reading',
  backup: 'reading',
  write: 'erasing',
  verify: 'verifying',
};

/** A phase that is absent leaves the state as it is. */
const atPhase: Partial<Record<Phase, RecoveryState>> = {
  identifying: 'identifying',
  'testing-contact': 'identifying',
  reading: 'reading',
  comparing: 'comparing',
  settling: 'comparing',
  erasing: 'erasing',
  programming: 'programming',
  verifying: 'verifying',
};

/** Which states an operation may show while it runs: a late phase of another operation moves nothing. */
const mayPass: Record<Running, readonly RecoveryState[]> = {
  identifying: ['identifying'],
  reading: ['reading', 'comparing'],
  comparing: ['reading', 'comparing'],
  erasing: ['erasing', 'programming'],
  programming: ['erasing', 'programming', 'verifying'],
  verifying: ['verifying', 'programming', 'erasing'],
  cancelling: [],
};

export function nextState(state: RecoveryState, event: CaseEvent): RecoveryState {
  switch (event.kind) {
    case 'started':
      return atStart[event.operation];
    case 'phase': {
      const wanted = atPhase[event.phase];
      return wanted && isRunning(state) && mayPass[state].includes(wanted) ? wanted : state;
    }
    case 'cancelAsked':
      return isRunning(state) ? 'cancelling' : state;
    case 'done':
      return restingState(event.facts);
    case 'failed':
      return event.facts.halfWritten ? 'interrupted' : 'failed';
    case 'cancelled':
      return event.facts.halfWritten ? 'interrupted' : 'cancelled';
    case 'facts':
      return isRunning(state) ? state : restingState(event.facts);
  }
}

/** Where nothing runs. */
export function restingState(facts: CaseFacts): RecoveryState {
  if (facts.halfWritten) return 'interrupted';
  if (facts.verifiedEqual) return 'succeeded';
  if (facts.planned) return 'planned';
  return facts.backedUp ? 'backedUp' : 'idle';
}

export function stepsDone(facts: CaseFacts): Step[] {
  const done: Record<Step, boolean> = {
    diagnose: facts.wayOutChosen,
    backup: facts.backedUp,
    'region-select': facts.planned || facts.written || facts.halfWritten,
    flash: facts.written,
    verify: facts.verifiedEqual,
  };
  return (Object.keys(done) as Step[]).filter((step) => done[step]);
}

/** The step after the furthest one done; whoever skipped the diagnosis is not sent back to it. */
export function stepOf(facts: CaseFacts): Step {
  if (facts.halfWritten) return 'flash';
  const order: readonly Step[] = ['diagnose', 'backup', 'region-select', 'flash', 'verify'];
  const last = stepsDone(facts).at(-1);
  if (!last) return 'diagnose';
  return order[Math.min(order.indexOf(last) + 1, order.length - 1)] ?? 'verify';
}
