// Something that is one press away: a heading that opens its content.
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import type { ReactNode } from 'react';
import { Icon } from './Icon';
import styles from './Fold.module.css';

export interface FoldProps {
  readonly title: ReactNode;
  readonly level?: number;
  readonly open?: boolean;
  readonly children: ReactNode;
}

export function Fold({ title, level = 3, open = false, children }: FoldProps) {
  return (
    <Disclosure className={styles.fold ?? ''} defaultExpanded={open}>
      <Heading level={level} className={styles.heading ?? ''}>
        <Button slot="trigger" className={styles.trigger ?? ''}>
          <Icon name="chevron" size={13} />
          {title}
        </Button>
      </Heading>
      <DisclosurePanel className={styles.panel ?? ''}>{children}</DisclosurePanel>
    </Disclosure>
  );
}
