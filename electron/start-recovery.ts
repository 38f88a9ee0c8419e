// What the window and the browser face have in common: the cases folder held, the device process, the recovery.
import { randomUUID } from 'node:crypto';
import { availableParallelism, homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { openCheckDesk } from '../native-bridge/check-desk/open-check-desk';
import { openComposeThread } from '../native-bridge/composition/compose-thread';
import { openKeyDesk } from '../native-bridge/key-desk/open-key-desk';
import { isProcessAlive, lockFolder, type LockOwner } from '../native-bridge/recovery/case-lock';
import { defaultCasesFolder } from '../native-bridge/recovery/cases-folder';
import { openInspectionPool } from '../native-bridge/inspection/inspection-pool';
import { nodeDisk } from '../native-bridge/recovery/files';
import { inspectInPool } from '../native-bridge/recovery/inspector';
import { Recovery } from '../native-bridge/recovery/recovery';
import { practiceFiles } from '../native-bridge/simulator/practice-image';
import type { Port } from '../shared/ipc/contract-kit';
import type { Snapshot } from '../shared/ipc/views';
import { appVersion } from './app-version';
import { DeviceProxy, type HostProcess } from './worker/device-proxy';

export interface StartOptions {
  readonly face: Snapshot['face'];
  readonly casesFolder: string | undefined;
  readonly spawnHost: () => HostProcess;
}

export interface RunningRecovery {
  readonly recovery: Recovery;
  /** Serves a page on a port until that is closed. */
  serve(port: Port): void;
  /** Lets the block in hand be finished, then the adapter, the case and the folder go. */
  stop(): Promise<void>;
}

/** Files of the check desk. */
const MOST_AT_ONCE = 8;

/** Throws CASE_IN_USE where another window or program has the folder, and the faults of the disk. */
export async function startRecovery({ face, casesFolder, spawnHost }: StartOptions): Promise<RunningRecovery> {
  const folder = resolve(
    casesFolder ?? defaultCasesFolder({ platform: process.platform, homeFolder: homedir(), environment: process.env }),
  );
  const lockOwner: LockOwner = { pid: process.pid, owner: randomUUID(), isAlive: isProcessAlive };
  await nodeDisk.ensureFolder(folder);
  const unlock = await lockFolder(nodeDisk, folder, lockOwner);
  // One for both; a thread starts when there is work for it. One more than the desk keeps busy: see openCheckDesk.
  const pool = openInspectionPool({ workers: Math.min(MOST_AT_ONCE, availableParallelism()) + 1 });
  // Within the folder that is ours alone: what a killed program left there is found and removed by the next.
  const checkDesk = await openCheckDesk(join(folder, '.checked'), `ROM Rescue ${appVersion}`, pool);
  const keyDesk = await openKeyDesk(join(folder, '.keys'), join(dirname(folder), 'rom-rescue-keys'));
  const session = new DeviceProxy(spawnHost);
  const composer = openComposeThread();
  const recovery = await Recovery.start({
    session,
    disk: nodeDisk,
    inspect: inspectInPool(pool),
    composer,
    casesFolder: folder,
    face,
    version: appVersion,
    platform: process.platform,
    now: () => new Date(),
    newId: randomUUID,
    lockOwner,
    practiceFiles,
  });
  return {
    recovery,
    serve: (port) => {
      recovery.serve(port);
      checkDesk.serve(port);
      keyDesk.serve(port);
    },
    stop: async () => {
      await recovery.stop();
      await checkDesk.close().catch(() => undefined);
      await keyDesk.close().catch(() => undefined);
      await pool.close();
      await composer.close();
      session.dispose();
      await unlock();
    },
  };
}
