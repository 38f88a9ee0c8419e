// The browser face: the same backend as the window, served to a browser on this machine. Reads top to bottom as the start-up order.
import { fileURLToPath } from 'node:url';
import { Fault } from '../../shared/model/errors';
import { forkDeviceHost } from '../worker/fork-host';
import { startRecovery } from '../start-recovery';
import { openBrowser } from './open-browser';
import { parseOptions, type BrowserOptions } from './options';
import { startBrowserServer } from './server';

const say = (line: string): void => console.error(line);

async function main(options: BrowserOptions): Promise<void> {
  const { practiceSpeed } = options;
  const running = await startRecovery({
    face: 'browser',
    casesFolder: options.casesFolder,
    spawnHost: () => forkDeviceHost(practiceSpeed === undefined ? {} : { practiceSpeed }),
  });
  const { recovery } = running;
  const server = await startBrowserServer({
    port: options.port,
    pageFolder: pageFolder(),
    onPort: (port) => running.serve(port),
  });
  console.log(options.bareUrl ? server.url : `ROM Rescue: ${server.url}`);
  if (options.open) openBrowser(server.url, process.platform, process.env);

  let leaving = false;
  const leave = () => {
    if (leaving) {
      say('Still stopping: the block in hand must be finished and read back.');
      return;
    }
    leaving = true;
    if (recovery.isWriting)
      say('A write is going on. It stops after the block in hand; the case then says what is written, and goes on from there.');
    void (async () => {
      await running.stop();
      await server.close();
      process.exit(0);
    })();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, leave);
}

/** Bundled, the page lies beside this program. */
function pageFolder(): string {
  const isSource = import.meta.url.endsWith('.ts');
  return fileURLToPath(new URL(isSource ? '../../dist/renderer' : './renderer', import.meta.url));
}

function describeStartFailure(thrown: unknown): string {
  if (thrown instanceof Fault && thrown.error.code === 'CASE_IN_USE')
    return `ROM Rescue is already open on these cases: ${thrown.error.params['path'] ?? ''}`;
  if (thrown instanceof Fault) return `ROM Rescue cannot use its cases folder (${thrown.error.code}): ${thrown.error.params['path'] ?? ''}`;
  return thrown instanceof Error ? thrown.message : String(thrown);
}

try {
  await main(parseOptions(process.argv.slice(2)));
} catch (thrown) {
  say(describeStartFailure(thrown));
  process.exit(1);
}
