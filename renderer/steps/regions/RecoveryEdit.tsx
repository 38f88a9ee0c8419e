// Where the crisis-recovery volume comes from: with the BIOS code, kept, or from another file than the code.
import { useTranslation } from 'react-i18next';
import type { CaseView, TargetEdits } from '../../../shared/ipc/views';
import { send } from '../../api/actions';
import { Choice } from '../../components/Choice';
import { baseReport, keyOf, nameOfFile, recoveryFiles } from './choices';
import { useRegionsBusy } from './use-regions-busy';

export function RecoveryEdit({ open }: { readonly open: CaseView }) {
  const { t } = useTranslation();
  const isBusy = useRegionsBusy();
  const { recovery, ...others } = open.edits;
  const files = recoveryFiles(open);
  const own = baseReport(open)?.bios?.recovery?.state;
  const hasOwn = own === 'good' || own === 'damaged';
  const offered = new Map<string, TargetEdits['recovery']>([
    ['code', undefined],
    ['keep', { kind: 'keep' }],
    ...files.map((file): [string, TargetEdits['recovery']] => [keyOf(file), file]),
  ]);
  const choose = (key: string) => {
    const chosen = offered.get(key);
    void send('regions/edit', { edits: chosen ? { ...others, recovery: chosen } : others });
  };
  return (
    <>
      <p>{t('regions.edits.recoveryDoes')}</p>
      <Choice
        label={t('regions.edits.recovery')}
        hideLabel
        value={recovery ? keyOf(recovery) : 'code'}
        isDisabled={isBusy}
        onChange={choose}
        options={[
          { value: 'code', title: t('regions.edits.recoveryCode'), detail: t('regions.edits.recoveryCodeDetail') },
          {
            value: 'keep',
            title: t('regions.edits.recoveryKeep'),
            detail: hasOwn ? t('regions.edits.recoveryKeepDetail') : t('regions.edits.recoveryKeepNone'),
            isDisabled: !hasOwn,
          },
          ...files.map((file) => ({
            value: keyOf(file),
            title: t('regions.edits.recoveryFile', { file: nameOfFile(t, open, file) }),
            detail: t('regions.edits.recoveryFileDetail'),
          })),
        ]}
      />
    </>
  );
}
