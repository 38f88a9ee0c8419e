// rom-rescue key check: whether a key will work, and why not. Changes nothing without --repair.
import { statSync } from 'node:fs';
import { checkKey, checkKeyFolder, type CheckKeyOptions } from '../../native-bridge/keys/check/check-key';
import { folderContents } from '../../native-bridge/keys/check/folder-contents';
import { repairAll, type RepairOutcome } from '../../native-bridge/keys/check/repairs';
import { openFileStore } from '../../native-bridge/keys/disk/file-store';
import { planRepair } from '../../native-bridge/keys/check/repair-drive';
import { requireWritable, resolveDrive } from '../../native-bridge/keys/drives/list-drives';
import { openDriveForReading, type OpenedStore } from '../../native-bridge/keys/writer/open-device';
import { mendDrive } from '../../native-bridge/keys/writer/write-key';
import { fileFault } from '../../native-bridge/inspection/read-file';
import { withFit } from '../../shared/keys/check-fit';
import type { KeyCheck } from '../../shared/keys/types';
import { machines } from '../../shared/machines';
import { fault } from '../../shared/model/errors';
import { exitOf } from '../key-image';
import { checkLines } from '../key-view';
import type { Answer, Verb } from '../verb';

export interface KeyCheckOptions {
  readonly drive?: string;
  /** A workstation, a server's model, or a family. */
  readonly machine?: string;
  readonly family?: string;
  readonly repair?: boolean;
  /** Name of a large or fixed drive that is to be mended, typed. */
  readonly driveName?: string;
}

export async function keyCheck(verb: Verb, path: string | undefined, options: KeyCheckOptions): Promise<Answer> {
  if ((path === undefined) === (options.drive === undefined))
    throw fault('INPUT_INVALID', { detail: 'name an image, a folder, or --drive ID' });
  if (options.machine !== undefined && options.family !== undefined)
    throw fault('INPUT_INVALID', { detail: 'give one of --machine and --family' });
  const words = options.family ?? options.machine;
  const family = words === undefined ? undefined : sureFamily(words);
  const name = path ?? options.drive!;
  const choice = family === undefined ? {} : { family };
  const { check: plain, outcome } =
    path === undefined ? await examineDrive(verb, name, choice, options) : await examine(path, choice, options.repair === true);
  const check = words === undefined || family !== undefined ? plain : withFit(plain, words);
  return {
    exit: exitOf(check),
    json: { ...(path === undefined ? { drive: name } : { file: name }), ...check, ...(outcome ? { mended: outcome.mended } : {}) },
    text: [...outcomeLines(outcome), ...checkLines(check, name, verb.terminal.colourOnStdout)],
  };
}

interface Examined {
  readonly check: KeyCheck;
  readonly outcome?: RepairOutcome;
}

async function examine(path: string, options: CheckKeyOptions, repair: boolean): Promise<Examined> {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) {
      if (repair) throw fault('INPUT_INVALID', { detail: 'a folder is not repaired: name the image of the key' });
      return { check: checkKeyFolder(folderContents(path), options) };
    }
    // A key may be larger than any image: only what is no file is refused.
    if (!stats.isFile()) throw fault('FILE_SPECIAL', { path, type: 'device, pipe or socket' });
    const store = openFileStore(path, { writable: repair });
    try {
      const outcome = repair ? await repairAll(store, options) : undefined;
      if (outcome) store.flush();
      return { check: await checkKey(store, options), ...(outcome ? { outcome } : {}) };
    } finally {
      store.close();
    }
  } catch (thrown) {
    throw fileFault(thrown, path);
  }
}

/** A repair is worked out beside the drive; then the writer changes those sectors, and the drive is looked at again. */
async function examineDrive(
  { signal, terminal }: Verb,
  wanted: string,
  options: CheckKeyOptions,
  { repair = false, driveName }: KeyCheckOptions,
): Promise<Examined> {
  if (!repair) return { check: await onDrive(wanted, (store) => checkKey(store, options)) };
  const drive = await resolveDrive(wanted);
  requireWritable(drive, driveName);
  const { outcome, ...changes } = await onDrive(drive.id, (store) => planRepair(store, undefined, options));
  if (changes.changes.length > 0) {
    terminal.status(`mending ${drive.id}`);
    // It stays where it is: it is looked at again.
    await mendDrive(drive, changes, { signal, eject: false, ...(driveName === undefined ? {} : { typedName: driveName }) });
    terminal.status('');
  }
  return { outcome, check: await onDrive(drive.id, (store) => checkKey(store, options)) };
}

async function onDrive<T>(wanted: string, work: (store: OpenedStore) => Promise<T>): Promise<T> {
  const store = await openDriveForReading(wanted);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

/** A family, or a workstation whose family was measured; a server's model only tells what is likely. */
function sureFamily(words: string): string | undefined {
  const named = words.trim();
  if (/^[a-z]\d\d$/i.test(named)) return named.toUpperCase();
  return machines.find(({ id }) => id === named.toLowerCase())?.family.value;
}

function outcomeLines(outcome: RepairOutcome | undefined): string[] {
  if (outcome === undefined) return [];
  if (outcome.mended.length === 0) return ['Nothing was mended.', ''];
  return [`Mended: ${outcome.mended.join(', ')}`, ''];
}
