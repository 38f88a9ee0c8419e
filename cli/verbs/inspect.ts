// rom-rescue inspect: what each file is, and whether it is sound. Many files on threads, told one by one as they are done.
import { availableParallelism } from 'node:os';
import type { InspectHints } from '../../shared/firmware/inspect';
import { machineIds } from '../../shared/model/diagnosis';
import { fault } from '../../shared/model/errors';
import type { FileInspection } from '../../shared/model/file-inspection';
import { shownName } from '../../native-bridge/inspection/file-names';
import { findFiles, type FoundFile, type FoundFiles } from '../../native-bridge/inspection/find-files';
import { inspectMany, type Given } from '../../native-bridge/inspection/inspect-many';
import { openInspectionPool } from '../../native-bridge/inspection/inspection-pool';
import { maskInspection } from '../../native-bridge/inspection/mask-inspection';
import { exitCodeOf } from '../exit-codes';
import { openReporters } from '../inspect-reporters';
import { Tally } from '../inspect-tally';
import { severities } from '../inspection-view';
import { oneOf } from '../numbers';
import { asError } from '../run-verb';
import type { Answer, Verb } from '../verb';

export interface InspectOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly html?: string;
  readonly export?: string;
  readonly showIdentity?: boolean;
  readonly findings?: string;
  readonly machine?: string;
}

export async function inspect(verb: Verb, paths: readonly string[], options: InspectOptions): Promise<Answer> {
  if (options.json && options.csv) throw fault('INPUT_INVALID', { detail: 'give one of --json and --csv' });
  const identity = options.showIdentity === true;
  const hints: InspectHints = {
    ...(options.machine === undefined ? {} : { machineId: oneOf(options.machine, machineIds, '--machine') }),
    ...(identity ? { withIdentity: true } : {}),
  };
  const findings = options.findings === undefined ? undefined : oneOf(options.findings, severities, '--findings');
  const found = await findFiles(paths, {}, verb.signal);
  if (found.files.length === 0) throw fault('INPUT_INVALID', { detail: `there is no file to inspect in ${paths.join(', ')}` });

  const reporters = await openReporters({ terminal: verb.terminal, today: verb.today, found, identity, findings, ...wanted(options) });
  const pool = openInspectionPool({ workers: workersFor(found.files) });
  const tally = new Tally();
  try {
    for await (const inspection of inspectMany(pool, found.files.map(given), hints, verb.signal)) {
      tally.add(inspection);
      showProgress(verb, tally, found, inspection);
      const shown = identity ? inspection : maskInspection(inspection);
      for (const reporter of reporters) await reporter.add(shown);
    }
    verb.terminal.status('');
    for (const reporter of reporters) await reporter.finish(tally);
    return { exit: tally.exit, json: {}, text: [], isPrinted: true };
  } catch (thrown) {
    verb.terminal.status('');
    for (const reporter of reporters) await reporter.abandon(tally, asError(thrown));
    if (options.json !== true) throw thrown;
    return { exit: exitCodeOf(asError(thrown).code), json: {}, text: [], isPrinted: true };
  } finally {
    await pool.close();
  }
}

function given({ path, error, size }: FoundFile): Given {
  return error === undefined ? { kind: 'file', path } : { kind: 'known', inspection: { file: shownName(path), size, error } };
}

/** A thread costs more to start than one image takes; but an archive may hold many, and must not keep Ctrl-C from being heard. */
function workersFor(files: readonly FoundFile[]): number {
  const isOneImage = files.length === 1 && !/\.(zip|gz|tgz|tar)$/i.test(files[0]!.path);
  return isOneImage ? 0 : Math.min(files.length, availableParallelism(), 8);
}

const wanted = ({ json, csv, html, export: exported }: InspectOptions) => ({
  stdout: json ? ('json' as const) : csv ? ('csv' as const) : ('text' as const),
  ...(html === undefined ? {} : { html }),
  ...(exported === undefined ? {} : { exported }),
});

function showProgress({ terminal }: Verb, tally: Tally, { files }: FoundFiles, { file }: FileInspection): void {
  if (files.length > 1) terminal.status(`${tally.files} of ${files.length}  ${file}`);
}
