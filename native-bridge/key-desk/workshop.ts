// The work of the key desk: opens packages, builds and checks keys. Runs in a thread of its own (worker-main.ts) or, in tests, in this one.
// Keeps nothing between two jobs: everything is read from the disk again.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildPhase, KeyTarget } from '../../shared/ipc/key-views';
import type { KeyCheck, KeyFileSystem, KeyPlan, PackageReport } from '../../shared/keys/types';
import type { Finding } from '../../shared/firmware/report';
import type { ByteRange } from '../../shared/model/plan';
import { fault, Fault } from '../../shared/model/errors';
import { buildKey, type KeyRequest } from '../keys/build/build-key';
import { crisisFiles } from '../keys/build/crisis-files';
import { usualKeyBytes } from '../keys/build/key-layout';
import { rompaqFiles, type KeyFile } from '../keys/build/rompaq-files';
import { firstDifference, saveKeyImage } from '../keys/build/save-image';
import { checkKey, checkKeyFolder } from '../keys/check/check-key';
import { folderContents } from '../keys/check/folder-contents';
import { repairKey } from '../keys/check/repairs';
import { planRepair } from '../keys/check/repair-drive';
import { openFileStore, type FileStore } from '../keys/disk/file-store';
import { driveFault } from '../keys/writer/drive-faults';
import type { DriveChanges } from '../keys/writer/write-key';
import type { LoadedPackage } from '../keys/packages/inspect-package';
import { loadPackageFile } from '../keys/packages/load-package-file';

export interface HeldPackage {
  /** A file under its own name, or a folder. */
  readonly path: string;
  /** For people. */
  readonly name: string;
}

export interface BuildOrder {
  readonly packages: readonly HeldPackage[];
  readonly target: KeyTarget;
  readonly fileSystem: KeyFileSystem;
  readonly isPractice: boolean;
  /** Where the image file goes, without its name. */
  readonly folder: string;
  /** Of the drive it is for: the key is no larger. */
  readonly mostBytes?: number;
}

export interface BuildOutcome {
  readonly path: string;
  readonly name: string;
  readonly plan: KeyPlan;
  readonly check: KeyCheck;
  /** What of the image counts; between these ranges a drive may keep what it holds. */
  readonly ranges: readonly ByteRange[];
}

export type ToldProgress = (phase: BuildPhase, done?: number, total?: number) => void;

export interface CheckOrder {
  readonly path: string;
  readonly isFolder: boolean;
  /** Of a drive. */
  readonly sizeBytes?: number;
  readonly family?: string;
}

export interface Workshop {
  /** `expectedSha256`: as published. */
  inspect(held: HeldPackage, expectedSha256?: string): Promise<PackageReport>;
  /** Where it rejects no file is left. */
  build(order: BuildOrder, tell: ToldProgress, signal: AbortSignal): Promise<BuildOutcome>;
  check(order: CheckOrder, signal?: AbortSignal): Promise<KeyCheck>;
  /** In place. @throws KEY_FILE_SYSTEM where it cannot be mended */
  repair(path: string, code: string, family?: string): Promise<void>;
  /** What it would change; nothing is written. @throws KEY_FILE_SYSTEM where it cannot be mended */
  planRepair(order: CheckOrder, code: string): Promise<DriveChanges>;
  close(): Promise<void>;
}

export const workshop: Workshop = {
  inspect: async (held, expectedSha256) => (await open(held, expectedSha256)).report,
  build,
  check: async ({ path, isFolder, sizeBytes, family }) => {
    const options = family === undefined ? {} : { family };
    if (isFolder) return checkKeyFolder(folderContents(path), options);
    const store = readable(path, sizeBytes);
    try {
      return await checkKey(store, options);
    } finally {
      store.close();
    }
  },
  repair: async (path, code, family) => {
    const store = openFileStore(path, { writable: true });
    try {
      if (!(await repairKey(store, code, family === undefined ? {} : { family }))) throw fault('KEY_FILE_SYSTEM', { detail: code });
      store.flush();
    } finally {
      store.close();
    }
  },
  planRepair: async ({ path, sizeBytes, family }, code) => {
    const store = readable(path, sizeBytes);
    try {
      const { outcome, changes, beforeSha256 } = await planRepair(store, code, family === undefined ? {} : { family });
      if (outcome.mended.length === 0) throw fault('KEY_FILE_SYSTEM', { detail: code });
      return { changes, beforeSha256 };
    } finally {
      store.close();
    }
  },
  close: () => Promise.resolve(),
};

/** `sizeBytes`: of a drive, whose errors are told as those of a drive. */
function readable(path: string, sizeBytes: number | undefined): FileStore {
  if (sizeBytes === undefined) return openFileStore(path);
  try {
    return openFileStore(path, { sizeBytes });
  } catch (thrown) {
    throw driveFault(thrown, { name: path, sizeBytes, offset: 0, stick: 'untouched' });
  }
}

