import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { contractSuite } from '../../shared/ipc/contract.suite';
import { childPort } from './process-port';

let folder = '';
const program = () => join(folder, 'far-end.mjs');

/** The far end as a program of its own. The suite's tests are not part of it: only what serves. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rom-rescue-port-'));
  const at = (path: string) => fileURLToPath(new URL(path, import.meta.url)).replaceAll('\\', '/');
  await build({
    stdin: {
      contents: `import { serveSuite } from '${at('../../shared/ipc/contract.suite.ts')}';
        import { parentProcessPort } from '${at('./process-port.ts')}';
        serveSuite(parentProcessPort(process));`,
      resolveDir: at('.'),
      loader: 'ts',
    },
    outfile: program(),
    bundle: true,
    platform: 'node',
    format: 'esm',
    plugins: [
      {
        name: 'no-tests',
        setup: (bundle) => {
          bundle.onResolve({ filter: /^vitest$/ }, () => ({ path: 'vitest', namespace: 'none' }));
          bundle.onLoad({ filter: /.*/, namespace: 'none' }, () => ({
            contents: 'export const afterEach = 0, beforeEach = 0, describe = 0, expect = 0, it = 0;',
          }));
        },
      },
    ],
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

contractSuite('a forked process', async () => {
  const child = fork(program(), [], { serialization: 'advanced', execArgv: [] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    port: childPort(child),
    lose: () => {
      child.kill('SIGKILL');
      return gone;
    },
    end: () => {
      child.kill('SIGKILL');
      return gone;
    },
  };
});
