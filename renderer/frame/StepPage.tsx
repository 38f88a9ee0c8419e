// A page of the wizard: its sentence as the heading, its error where it arises, its content.
import { useEffect, useRef, type ReactNode } from 'react';
import { ErrorCard } from '../components/ErrorCard';
import { useStepError } from './use-step-error';
import { RecoverActions } from './RecoverActions';
import styles from './StepPage.module.css';

export interface StepPageProps {
  readonly eyebrow?: string;
  readonly title: string;
  readonly lead?: string;
  /** In place of the word on the chip, where an error is shown. */
  readonly safety?: string;
  readonly children: ReactNode;
}

export function StepPage({ eyebrow, title, lead, safety, children }: StepPageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useStepError();
  // The sentence changes when work starts or ends: what is said then is at the top.
  useEffect(() => heading.current?.focus(), [title]);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        {eyebrow ? <p className={styles.eyebrow}>{eyebrow}</p> : null}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead ? <p className="lead">{lead}</p> : null}
      </div>
      {shown ? (
        <ErrorCard error={shown.error} {...(shown.dismiss ? { onDismiss: shown.dismiss } : {})} {...(safety ? { safety } : {})}>
          <RecoverActions error={shown.error} />
        </ErrorCard>
      ) : null}
      {children}
    </div>
  );
}
