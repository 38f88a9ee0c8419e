// What both builders of keys share: where the key goes, saving it, and reading it back before success is said.
import { checkKey, type CheckKeyOptions } from '../native-bridge/keys/check/check-key';
import { openFileStore } from '../native-bridge/keys/disk/file-store';
import type { BuiltKey } from '../native-bridge/keys/build/build-key';
import { usualKeyBytes } from '../native-bridge/keys/build/key-layout';
import { firstDifference, saveKeyImage } from '../native-bridge/keys/build/save-image';
import { loadPackageFile } from '../native-bridge/keys/packages/load-package-file';
import type { LoadedPackage } from '../native-bridge/keys/packages/inspect-package';
import { diskFault } from '../native-bridge/recovery/files';
import { keyFileSystems, type KeyCheck, type KeyFileSystem, type KeyKind } from '../shared/keys/types';
import { fault } from '../shared/model/errors';
import { ExitCode } from './exit-codes';
import { requireAbsent } from './new-file';
import { oneOf, parseSize } from './numbers';
import type { Verb } from './verb';
import { sizeText } from './wording';

export interface KeyPlaceOptions {
  readonly output?: string;
  readonly drive?: string;
  readonly size?: string;
  readonly fileSystem?: string;
}

export interface KeyPlace {
  readonly file: string;
  readonly sizeBytes: number;
  readonly fileSystem: KeyFileSystem;
}

/** Throws INPUT_INVALID, or SAFETY_REFUSED where the file is there already. */
export async function keyPlace(kind: KeyKind, options: KeyPlaceOptions): Promise<KeyPlace> {
  const { output, drive, size } = options;
  if ((output === undefined) === (drive === undefined)) throw fault('INPUT_INVALID', { detail: 'name one of -o IMAGE and --drive ID' });
  if (output === undefined)
    throw fault('INPUT_INVALID', {
      detail: 'this version writes image files only: name one with -o, and put it on the stick with an image writer',
    });
  const fileSystem = oneOf(options.fileSystem ?? 'fat32', keyFileSystems, '--file-system');
  await requireAbsent(output);
  return { file: output, fileSystem, sizeBytes: size === undefined ? usualKeyBytes(kind, fileSystem) : parseSize(size) };
}

/** Throws what the packages throw, and SAFETY_REFUSED for one that was changed after it was signed. */
export async function loadPackages(verb: Verb, paths: readonly string[]): Promise<LoadedPackage[]> {
  const packages: LoadedPackage[] = [];
  for (const path of paths) {
    verb.signal.throwIfAborted();
    verb.terminal.status(`opening ${path}`);
    packages.push(await loadPackageFile(path));
  }
  verb.terminal.status('');
  const altered = packages.find(({ report }) => report.findings.some(({ code }) => code === 'PACKAGE_ALTERED'));
  if (altered)
    throw fault('SAFETY_REFUSED', {
      problem: `${altered.report.file} was changed after it was signed`,
      next: 'Download it again from HPE.',
    });
  return packages;
}

/** Saves the key, reads it back byte for byte, and checks it as any other key. */
export async function saveAndCheck(verb: Verb, { image }: BuiltKey, file: string, options: CheckKeyOptions): Promise<KeyCheck> {
  await saveKeyImage(image, file, {
    signal: verb.signal,
    onProgress: (done, total) => verb.terminal.status(`saving ${sizeText(done)} of ${sizeText(total)}`),
  });
  verb.terminal.status('reading back');
  try {
    const store = openFileStore(file);
    try {
      const differsAt = firstDifference(image, store);
      if (differsAt !== undefined) throw fault('DISK_IO', { path: file, detail: `read back differs at byte ${differsAt}` });
      return await checkKey(store, options);
    } finally {
      store.close();
    }
  } catch (thrown) {
    throw diskFault(thrown, file);
  } finally {
    verb.terminal.status('');
  }
}

export const exitOf = ({ verdict }: KeyCheck): ExitCode => (verdict === 'will-not-work' ? ExitCode.checkFailed : ExitCode.good);
