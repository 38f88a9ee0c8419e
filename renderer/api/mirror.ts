// Keeps the stores a mirror of main: asks for a snapshot on every (re)connection, then follows the events.
import { useApp } from '../stores/app';
import { useBlocks } from '../stores/blocks';
import { useLog } from '../stores/log';
import { useView } from '../stores/view';
import { followDesk } from '../check/follow-desk';
import { followKeys } from '../keys/follow-keys';
import { setClients } from './actions';
import type { AppClient, Connection } from './client';

export function startMirror(connection: Connection): void {
  let unsubscribe: () => void = () => undefined;
  connection.onClients((clients) => {
    unsubscribe();
    setClients(clients);
    if (!clients) {
      useApp.getState().disconnected();
      return;
    }
    const leave = [follow(clients.app), followDesk(clients.check), followKeys(clients.key)];
    unsubscribe = () => {
      for (const each of leave) each();
    };
    void start(clients.app);
  });
}

async function start(client: AppClient): Promise<void> {
  const answer = await client.call('app/snapshot', {});
  if (!answer.ok) return;
  useBlocks.getState().replace(answer.value.blocks);
  useApp.getState().connected(answer.value.snapshot);
  useView.getState().settle(answer.value.snapshot);
  const lines = await client.call('app/log', { afterSeq: useLog.getState().lastSeq });
  if (lines.ok) useLog.getState().add(lines.value);
}

function follow(client: AppClient): () => void {
  const stop = [
    client.on('snapshot/changed', (snapshot) => {
      useApp.getState().mirror(snapshot);
      useView.getState().settle(snapshot);
    }),
    client.on('blocks/changed', (event) => useBlocks.getState().apply(event)),
    client.on('operation/progress', (event) => useApp.getState().progressed(event)),
    client.on('operation/ended', (event) => useApp.getState().ended(event)),
    client.on('log/line', (line) => useLog.getState().add([line])),
  ];
  return () => {
    for (const each of stop) each();
  };
}
