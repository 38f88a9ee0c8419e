// Which error belongs on the page that is looked at: the answer to a command sent from here, else the end of an operation of this step.
import type { CaseView, SessionView } from '../../shared/ipc/views';
import type { AppError } from '../../shared/model/errors';
import type { OperationKind } from '../../shared/model/progress';
import { useApp } from '../stores/app';
import { useView } from '../stores/view';
import { placeOfCase, type WizardPlace } from './places';

const placeOfOperation: Record<OperationKind, WizardPlace> = {
  'contact-test': 'connect',
  identify: 'connect',
  read: 'backup',
  backup: 'backup',
  write: 'flash',
  verify: 'verify',
};

export function useStepError(): { readonly error: AppError; readonly dismiss?: () => void } | undefined {
  const place = useView((state) => state.place);
  const commandError = useView((state) => state.commandError);
  const dismissError = useView((state) => state.dismissError);
  const open = useApp((state) => state.snapshot?.openCase);
  const session = useApp((state) => state.snapshot?.session);
  const isBusy = useApp((state) => state.snapshot?.operation !== undefined);
  const lastEnded = useApp((state) => state.lastEnded);
  if (commandError?.place === place) return { error: commandError.error, dismiss: dismissError };
  if (isBusy) return undefined;
  if (lastEnded?.error?.code === 'CANCELLED' && lastEnded.kind && placeOfOperation[lastEnded.kind] === place)
    return { error: lastEnded.error };
  if (!open?.lastError) return undefined;
  const kind = lastEnded?.error?.code === open.lastError.code ? lastEnded.kind : undefined;
  return placeOfError(open, session, kind) === place ? { error: open.lastError } : undefined;
}

function placeOfError(open: CaseView, session: SessionView | undefined, kind: OperationKind | undefined): WizardPlace {
  return kind ? placeOfOperation[kind] : placeOfCase(open, session);
}
