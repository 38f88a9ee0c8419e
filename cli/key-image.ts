// What both builders of keys share: where the key goes, saving it, and reading it back before success is said.
import { checkKey, type CheckKeyOptions } from '../native-bridge/keys/check/check-key';
import { openFileStore } from '../native-bridge/keys/disk/file-store';
import type { BuiltKey } from '../native-bridge/keys/build/build-key';
import { usualKeyBytes } from '../native-bridge/keys/build/key-layout';
import { firstDifference, saveKeyImage } from '../native-bridge/keys/build/save-image';
import type { SparseImage } from '../native-bridge/keys/disk/sector-store';
import { requireWritable, resolveDrive } from '../native-bridge/keys/drives/list-drives';
import { loadPackageFile } from '../native-bridge/keys/packages/load-package-file';
import type { LoadedPackage } from '../native-bridge/keys/packages/inspect-package';
import { writeKeyToDrive, type KeyWritten } from '../native-bridge/keys/writer/write-key';
import { diskFault } from '../native-bridge/recovery/files';
import { keyFileSystems, type Drive, type KeyCheck, type KeyFileSystem, type KeyKind } from '../shared/keys/types';
import { fault } from '../shared/model/errors';
import { ExitCode } from './exit-codes';
import { requireAbsent } from './new-file';
import { oneOf, parseSize } from './numbers';
import type { Verb } from './verb';
import { sizeText } from './wording';

export interface KeyPlaceOptions {
  readonly output?: string;
  readonly drive?: string;
  /** Name of a large or fixed drive, typed. */
  readonly driveName?: string;
  readonly size?: string;
  readonly fileSystem?: string;
  readonly yes?: boolean;
  /** Prove first that the drive holds what it says. */
  readonly testSize?: boolean;
}

export interface KeyPlace {
  /** Of the image file or the drive. */
  readonly name: string;
  /** Absent where it is an image file. */
  readonly drive?: Drive;
  readonly sizeBytes: number;
  readonly fileSystem: KeyFileSystem;
  readonly testsSize: boolean;
}

/**
 * `sources`: files the key is made from. Throws INPUT_INVALID, SAFETY_REFUSED where the file is there already or nobody said that the
 * drive may be erased, KEY_DRIVE_* where it may not be chosen.
 */
export async function keyPlace(verb: Verb, kind: KeyKind, sources: readonly string[], options: KeyPlaceOptions): Promise<KeyPlace> {
  const { output, drive, size, testSize: testsSize = false } = options;
  const fileSystem = oneOf(options.fileSystem ?? 'fat32', keyFileSystems, '--file-system');
  if (output !== undefined && drive === undefined) {
    await requireAbsent(output);
    if (testsSize) throw fault('INPUT_INVALID', { detail: '--test-size is for drives' });
    return { name: output, fileSystem, testsSize, sizeBytes: size === undefined ? usualKeyBytes(kind, fileSystem) : parseSize(size) };
  }
  if (drive === undefined || output !== undefined) throw fault('INPUT_INVALID', { detail: 'name one of -o IMAGE and --drive ID' });
  if (size !== undefined) throw fault('INPUT_INVALID', { detail: '--size is for image files: a drive has its own' });
  const chosen = await resolveDrive(drive, { sourceFiles: sources });
  requireWritable(chosen, options.driveName);
  await requireConsent(verb, chosen, options);
  return { name: chosen.id, drive: chosen, fileSystem, testsSize, sizeBytes: chosen.sizeBytes };
}

async function requireConsent(
  { terminal, signal }: Verb,
  { id, name, sizeBytes }: Drive,
  { yes, driveName }: KeyPlaceOptions,
): Promise<void> {
  if (yes === true || driveName !== undefined) return;
  const answer = terminal.interactive
    ? await terminal.ask(`All that is on ${id} (${name}, ${sizeText(sizeBytes)}) will be erased. Type yes to go on: `, signal)
    : undefined;
  if (answer?.trim().toLowerCase() !== 'yes')
    throw fault('SAFETY_REFUSED', {
      problem: `all that is on ${id} (${name}) would be erased`,
      next: 'Check what is on it; then run the same command with --yes.',
    });
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

export interface DeliveredKey {
  readonly check: KeyCheck;
  /** Where it went to a drive. */
  readonly written?: KeyWritten;
}

/** Puts the key where it belongs, reads it back byte for byte, and checks it as any other key. */
export async function deliver(
  verb: Verb,
  { image }: BuiltKey,
  { name, drive, testsSize }: KeyPlace,
  sourceFiles: readonly string[],
  options: CheckKeyOptions,
): Promise<DeliveredKey> {
  const { signal, terminal } = verb;
  const show = (what: string, done: number, total: number): void => terminal.status(`${what} ${sizeText(done)} of ${sizeText(total)}`);
  try {
    if (drive === undefined) {
      await saveKeyImage(image, name, { signal, onProgress: (done, total) => show('saving', done, total) });
      terminal.status('reading back');
      return { check: await checkSaved(image, name, options) };
    }
    const written = await writeKeyToDrive(
      drive,
      { image },
      {
        signal,
        sourceFiles,
        typedName: drive.name,
        fakeCapacityCheck: testsSize,
        onProgress: ({ phase, doneBytes, totalBytes }) => show(phase, doneBytes, totalBytes),
      },
    );
    // The drive was read back equal to this, and may be put away by now.
    return { check: await checkKey(image, options), written };
  } finally {
    terminal.status('');
  }
}

async function checkSaved(image: SparseImage, file: string, options: CheckKeyOptions): Promise<KeyCheck> {
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
  }
}

export const exitOf = ({ verdict }: KeyCheck): ExitCode => (verdict === 'will-not-work' ? ExitCode.checkFailed : ExitCode.good);

export const whereOf = ({ name, drive }: KeyPlace): { readonly file: string } | { readonly drive: string } =>
  drive === undefined ? { file: name } : { drive: name };
