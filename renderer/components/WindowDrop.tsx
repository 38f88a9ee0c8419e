// The whole window as a drop area: header and footer take files too. Without it a page that misses a drop would be replaced by the file.
import { useEffect, useRef, useState } from 'react';
import { Icon } from './Icon';
import styles from './WindowDrop.module.css';

const hasFiles = (event: { readonly dataTransfer: DataTransfer | null }): boolean => event.dataTransfer?.types.includes('Files') ?? false;

export interface WindowDropProps {
  /** What will happen, in one sentence. */
  readonly label: string;
  /** While the drop is handled: what it carries is gone after it. */
  readonly onDrop: (transfer: DataTransfer) => void;
}

export function WindowDrop({ label, onDrop }: WindowDropProps) {
  const [isOver, setOver] = useState(false);
  const take = useRef(onDrop);
  useEffect(() => {
    take.current = onDrop;
  });
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer || !hasFiles(event)) return;
      event.preventDefault();
      take.current(event.dataTransfer);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return isOver ? (
    <div className={styles.over} aria-hidden="true" data-testid="drop-over">
      <p>
        <Icon name="file" size={28} /> {label}
      </p>
    </div>
  ) : null;
}
