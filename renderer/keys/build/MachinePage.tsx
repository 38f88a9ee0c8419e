// Second question: the machine. Says whether the package fits with the weight of that answer; a mismatch is confirmed, never forbidden.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyState, KeyTarget } from '../../../shared/ipc/key-views';
import type { KeyKind, RomImage } from '../../../shared/keys/types';
import { sendKey } from '../../api/actions';
import { Choice } from '../../components/Choice';
import { StepPage } from '../../frame/StepPage';
import { useKeyLook } from '../key-look';
import { FootBar } from '../parts/FootBar';
import { FitCard } from './FitCard';
import { RedundantRom } from './RedundantRom';
import { ServerQuestions } from './ServerQuestions';
import { WorkstationQuestions } from './WorkstationQuestions';
import styles from './MachinePage.module.css';

const imagesOf = (desk: KeyState): RomImage[] => desk.packages.flatMap(({ report }) => report?.images ?? []);

function kindsOf(desk: KeyState): KeyKind[] {
  const images = imagesOf(desk);
  const kinds: KeyKind[] = [];
  if (images.some(({ kind }) => kind !== 'workstation')) kinds.push('rompaq');
  if (images.some(({ kind }) => kind === 'workstation')) kinds.push('crisis');
  return kinds.length > 0 ? kinds : ['rompaq', 'crisis'];
}

const firstTarget = (kind: KeyKind): KeyTarget => (kind === 'rompaq' ? { kind, words: '', said: 'other' } : { kind, machine: 'z620' });

export function MachinePage({ desk }: { readonly desk: KeyState }) {
  const { t } = useTranslation();
  const go = useKeyLook((state) => state.go);
  const kinds = kindsOf(desk);
  const { target, fit, mismatchConfirmed } = desk;
  const isKnown = target !== undefined && kinds.includes(target.kind);
  const [only] = kinds;
  useEffect(() => {
    if (!isKnown && only) void sendKey('key/target', { target: firstTarget(only) });
  }, [isKnown, only]);
  if (!target || !isKnown) return null;
  const choose = (next: KeyTarget) => void sendKey('key/target', { target: next });
  const images = imagesOf(desk).filter(({ kind }) => (kind === 'workstation') === (target.kind === 'crisis'));
  const why =
    target.kind === 'rompaq' && target.words.trim() === ''
      ? t('key.machine.needWords')
      : fit?.fit === 'no' && !mismatchConfirmed
        ? t('key.machine.needConfirm')
        : undefined;
  return (
    <StepPage title={t('key.machine.title')} lead={t('key.machine.lead')} safety={t('key.safeNothing')}>
      <div className={styles.columns}>
        <div className={styles.questions}>
          {kinds.length > 1 ? (
            <Choice
              label={t('key.machine.kind')}
              value={target.kind}
              onChange={(kind) => choose(firstTarget(kind))}
              options={[
                { value: 'rompaq', title: t('key.machine.kindRompaq') },
                { value: 'crisis', title: t('key.machine.kindCrisis') },
              ]}
            />
          ) : null}
          {target.kind === 'rompaq' ? (
            <ServerQuestions target={target} ownFamily={images[0]?.family} onChange={choose} />
          ) : (
            <WorkstationQuestions target={target} onChange={choose} />
          )}
          {images.length > 1 ? (
            <Choice
              label={t('key.machine.image')}
              value={target.imagePath}
              onChange={(imagePath) => choose({ ...target, imagePath })}
              options={[...new Map(images.map((image) => [image.path, image])).values()].map((image) => ({
                value: image.path,
                title: <span className="hex">{image.path.slice(image.path.lastIndexOf('/') + 1)}</span>,
                detail: [image.family, image.innerDate ?? image.version].filter(Boolean).join(' · '),
              }))}
            />
          ) : null}
        </div>
        <div className={styles.aside}>
          <FitCard fit={fit} isConfirmed={mismatchConfirmed} />
          {target.kind === 'rompaq' ? <RedundantRom /> : null}
        </div>
      </div>
      <FootBar onBack={() => go('package')} why={why} go={t('key.goOn')} onGo={() => go('where')} />
    </StepPage>
  );
}
