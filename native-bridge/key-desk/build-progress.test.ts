import { describe, expect, it } from 'vitest';
import type { KeyJob } from '../../shared/ipc/key-views';
import { BuildProgress, drivePhases, filePhases, keyToDrivePhases } from './build-progress';

type Told = Pick<KeyJob, 'phase' | 'fraction' | 'done' | 'total'>;

function listen(place: 'file' | 'file-then-drive' | 'drive'): { readonly progress: BuildProgress; readonly told: Told[] } {
  const told: Told[] = [];
  let now = 0;
  return {
    told,
    progress: new BuildProgress(
      place,
      (one) => told.push(one),
      () => (now += 1000),
    ),
  };
}

const neverFalls = (told: readonly Told[]): boolean => told.every(({ fraction }, index) => fraction >= (told[index - 1]?.fraction ?? 0));

describe('the progress of a key', () => {
  it('goes through the phases of a file to the whole, and never back', () => {
    const { progress, told } = listen('file');
    for (const phase of filePhases) for (const done of [0, 5, 10]) progress.tell(phase, done, 10);
    progress.tell('opening', 0, 10);
    expect([neverFalls(told), told.at(-1)?.fraction]).toEqual([true, 1]);
  });

  it('of a key for a drive tells of no file that nobody asked for, and then of the drive', () => {
    const { progress, told } = listen('file-then-drive');
    for (const phase of filePhases) progress.tell(phase, 5, 10);
    progress.toDrive();
    for (const [index, phase] of drivePhases(true).entries()) progress.tell(phase, index + 1, 4);
    const shown = [...new Set(told.map(({ phase }) => phase))];
    expect(shown).toEqual(keyToDrivePhases(true));
    expect([neverFalls(told), told.at(-1)?.fraction]).toEqual([true, 1]);
  });

  it('of work on a drive alone is that of the writer', () => {
    const { progress, told } = listen('drive');
    progress.tell('writing', 1, 4);
    progress.tell('reading-back', 4, 4);
    expect(told).toEqual([
      { phase: 'writing', fraction: 0.25, done: 1, total: 4 },
      { phase: 'reading-back', fraction: 1, done: 4, total: 4 },
    ]);
  });
});
