// Whether a ROMPaq key will do its work: the hidden causes of "There are no ROM image files on the ROMPAQ disk" and of a black screen
// before it (domain rompaq.md 1.5, 3.3).
import { fail, note, warn } from '../../../shared/firmware/checks/finding';
import type { Finding } from '../../../shared/firmware/report';
import type { RomImage } from '../../../shared/keys/types';
import { readImage } from '../rom/read-image';
import { judgeImage } from '../rom/judge-image';
import { looksLikeImage } from '../rom/looks-like-image';
import { parseImageName } from '../rom/image-name';
import type { BootRecordKind } from './boot-record-kind';
import { fileName, isInRoot, isShortName, type KeyContents, type KeyEntry } from './key-contents';

export interface RompaqCheck {
  readonly findings: readonly Finding[];
  readonly images: readonly RomImage[];
}

const rebuild = 'Build the key anew from one package.';
/** Larger than any image: what is not read to its end is not judged. */
const LARGEST_IMAGE_BYTES = 64 * 1024 * 1024;

const LEAST_IMAGE_BYTES = 4096;
const HEAD_BYTES = 128;

export function checkRompaq(
  contents: KeyContents,
  boot: BootRecordKind | undefined,
  wantedFamily?: string,
  rootSha256?: string,
): RompaqCheck {
  const files = contents.entries.filter(({ isFolder }) => !isFolder);
  const root = files.filter(({ path }) => isInRoot(path));
  const judged = judgeImages(contents, files, rootSha256);
  return {
    findings: [
      ...checkPackage(root),
      ...checkBoot(root, boot),
      ...checkAutoexec(contents, root),
      ...checkFlasher(files, root),
      ...checkImages(files, root, judged, wantedFamily),
      ...checkRest(root),
    ],
    images: judged.map(({ image }) => image),
  };
}

const named = (entries: readonly KeyEntry[], name: string): KeyEntry | undefined =>
  entries.find(({ path, shortName }) => fileName(path).toUpperCase() === name || (isInRoot(path) && shortName.toUpperCase() === name));

function checkBoot(root: readonly KeyEntry[], boot: BootRecordKind | undefined): Finding[] {
  if (!boot)
    return [
      warn('KEY_RECORD_UNKNOWN', 'The boot record is of a kind that is not known: whether it starts a DOS cannot be told.', {
        next: rebuild,
      }),
    ];
  if (boot.name === 'none')
    return [
      fail('KEY_NOT_BOOTABLE', 'The boot record starts nothing: the stick was formatted, and never made bootable.', { next: rebuild }),
    ];
  if (!boot.dos) return [fail('KEY_OTHER_SYSTEM', `The boot record starts ${boot.name}, not DOS.`, { next: rebuild })];
  const missing = boot.loads.filter((name) => !named(root, name));
  const findings: Finding[] = missing.map((name) =>
    fail('KEY_NO_SYSTEM_FILE', `${name} is not in the root folder: the ${boot.name} boot record looks for it there and stops.`, {
      next: rebuild,
    }),
  );
  if (boot.name === 'syslinux' && !root.some(({ path }) => /^syslinux\.cfg$/i.test(path)))
    findings.push(
      fail('KEY_NO_SYSTEM_FILE', 'SYSLINUX.CFG is not in the root folder: syslinux does not know what to start.', { next: rebuild }),
    );
  if (missing.length === 0 && !named(root, 'COMMAND.COM'))
    findings.push(fail('KEY_NO_SYSTEM_FILE', 'COMMAND.COM is not in the root folder: DOS starts and asks for it.', { next: rebuild }));
  return findings;
}

function checkAutoexec(contents: KeyContents, root: readonly KeyEntry[]): Finding[] {
  const entry = named(root, 'AUTOEXEC.BAT');
  if (!entry)
    return [
      warn('KEY_NO_AUTOEXEC', 'AUTOEXEC.BAT is missing: ROMPAQ does not start by itself; type ROMPAQ at the prompt.', {
        next: 'Write AUTOEXEC.BAT.',
      }),
    ];
  const text = new TextDecoder('latin1').decode(contents.read(entry.path, 4096));
  if (/rompaq/i.test(text)) return [];
  return [warn('KEY_AUTOEXEC_OTHER', 'AUTOEXEC.BAT does not start ROMPAQ; type ROMPAQ at the prompt.', { next: 'Write AUTOEXEC.BAT.' })];
}

function checkFlasher(files: readonly KeyEntry[], root: readonly KeyEntry[]): Finding[] {
  const findings: Finding[] = [];
  if (!named(root, 'ROMPAQ.EXE')) {
    const elsewhere = named(files, 'ROMPAQ.EXE');
    findings.push(
      elsewhere
        ? fail('KEY_FLASHER_IN_FOLDER', `ROMPAQ.EXE lies in a folder (${elsewhere.path}): it must be in the root.`, {
            next: 'Move the files to the root.',
          })
        : fail('KEY_NO_FLASHER', 'ROMPAQ.EXE is missing: there is nothing that could flash.', { next: rebuild }),
    );
  }
  const drivers = files.filter(({ path }) => /\.(cpu|opt)$/i.test(path));
  if (!drivers.some(({ path }) => isInRoot(path))) {
    findings.push(
      drivers[0]
        ? fail('KEY_DRIVER_IN_FOLDER', `The driver lies in a folder (${drivers[0].path}): ROMPAQ looks in the root only.`, {
            next: 'Move the files to the root.',
          })
        : fail('KEY_NO_DRIVER', 'There is no driver (.CPU) for ROMPAQ: it will say that there are no upgradable devices.', {
            next: rebuild,
          }),
    );
  }
  for (const { path, size } of drivers)
    if (size === 0) findings.push(fail('KEY_DRIVER_EMPTY', `The driver ${path} is empty.`, { next: rebuild }));
  const rootDrivers = drivers.filter(({ path }) => isInRoot(path) && /\.cpu$/i.test(path));
  if (rootDrivers.length > 1)
    findings.push(
      warn(
        'KEY_SEVERAL_DRIVERS',
        `Several system drivers lie on the key (${rootDrivers.map(({ path }) => path).join(', ')}): packages were mixed, and ROMPAQ may refuse them.`,
        { next: rebuild },
      ),
    );
  return findings;
}

