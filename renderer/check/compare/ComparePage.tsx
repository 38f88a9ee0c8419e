// Files beside each other: what the difference means, where it is, and the bytes of both at any place.
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparisonView } from '../../../shared/ipc/check-views';
import type { ByteRange } from '../../../shared/model/plan';
import { sendCheck } from '../../api/actions';
import { Button } from '../../components/Button';
import { ErrorCard } from '../../components/ErrorCard';
import { useStepError } from '../../frame/use-step-error';
import { useLook } from '../look';
import { BlockDifferences } from './BlockDifferences';
import { ComparedFiles } from './ComparedFiles';
import { DifferingParts } from './DifferingParts';
import { HexPair } from './HexPair';
import { Meanings } from './Meanings';
import { SameBytes } from './SameBytes';
import styles from './ComparePage.module.css';

export function ComparePage({ fileIds }: { readonly fileIds: readonly string[] }) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const [comparison, setComparison] = useState<ComparisonView>();
  const shown = useStepError();
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    let isGone = false;
    void sendCheck('check/compare', { fileIds: [...fileIds] }).then((answer) => {
      if (!isGone && answer.ok) setComparison(answer.value);
    });
    return () => {
      isGone = true;
    };
  }, [fileIds]);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <Button kind="quiet" onPress={() => useLook.getState().look({ kind: 'list' })}>
          <span aria-hidden="true">←</span> {t('check.back')}
        </Button>
        <h1 ref={heading} tabIndex={-1}>
          {t('check.compareTitle', { count: fileIds.length })}
        </h1>
      </div>
      {shown ? <ErrorCard error={shown.error} {...(shown.dismiss ? { onDismiss: shown.dismiss } : {})} /> : null}
      {comparison ? <Compared comparison={comparison} /> : shown ? null : <p role="status">{t('check.compareWorking')}</p>}
    </div>
  );
}

function Compared({ comparison }: { readonly comparison: ComparisonView }) {
  const [base, ...others] = comparison.files;
  const firstDiffering = others.find(({ equal }) => !equal) ?? others[0];
  const [besideId, setBeside] = useState(firstDiffering?.fileId);
  const beside = others.find(({ fileId }) => fileId === besideId) ?? others[0];
  const [target, setTarget] = useState<ByteRange>();
  const ranges = useMemo(() => beside?.ranges ?? [], [beside]);
  useEffect(() => setTarget(ranges[0]), [ranges]);
  if (!base || !beside) return null;
  return (
    <>
      <Meanings comparison={comparison} />
      <ComparedFiles files={comparison.files} beside={beside.fileId} onBeside={setBeside} />
      {beside.equal ? (
        <SameBytes fileId={base.fileId} indexes={[0, comparison.files.indexOf(beside)]} />
      ) : (
        <div className={styles.panes}>
          <div className={styles.side}>
            <BlockDifferences blocks={beside.blocks} onBlock={setTarget} />
            <DifferingParts file={beside} onPart={setTarget} />
          </div>
          <HexPair base={base} beside={beside} besideIndex={comparison.files.indexOf(beside)} target={target} onTarget={setTarget} />
        </div>
      )}
    </>
  );
}
