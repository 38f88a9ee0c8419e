// What to do at the machine with a key: the steps of the server, or those of the workstation's crisis recovery.
import type { KeyTarget } from '../../shared/ipc/key-views';
import { waysOutOf } from '../../shared/machines';
import { serverFamilies, serverSteps, type ServerStep } from '../../shared/machines/proliant';

export function keyFacts(target: KeyTarget, family: string | undefined): ServerStep[] {
  if (target.kind === 'rompaq') {
    const generation = serverFamilies.find((known) => known.family === family)?.generation;
    return [...serverSteps(generation, target.said)];
  }
  const guide = waysOutOf(target.machine).find(({ id }) => id === 'crisis-recovery')?.guide ?? [];
  // Making the stick and naming the file is done.
  return guide.slice(2).map(({ text, certainty, source }) => ({ text, certainty, source }));
}
