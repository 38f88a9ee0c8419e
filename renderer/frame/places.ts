// The places of the wizard, how they follow each other, and what must be true to go on. Pure: a snapshot in, an answer out.
import type { CaseView, SessionView, Snapshot } from '../../shared/ipc/views';
import type { Step } from '../../shared/model/recovery';

export type WizardPlace = 'diagnose' | 'connect' | 'backup' | 'region-select' | 'flash' | 'verify';
export type Place = 'start' | 'practice' | 'check' | 'key-build' | 'key-check' | WizardPlace;

export const wizardOrder: readonly WizardPlace[] = ['diagnose', 'connect', 'backup', 'region-select', 'flash', 'verify'];

/** Connecting is the first page of the backup step. */
export function stepOfPlace(place: WizardPlace): Step {
  return place === 'connect' ? 'backup' : place;
}

export const isWizardPlace = (place: Place): place is WizardPlace => (wizardOrder as readonly Place[]).includes(place);

export function placeOfCase(open: CaseView, session: SessionView | undefined): WizardPlace {
  if (open.halfWritten) return 'flash';
  if (open.step === 'backup' && open.backups.length === 0 && session?.contact?.diagnosis !== 'good') return 'connect';
  return open.step;
}

export type Blocker =
  | 'chooseWayOut'
  | 'wayOutIsGuide'
  | 'contactFirst'
  | 'backupFirst'
  | 'planFirst'
  | 'targetUnsound'
  | 'warningsFirst'
  | 'writeFirst'
  | 'operationRuns'
  | 'nothing';

/** Why the wizard cannot go on from here; 'nothing' when it can. */
export function blockerOf(place: WizardPlace, snapshot: Snapshot): Blocker {
  const open = snapshot.openCase;
  if (!open) return 'chooseWayOut';
  if (snapshot.operation) return 'operationRuns';
  switch (place) {
    case 'diagnose': {
      const chosen = open.waysOut.find((way) => way.id === open.chosenWayOut);
      return !chosen ? 'chooseWayOut' : chosen.runsHere ? 'nothing' : 'wayOutIsGuide';
    }
    case 'connect':
      return snapshot.session?.contact?.diagnosis === 'good' && snapshot.session.chip ? 'nothing' : 'contactFirst';
    case 'backup':
      return open.baseBackupId !== undefined || open.backupOverride ? 'nothing' : 'backupFirst';
    case 'region-select':
      return blockerOfTarget(open);
    case 'flash':
      return open.state === 'succeeded' || open.verification || open.stepsDone.includes('flash') ? 'nothing' : 'writeFirst';
    case 'verify':
      return 'nothing';
  }
}

function blockerOfTarget({ plan, target, checks }: CaseView): Blocker {
  if (!target) return 'planFirst';
  if (!plan) return checks.some(({ code, ok }) => code === 'TARGET_UNSOUND' && !ok) ? 'targetUnsound' : 'planFirst';
  return target.warningsRead ? 'nothing' : 'warningsFirst';
}

/** With a half-written chip the way on from the connection is the write. */
export function nextPlace(place: WizardPlace, isHalfWritten: boolean): WizardPlace | undefined {
  if (isHalfWritten && place === 'connect') return 'flash';
  return wizardOrder[wizardOrder.indexOf(place) + 1];
}

export function previousPlace(place: WizardPlace): WizardPlace | undefined {
  return wizardOrder[wizardOrder.indexOf(place) - 1];
}

/** A place may be looked at when everything before it lets the wizard through, or the case has been past it. */
export function isReachable(place: WizardPlace, snapshot: Snapshot): boolean {
  const open = snapshot.openCase;
  if (!open) return false;
  const index = wizardOrder.indexOf(place);
  const reached = Math.max(wizardOrder.indexOf(open.step), ...open.stepsDone.map((step) => wizardOrder.indexOf(step)));
  if (index <= reached) return true;
  return wizardOrder.slice(0, index).every((before) => blockerOf(before, snapshot) === 'nothing');
}