interface Judged {
  readonly image: RomImage;
  readonly findings: readonly Finding[];
  readonly entry: KeyEntry;
}

/** Files that have the name of an image, or the size and bytes of one. */
function judgeImages(contents: KeyContents, files: readonly KeyEntry[], rootSha256?: string): Judged[] {
  const isCandidate = ({ path, size }: KeyEntry): boolean =>
    size > 72 &&
    size <= LARGEST_IMAGE_BYTES &&
    (parseImageName(fileName(path)) !== undefined || (size >= LEAST_IMAGE_BYTES && looksLikeImage(contents.read(path, HEAD_BYTES))));
  return files.filter(isCandidate).flatMap((entry) => {
    const judged = judgeImage(entry.path, contents.read(entry.path), readImage, rootSha256);
    return judged && judged.image.kind !== 'workstation' ? [{ ...judged, entry }] : [];
  });
}

function checkImages(files: readonly KeyEntry[], root: readonly KeyEntry[], judged: readonly Judged[], wantedFamily?: string): Finding[] {
  const known = new Set(judged.map(({ entry }) => entry.path));
  const nameOnly = files.filter(({ path }) => parseImageName(fileName(path)) && !known.has(path));
  const findings: Finding[] = nameOnly.map(({ path }) =>
    fail('KEY_IMAGE_DAMAGED', `${path} has the name of a ROM image and is none: it is empty, cut or damaged.`, { next: rebuild }),
  );
  for (const { findings: own, entry } of judged) {
    findings.push(...own.filter(({ severity }) => severity !== 'note'));
    if (!isInRoot(entry.path)) {
      findings.push(
        fail(
          'KEY_IMAGE_IN_FOLDER',
          `The ROM image lies in a folder (${entry.path}): ROMPAQ looks in the root only and says that there are no ROM image files.`,
          { next: 'Move the files to the root.' },
        ),
      );
    } else if (!isShortName(fileName(entry.path))) {
      findings.push(
        fail('KEY_IMAGE_LONG_NAME', `DOS sees ${entry.path} as ${entry.shortName}: ROMPAQ does not find it under that name.`, {
          next: 'Give the image its own name of eight and three letters.',
        }),
      );
    }
  }
  const families = [...new Set(judged.flatMap(({ image }) => image.family ?? []))];
  if (judged.length === 0 && nameOnly.length === 0)
    findings.push(
      fail('KEY_NO_IMAGE', 'There is no ROM image on the key: ROMPAQ says “There are no ROM image files on the ROMPAQ disk”.', {
        next: rebuild,
      }),
    );
  if (families.length > 1)
    findings.push(
      warn('KEY_SEVERAL_FAMILIES', `Images of several families lie on the key: ${families.join(', ')}. Packages were mixed.`, {
        next: rebuild,
      }),
    );
  if (wantedFamily !== undefined && families.length > 0 && !families.includes(wantedFamily.toUpperCase()))
    findings.push(
      fail('KEY_OTHER_FAMILY', `The key is for family ${families.join(', ')}; the server named is ${wantedFamily.toUpperCase()}.`, {
        next: 'Build a key from the package of that server.',
      }),
    );
  const same = judged.filter(({ entry }) => root.includes(entry));
  if (families.length === 1 && same.length > 1)
    findings.push(
      note(
        'KEY_SEVERAL_RELEASES',
        `Several releases lie on the key: ${same.map(({ entry }) => entry.path).join(', ')}. ROMPAQ lets you choose.`,
      ),
    );
  return findings;
}

/** The package copied as it was downloaded explains all else that is missing. */
function checkPackage(root: readonly KeyEntry[]): Finding[] {
  const found = root.find(({ path }) => /^(sp|cp)\d+\.(exe|scexe|tgz|rpm)$/i.test(path));
  if (!found) return [];
  if (!named(root, 'ROMPAQ.EXE'))
    return [
      fail('KEY_PACKAGE_ON_KEY', `The package itself (${found.path}) was copied to the key: it must be unpacked and made into a key.`, {
        next: 'Build the key anew from this package.',
      }),
    ];
  return [warn('KEY_PACKAGE_ON_KEY', `The package itself (${found.path}) lies on the key besides.`, { next: rebuild })];
}

/** HPEUSB copied whatever lay beside it. */
function checkRest(root: readonly KeyEntry[]): Finding[] {
  const findings: Finding[] = [];
  if (root.length > 60)
    findings.push(warn('KEY_CROWDED', `${root.length} files lie in the root: another folder was copied along.`, { next: rebuild }));
  if (root.some(({ path }) => /^config\.sys$/i.test(path)))
    findings.push(note('KEY_CONFIG_SYS', 'There is a CONFIG.SYS: ROMPAQ needs none.'));
  return findings;
}