async function open({ path, name }: HeldPackage, expectedSha256?: string): Promise<LoadedPackage> {
  const loaded = await loadPackageFile(path, expectedSha256 === undefined ? {} : { expectedSha256 });
  return { ...loaded, report: { ...loaded.report, file: name } };
}

async function build(order: BuildOrder, tell: ToldProgress, signal: AbortSignal): Promise<BuildOutcome> {
  const { fileSystem, target } = order;
  tell('opening', 0, order.packages.length);
  const packages: LoadedPackage[] = [];
  for (const held of order.packages) {
    packages.push(await open(held));
    tell('opening', packages.length, order.packages.length);
    await breathe(signal);
  }
  tell('building');
  const chosen = choose(packages, order);
  const files: KeyFile[] = order.isPractice ? [...chosen.files, practiceNote] : [...chosen.files];
  const { plan, image } = await buildKey({
    ...chosen,
    kind: target.kind,
    fileSystem,
    sizeBytes: Math.min(usualKeyBytes(target.kind, fileSystem), order.mostBytes ?? Infinity),
    files,
    ...(order.isPractice ? { label: 'PRACTICE' } : {}),
  });
  await breathe(signal);
  const { path, name } = await save(order, nameOf(plan, chosen.date, order.isPractice), (at) =>
    saveKeyImage(image, at, { signal, onProgress: (done, total) => tell('writing', done, total) }),
  );
  try {
    tell('reading-back');
    await breathe(signal);
    const store = openFileStore(path);
    try {
      const differs = firstDifference(image, store);
      if (differs !== undefined) throw fault('DISK_IO', { path, detail: `what was written reads back differently at ${differs}` });
      tell('checking');
      await breathe(signal);
      const check = await checkKey(store, { kind: target.kind, ...(plan.family ? { family: plan.family } : {}) });
      signal.throwIfAborted();
      const ranges = [...image.extents()].map(({ offset, bytes }) => ({ offset, length: bytes.length }));
      return { path, name, plan, check, ranges };
    } finally {
      store.close();
    }
  } catch (thrown) {
    // An image that was not proven is not left where somebody would write it to a stick.
    rmSync(path, { force: true });
    throw thrown;
  }
}

const practiceNote: KeyFile = {
  path: 'PRACTICE.TXT',
  bytes: new TextEncoder().encode('This key was made from a practice package of ROM Rescue.\r\nIt does nothing and is for no machine.\r\n'),
  from: 'ROM Rescue',
};

interface Chosen {
  readonly files: readonly KeyFile[];
  readonly family?: string;
  readonly bootRecord?: Uint8Array;
  readonly findings: readonly Finding[];
  readonly date: string;
}

function choose(packages: readonly LoadedPackage[], { target, fileSystem }: BuildOrder): Chosen & Pick<KeyRequest, 'date'> {
  const imagePath = target.imagePath === undefined ? {} : { imagePath: target.imagePath };
  if (target.kind === 'rompaq') {
    const { files, image, bootRecord, findings } = rompaqFiles(packages, { fileSystem, ...imagePath });
    return {
      files,
      findings,
      date: image.innerDate ?? packages[0]?.report.release ?? fallbackDay,
      ...(image.family ? { family: image.family } : {}),
      ...(bootRecord ? { bootRecord } : {}),
    };
  }
  const { files, image, findings } = crisisFiles(packages, {
    machine: target.machine,
    ...(target.processor ? { processor: target.processor } : {}),
    ...imagePath,
  });
  return { files, findings, date: packages[0]?.report.release ?? fallbackDay, ...(image?.family ? { family: image.family } : {}) };
}

/** Files need a day; where the package names none, it is this one. */
const fallbackDay = '2000-01-01';

const nameOf = ({ family, kind }: KeyPlan, date: string, isPractice: boolean): string =>
  [...(isPractice ? ['PRACTICE'] : []), kind, family ?? 'key', ...(date === fallbackDay ? [] : [date])].join('-');

/** A name that is taken is not overwritten: the next number is. */
async function save(
  { folder }: BuildOrder,
  name: string,
  write: (path: string) => Promise<unknown>,
): Promise<{ path: string; name: string }> {
  for (let turn = 1; ; turn++) {
    const file = `${name}${turn === 1 ? '' : `-${turn}`}.img`;
    const path = join(folder, file);
    try {
      await write(path);
      return { path, name: file };
    } catch (thrown) {
      const isTaken = thrown instanceof Fault && thrown.error.code === 'SAFETY_REFUSED';
      if (!isTaken || turn >= 99) throw thrown;
    }
  }
}

/** Lets a cancel be heard. */
async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
