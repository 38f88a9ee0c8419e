// Keeps the mirror of the key desk true: the whole state on every (re)connection, then each change.
import type { KeyClient } from '../api/client';
import { useKeys } from './key-store';

export function followKeys(client: KeyClient): () => void {
  // Another program counts from its own beginning.
  useKeys.setState({ desk: undefined });
  const stop = client.on('key/changed', (state) => useKeys.getState().mirror(state));
  void client.call('key/state', {}).then((answer) => {
    if (answer.ok) useKeys.getState().mirror(answer.value);
  });
  return stop;
}
