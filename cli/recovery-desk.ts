// The recovery as a sequence of commands with outcomes: what a window does by clicks, a verb does by calls.
import { randomUUID } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { homedir } from 'node:os';
import type { AppContract } from '../shared/ipc/contract';
import type { Handlers } from '../shared/ipc/contract-kit';
import type { CaseView, Snapshot } from '../shared/ipc/views';
import { fault, type AppError } from '../shared/model/errors';
import { isProcessAlive } from '../native-bridge/recovery/case-lock';
import { defaultCasesFolder } from '../native-bridge/recovery/cases-folder';
import { nodeDisk } from '../native-bridge/recovery/files';
import { Recovery } from '../native-bridge/recovery/recovery';
import { practiceFiles } from '../native-bridge/simulator/practice-image';
import { valueOf, VerbFailure, type Verb } from './verb';

export interface Desk {
  readonly call: Handlers<AppContract>;
  readonly snapshot: () => Snapshot;
  /** The open case. Throws STATE_WRONG where none is. */
  readonly openCase: () => CaseView;
  /** Starts an operation and waits for its end; its error ends the verb. */
  readonly perform: (started: Promise<Awaited<ReturnType<Handlers<AppContract>['contact/start']>>>) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface CasePlace {
  readonly casesFolder: string;
  /** Absent: a new one is made there. */
  readonly caseId?: string;
}

/** A folder that holds a case is that case; any other is where a new one is made. */
export async function casePlace(folder: string | undefined): Promise<CasePlace> {
  if (folder === undefined)
    return { casesFolder: defaultCasesFolder({ platform: process.platform, homeFolder: homedir(), environment: process.env }) };
  const path = resolve(folder);
  const isCase = await nodeDisk.exists(join(path, 'case.json'));
  return isCase ? { casesFolder: dirname(path), caseId: basename(path) } : { casesFolder: path };
}

export async function openDesk(verb: Verb, casesFolder: string, version: string): Promise<Desk> {
  const recovery = await Recovery.start({
    session: verb.session,
    disk: nodeDisk,
    casesFolder,
    face: 'browser',
    version,
    platform: process.platform,
    now: verb.today,
    newId: randomUUID,
    lockOwner: { pid: process.pid, owner: randomUUID(), isAlive: isProcessAlive },
    practiceFiles,
  });
  const call = recovery.handlers();
  const ended = new Map<string, AppError | undefined>();
  const stopListening = recovery.subscribe(({ event, payload }) => {
    if (event === 'operation/progress') verb.progress(payload.progress);
    if (event === 'operation/ended') ended.set(payload.operationId, payload.error);
  });

  return {
    call,
    snapshot: () => recovery.snapshot(),
    openCase: () => {
      const { openCase } = recovery.snapshot();
      if (!openCase) throw fault('STATE_WRONG', { state: 'no case is open' });
      return openCase;
    },
    perform: async (started) => {
      const { operationId } = valueOf(await started);
      const cancel = (): void => void call['operation/cancel']({ operationId });
      verb.signal.addEventListener('abort', cancel, { once: true });
      if (verb.signal.aborted) cancel();
      await recovery.idle();
      verb.signal.removeEventListener('abort', cancel);
      const error = ended.get(operationId);
      if (error) throw new VerbFailure(error);
      verb.signal.throwIfAborted();
    },
    close: async () => {
      stopListening();
      await recovery.stop();
      await verb.session.close();
    },
  };
}
