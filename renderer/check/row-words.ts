// The sentence of a row, whatever state it is in.
import type { TFunction } from 'i18next';
import { MAX_CHECKED_BYTES, type CheckRow } from '../../shared/ipc/check-views';
import { describeError } from '../components/describe-error';
import { formatBytes } from '../format';

export function sentenceOf(t: TFunction, row: CheckRow): string {
  switch (row.state) {
    case 'receiving':
      return t('check.receivingOf', { done: formatBytes(row.receivedBytes ?? 0), total: formatBytes(row.sizeBytes) });
    case 'waiting':
      return t('check.waitingDetail');
    case 'inspecting':
      return t('check.inspectingDetail');
    case 'stopped':
      return t('check.stoppedDetail');
    case 'refused':
      return row.refusal ? t(`check.refusal.${row.refusal}`, { size: formatBytes(MAX_CHECKED_BYTES) }) : '';
    case 'failed':
      return row.error ? describeError(t, row.error).what : '';
    case 'done':
      if (row.contains !== undefined) return t('check.archiveHolds', { count: row.contains });
      return row.summary ?? (row.error ? describeError(t, row.error).what : '');
  }
}

/** "2013" and the day where it is known; the class alone says whether the machine takes the newer processors. */
export const bootBlockOf = (row: CheckRow): string | undefined =>
  row.bootBlockClass === undefined || row.bootBlockClass === 'other' ? row.bootBlockDate : row.bootBlockClass;

/** Last part of a path, and what stands before it. */
export function splitName(name: string): { readonly folder: string; readonly file: string } {
  const cut = Math.max(name.lastIndexOf('/') + 1, name.lastIndexOf(' › ') < 0 ? 0 : name.lastIndexOf(' › ') + 3);
  return { folder: name.slice(0, cut), file: name.slice(cut) };
}
