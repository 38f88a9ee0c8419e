// A window over the page. Escape and the backdrop close it unless it says otherwise.
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { ReactNode } from 'react';
import styles from './Dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Dangerous ones are alerts: they say so to screen readers and do not close by a slip of the mouse. */
  readonly isDangerous?: boolean;
  readonly children: ReactNode;
}

export function Dialog({ title, isOpen, onClose, isDangerous = false, children }: DialogProps) {
  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      isOpen={isOpen}
      isDismissable={!isDangerous}
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <Modal className={styles.modal ?? ''}>
        <AriaDialog className={styles.dialog ?? ''} role={isDangerous ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
