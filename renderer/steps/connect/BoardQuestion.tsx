// The 3.3 V question, with a drawing of where to measure. Asked once per adapter; only two answers let a chip be powered.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { boardAnswers, boardIsSafe, type BoardAnswer } from '../../../shared/model/programmer';
import { send } from '../../api/actions';
import { Button } from '../../components/Button';
import { Choice } from '../../components/Choice';
import { MeasureDrawing } from '../../drawings/MeasureDrawing';
import styles from './BoardQuestion.module.css';

export function BoardQuestion({ answer }: { readonly answer: BoardAnswer | undefined }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<BoardAnswer | undefined>(answer);
  return (
    <section className={styles.section} aria-labelledby="board-title">
      <h2 id="board-title">{t('connect.boardTitle')}</h2>
      <p>{t('connect.boardWhy')}</p>
      <div className={styles.columns}>
        <figure>
          <MeasureDrawing />
          <figcaption className={styles.caption}>{t('connect.boardMeasure')}</figcaption>
        </figure>
        <div className={styles.answers}>
          <Choice
            label={t('connect.boardAnswer')}
            value={chosen}
            onChange={setChosen}
            options={boardAnswers.map((each) => ({ value: each, title: t(`board.${each}`) }))}
          />
          {chosen && !boardIsSafe(chosen) ? (
            <p className={styles.unsafe} role="status">
              {t('connect.boardUnsafe')}
            </p>
          ) : null}
          <div>
            <Button kind="primary" isDisabled={!chosen} onPress={() => chosen && void send('programmer/board', { answer: chosen })}>
              {t('connect.boardSave')}
            </Button>
          </div>
        </div>
      </div>
    </section>
  );
}
