import { MessageChannel } from 'node:worker_threads';
import { contractSuite, serveSuite } from '../../shared/ipc/contract.suite';
import { messagePort } from './message-port';

contractSuite('a message channel', async () => {
  const { port1, port2 } = new MessageChannel();
  const near = messagePort(port1);
  const far = messagePort(port2);
  serveSuite(far);
  return {
    port: near,
    lose: () =>
      new Promise((resolve) => {
        port1.once('close', resolve);
        far.close();
      }),
    end: () => near.close(),
  };
});
