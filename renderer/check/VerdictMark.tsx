// The verdict on a file, or how far it is, as a mark and a word.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CheckRow } from '../../shared/ipc/check-views';
import { Mark, type Shape } from '../components/Mark';
import { groupOf, type VerdictGroup } from './list/arrange';

export const shapeOfGroup: Record<VerdictGroup, Shape> = {
  good: 'tick',
  usable: 'diamond',
  damaged: 'cross',
  'not-an-image': 'sheet',
  other: 'waiting',
};

export function VerdictMark({ row, large = false }: { readonly row: CheckRow; readonly large?: boolean }) {
  const { t } = useTranslation();
  return (
    <Mark shape={shapeOf(row)} size={large ? 'heading' : 'text'}>
      {wordOf(t, row)}
    </Mark>
  );
}

function shapeOf(row: CheckRow): Shape {
  switch (row.state) {
    case 'receiving':
    case 'inspecting':
      return 'working';
    case 'waiting':
    case 'stopped':
      return 'waiting';
    case 'refused':
    case 'failed':
      return 'barred';
    case 'done':
      return row.contains === undefined ? shapeOfGroup[groupOf(row)] : 'archive';
  }
}

function wordOf(t: TFunction, row: CheckRow): string {
  if (row.state !== 'done') return t(`check.state.${row.state}`);
  if (row.contains !== undefined) return t('check.archive');
  return row.error?.code === 'IMAGE_EMPTY' ? t('check.emptyFile') : t(`check.verdict.${row.verdict ?? 'other'}`);
}
