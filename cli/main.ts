// The command line's entry: puts the real terminal, devices and signals together, runs one verb, and exits with its status.
import packageJson from '../package.json';
import { guardExit } from '../native-bridge/programmers/exit-guard';
import { lateSession } from './late-session';
import { runProgram } from './program';
import { showProgress } from './show-progress';
import { cancelOnFirstSignal } from './signals';
import { processTerminal } from './terminal';

const terminal = processTerminal(process);
const { signal, process: guarded } = cancelOnFirstSignal(process, () =>
  terminal.note('Stopping after this block; once more leaves at once.'),
);
const guard = guardExit({ process: guarded });

const exit = await runProgram(process.argv.slice(2), {
  version: packageJson.version,
  terminal,
  verb: () => ({
    session: lateSession(async () => (await import('./session')).makeSession(guard)),
    signal,
    terminal,
    progress: showProgress(terminal),
    today: () => new Date(),
  }),
});
await guard.closeAll();
guard.remove();
// A device library may keep the process alive; a pipe may still be full.
process.stdout.write('', () => process.exit(exit));
