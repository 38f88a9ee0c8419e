// One of the four things the program does, as a card that is a button.
import { Button } from 'react-aria-components';
import { TaskArt, type TaskArtName } from './TaskArt';
import styles from './TaskCard.module.css';

export interface TaskCardProps {
  readonly art: TaskArtName;
  readonly title: string;
  readonly detail: string;
  readonly note?: string;
  readonly isFirst?: boolean;
  readonly isDisabled?: boolean;
  readonly onPress?: () => void;
}

export function TaskCard({ art, title, detail, note, isFirst = false, isDisabled = false, onPress }: TaskCardProps) {
  return (
    <Button className={styles.card ?? ''} data-first={isFirst} isDisabled={isDisabled} onPress={() => onPress?.()}>
      <TaskArt name={art} />
      <span className={styles.title}>{title}</span>
      <span className={styles.detail}>{detail}</span>
      {note ? <span className={styles.note}>{note}</span> : null}
    </Button>
  );
}
