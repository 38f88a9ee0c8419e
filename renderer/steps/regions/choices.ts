// What a region can be filled from, as the menus offer it, with a key and a name for each. Pure.
import type { TFunction } from 'i18next';
import type { CaseView, RegionChoice } from '../../../shared/ipc/views';
import { machineById } from '../../../shared/machines';
import type { ImageReport } from '../../../shared/firmware/report';
import { formatDate } from '../../format';

export type FileChoice = Extract<RegionChoice, { kind: 'backup' | 'source' }>;

/** Keep first, then own backups, then files; an ME that was never declared valid also with that mark. */
export function choicesFor(open: CaseView, region: string, current: RegionChoice): readonly RegionChoice[] {
  const files: FileChoice[] = [...backupChoices(open), ...sourceChoices(open, region)];
  const waits = (choice: RegionChoice): boolean => region === 'me' && waitsForMark(reportOf(open, choice));
  const offered: RegionChoice[] = [
    { kind: 'keep' },
    ...(waits({ kind: 'keep' }) ? [{ kind: 'declare-valid' } as const] : []),
    ...files.flatMap((choice): RegionChoice[] => (waits(choice) ? [choice, { ...choice, meData: 'declare-valid' }] : [choice])),
  ];
  return offered.some((each) => keyOf(each) === keyOf(current)) ? offered : [...offered, current];
}

/** What the crisis-recovery volume can be taken from, beside the chip and the code. */
export function recoveryFiles(open: CaseView): readonly FileChoice[] {
  return [...backupChoices(open).filter(({ backupId }) => backupId !== open.baseBackupId), ...sourceChoices(open, 'bios')];
}

/** Where this machine has a volume for the rescue by jumper. */
export const hasRecoveryVolume = (open: CaseView): boolean =>
  machineById(open.machineId ?? '')?.layout.volumes.some(({ role }) => role === 'recovery') ?? false;

const backupChoices = (open: CaseView): (FileChoice & { kind: 'backup' })[] =>
  open.backups.map(({ backupId }) => ({ kind: 'backup', backupId }));
const sourceChoices = (open: CaseView, region: string): FileChoice[] =>
  open.sources.filter((source) => source.regions.includes(region)).map(({ sourceId }) => ({ kind: 'source', sourceId }));

export const baseReport = (open: CaseView): ImageReport | undefined =>
  open.backups.find((backup) => backup.backupId === open.baseBackupId)?.report;

/** Of the image that the choice takes its bytes from. */
export function reportOf(open: CaseView, choice: RegionChoice): ImageReport | undefined {
  if (choice.kind === 'source') return open.sources.find((source) => source.sourceId === choice.sourceId)?.report;
  if (choice.kind === 'backup') return open.backups.find((backup) => backup.backupId === choice.backupId)?.report;
  return baseReport(open);
}

/** Only there it mends something: a management engine whose settings were never handed over. */
const waitsForMark = (report: ImageReport | undefined): boolean => report?.meState === 'not-declared-valid' || report?.meState === 'stock';

export const isDeclaredValid = (choice: RegionChoice): boolean =>
  choice.kind === 'declare-valid' || ((choice.kind === 'backup' || choice.kind === 'source') && choice.meData === 'declare-valid');

export function keyOf(choice: RegionChoice): string {
  switch (choice.kind) {
    case 'keep':
    case 'declare-valid':
      return choice.kind;
    case 'backup':
      return `backup:${choice.backupId}:${choice.meData ?? ''}`;
    case 'source':
      return `source:${choice.sourceId}:${choice.meData ?? ''}`;
  }
}

export function nameOfChoice(t: TFunction, open: CaseView, choice: RegionChoice): string {
  switch (choice.kind) {
    case 'keep':
      return t('regions.keep');
    case 'declare-valid':
      return t('regions.declareValid');
    case 'backup':
    case 'source': {
      const file = nameOfFile(t, open, choice);
      return choice.meData ? t('regions.fileDeclaredValid', { file }) : file;
    }
  }
}

export function nameOfFile(t: TFunction, open: CaseView, choice: FileChoice): string {
  if (choice.kind === 'source') return open.sources.find((source) => source.sourceId === choice.sourceId)?.name ?? choice.sourceId;
  const backup = open.backups.find(({ backupId }) => backupId === choice.backupId);
  return t('regions.fromBackup', { date: formatDate(backup?.takenAt ?? choice.backupId) });
}
