// A drawn place to drop something, with the buttons for those who do not drag.
import type { ReactNode } from 'react';
import { FileTrigger } from 'react-aria-components';
import { Button } from '../../components/Button';
import { chosenFiles, type Incoming } from '../../check/dropped-files';
import { StickArt } from './StickArt';
import styles from './DropArea.module.css';

export interface DropAreaProps {
  readonly title: string;
  readonly hint: string;
  readonly chooseFiles: string;
  readonly chooseFolder: string;
  readonly allowsSeveral: boolean;
  readonly isSmall?: boolean;
  readonly onFiles: (files: readonly Incoming[]) => void;
  readonly children?: ReactNode;
}

export function DropArea({ title, hint, chooseFiles, chooseFolder, allowsSeveral, isSmall = false, onFiles, children }: DropAreaProps) {
  const take = (files: FileList | null) => onFiles(chosenFiles(files ?? []));
  return (
    <div className={styles.drop} data-small={isSmall} data-testid="key-drop">
      {isSmall ? null : <StickArt width={200} />}
      <div className={styles.words}>
        {isSmall ? null : <h2>{title}</h2>}
        {isSmall ? null : <p className="soft">{hint}</p>}
        <div className={styles.buttons}>
          <FileTrigger allowsMultiple={allowsSeveral} onSelect={take}>
            <Button icon="file" kind={isSmall ? 'plain' : 'primary'}>
              {chooseFiles}
            </Button>
          </FileTrigger>
          <FileTrigger acceptDirectory onSelect={take}>
            <Button>{chooseFolder}</Button>
          </FileTrigger>
          {children}
        </div>
      </div>
    </div>
  );
}
