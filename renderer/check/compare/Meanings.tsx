// What a difference means: the best explanation first and large, with how sure it is and what to do. Of many, the rest is one press away.
import { useTranslation } from 'react-i18next';
import type { ComparisonView } from '../../../shared/ipc/check-views';
import { Fold } from '../../components/Fold';
import { lettersOf } from './Letter';
import styles from './Meanings.module.css';

/** As many as leave room for the bytes. */
const SHOWN = 3;

type Meaning = ComparisonView['meanings'][number];

export function Meanings({ comparison: { meanings, files } }: { readonly comparison: ComparisonView }) {
  const { t } = useTranslation();
  const shown = meanings.length <= SHOWN + 1 ? meanings : meanings.slice(0, SHOWN);
  const rest = meanings.slice(shown.length);
  const told = (meaning: Meaning, index: number) => (
    <Told key={index} meaning={meaning} isLarge={index === 0 && meaning === meanings[0]} of={lettersOfSome(files, meaning.fileIds)} />
  );
  return (
    <div data-testid="meaning">
      <ol className={styles.meanings}>{shown.map(told)}</ol>
      {rest.length > 0 ? (
        <Fold level={2} title={t('check.compareMoreMeanings', { count: rest.length })}>
          <ol className={styles.meanings}>{rest.map(told)}</ol>
        </Fold>
      ) : null}
    </div>
  );
}

/** Where it is said of some of the files; what is said of one names it. */
function lettersOfSome(files: ComparisonView['files'], fileIds: readonly string[]): string | undefined {
  if (fileIds.length < 2 || fileIds.length === files.length) return undefined;
  return lettersOf(files.flatMap(({ fileId }, index) => (fileIds.includes(fileId) ? [index] : [])));
}

interface ToldProps {
  readonly meaning: Meaning;
  readonly isLarge: boolean;
  readonly of: string | undefined;
}

function Told({ meaning: { code, certainty, message, next, evidence }, isLarge, of }: ToldProps) {
  const { t } = useTranslation();
  return (
    <li className={styles.meaning} data-code={code} data-large={isLarge} title={evidence}>
      <span className={styles.certainty} data-certainty={certainty}>
        {t(`check.compareCertainty.${certainty}`)}
      </span>
      <p>
        {of === undefined ? null : <span className={styles.of}>{t('check.compareOf', { letters: of })} </span>}
        <span className={styles.message}>{message}</span> <span className="soft">{next}</span>
      </p>
    </li>
  );
}
