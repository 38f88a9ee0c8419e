// Keeps the mirror of the desk true: the whole list on every (re)connection, then what changes.
import type { CheckClient } from '../api/client';
import { useDesk } from './desk';

export function followDesk(client: CheckClient): () => void {
  const stop = client.on('check/changed', (event) => useDesk.getState().apply(event));
  void client.call('check/list', {}).then((answer) => {
    if (answer.ok) useDesk.getState().replace(answer.value);
  });
  return stop;
}
