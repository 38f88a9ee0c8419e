// Snapshots for tests of this folder: a case where nothing has happened yet.
import type { CaseView, Snapshot } from '../../shared/ipc/views';

export const emptyCase: CaseView = {
  caseId: 'c1',
  title: 'Z620 dark',
  machineId: 'z620',
  state: 'idle',
  step: 'diagnose',
  chipState: 'untouched',
  halfWritten: false,
  createdAt: '2026-11-21T08:00:00Z',
  changedAt: '2026-11-21T08:00:00Z',
  folder: 'cases/c1',
  stepsDone: [],
  checklist: [],
  waysOut: [],
  backups: [],
  backupOverride: false,
  sources: [],
  recipes: [],
  choices: {},
  edits: {},
  checks: [],
};

export function snapshotWith(openCase: CaseView): Snapshot {
  return {
    seq: 1,
    version: '0.1.0',
    face: 'browser',
    platform: 'linux',
    casesFolder: 'cases',
    programmers: [],
    cases: [openCase],
    openCase,
  };
}
