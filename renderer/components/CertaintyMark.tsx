// The weight of a statement: a small mark, with its source on hover and on focus.
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Certainty } from '../../shared/model/knowledge';
import styles from './CertaintyMark.module.css';

export function CertaintyMark({ certainty, source }: { readonly certainty: Certainty; readonly source: string }) {
  const { t } = useTranslation();
  return (
    <TooltipTrigger delay={250} closeDelay={100}>
      <Button
        className={styles.mark ?? ''}
        data-certainty={certainty}
        aria-label={t('parts.certaintyLabel', { certainty: t(`certainty.${certainty}`), source })}
      >
        <span className={styles.glyph} aria-hidden="true" />
        {t(`certainty.${certainty}`)}
      </Button>
      <Tooltip className={styles.tip ?? ''} placement="top" offset={6}>
        <strong>{t(`certaintyMeaning.${certainty}`)}</strong>
        <span>{t('parts.source', { source })}</span>
      </Tooltip>
    </TooltipTrigger>
  );
}
