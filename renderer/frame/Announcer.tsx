// Tells screen readers of phase changes and of ends; never of percentages.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { describeError } from '../components/describe-error';
import { useApp } from '../stores/app';

export function Announcer() {
  const { t } = useTranslation();
  const phase = useApp((state) => state.progress?.phase);
  const ended = useApp((state) => state.lastEnded);
  const [text, setText] = useState('');
  useEffect(() => {
    if (phase) setText(t(`phase.${phase}`));
  }, [phase, t]);
  useEffect(() => {
    if (!ended) return;
    const operation = ended.kind ? t(`operation.${ended.kind}`) : t('app.name');
    setText(
      ended.error
        ? t('progress.announceFailed', { operation, what: describeError(t, ended.error).what })
        : t('progress.announceEnded', { operation }),
    );
  }, [ended, t]);
  return (
    <div className="visually-hidden" aria-live="polite" role="status" data-testid="announcer">
      {text}
    </div>
  );
}
