import { contractSuite, serveSuite } from './contract.suite';
import { localPorts } from './local-port';

contractSuite('two ends in one process', async () => {
  const [near, far] = localPorts();
  serveSuite(far);
  return { port: near, lose: () => far.close(), end: () => near.close() };
});
