// Chooses what goes on a ROMPaq key out of the packages a person has: exactly what the server needs, nothing else. HPEUSB copied
// whatever lay beside it; that is how keys without an image came to be.
import { fault } from '../../../shared/model/errors';
import { asciiBytes } from '../../../shared/firmware/bytes';
import { note, warn } from '../../../shared/firmware/checks/finding';
import type { Finding } from '../../../shared/firmware/report';
import type { KeyFileSystem, RomImage } from '../../../shared/keys/types';
import type { LoadedPackage } from '../packages/inspect-package';
import { nameOf } from '../packages/member-role';
import { imageNameOf, parseImageName } from '../rom/image-name';

export interface KeyFile {
  /** On the key; an empty folder ends in a slash. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Package and path it is from, for people. */
  readonly from: string;
}

export interface RompaqFiles {
  readonly files: readonly KeyFile[];
  readonly image: RomImage;
  /** Boot record of the file system from the package itself; absent where ours is used. */
  readonly bootRecord?: Uint8Array;
  readonly findings: readonly Finding[];
}

export interface RompaqChoice {
  readonly fileSystem: KeyFileSystem;
  readonly family?: string;
  /** Path of one image, where several fit. */
  readonly imagePath?: string;
}

/** As HP's own: quiet, then the flasher in English, which halts at its end. */
export const autoexecBytes = asciiBytes('@echo off\r\nrompaq.exe /l:us /!\r\n');
const resource = (name: string): RegExp => new RegExp(`(^|/)RCDATA/${name}$`);

/**
 * @throws KEY_INCOMPLETE, KEY_CHOOSE_IMAGE, KEY_IMAGE_REFUSED
 */
export function rompaqFiles(packages: readonly LoadedPackage[], choice: RompaqChoice): RompaqFiles {
  const image = chooseImage(packages, choice);
  const flasher = findFlasher(packages);
  const kernel = findFile(packages, (path) => resource('KERNEL').test(path) || /(^|\/)KERNEL\.SYS$/i.test(path));
  const command = findFile(packages, (path) => resource('COMMAND').test(path) || /(^|\/)COMMAND\.COM$/i.test(path));
  const record = choice.fileSystem === 'fat32' ? findFile(packages, (path) => resource('FAT32LBA').test(path)) : undefined;
  const missing = [
    ...(flasher ? [] : ['ROMPAQ.EXE with its driver']),
    ...(kernel ? [] : ['the FreeDOS kernel (in HPEUSB.exe)']),
    ...(command ? [] : ['COMMAND.COM (in HPEUSB.exe)']),
    ...(choice.fileSystem === 'fat16' || record ? [] : ['the FAT32 boot record (in HPEUSB.exe)']),
  ];
  if (!flasher || !kernel || !command || missing.length > 0) throw fault('KEY_INCOMPLETE', { missing: missing.join(', ') });
  const history = findFile([flasher.pack], (path) => /(^|\/)rev_hist\.txt$/i.test(path));
  const name = keyNameOf(image.image);
  const files: KeyFile[] = [
    { ...kernel, path: 'KERNEL.SYS' },
    { ...command, path: 'COMMAND.COM' },
    { path: 'AUTOEXEC.BAT', bytes: autoexecBytes, from: 'ROM Rescue' },
    ...flasher.files,
    { path: name, bytes: image.bytes, from: image.from },
    ...(history ? [{ ...history, path: 'REV_HIST.TXT' }] : []),
  ];
  return {
    files,
    image: image.image,
    ...(record ? { bootRecord: record.bytes } : {}),
    findings: [...mixedFindings(image, flasher), ...nameFindings(image.image, name)],
  };
}

function mixedFindings(image: ChosenImage, flasher: Flasher): Finding[] {
  if (image.pack === flasher.pack) return [];
  return [
    warn('KEY_TWO_PACKAGES', 'The image is from another package than ROMPAQ.EXE and its driver.', {
      next: 'Use a ROMPaq package of the image’s own release where there is one.',
      evidence: `${image.from}; ${flasher.files[0]?.from ?? ''}`,
    }),
  ];
}

/** ROMPAQ finds an image by its name alone: one that was renamed gets the name that its content asks for. */
export function imageKeyName({ path, kind, productId, innerDate }: RomImage): string | undefined {
  const name = nameOf(path).toUpperCase();
  const parsed = parseImageName(name);
  if (productId === undefined || innerDate === undefined) return parsed ? name : undefined;
  const letters = kind === 'legacy' ? 7 : 6;
  const fits = parsed?.productId.slice(0, letters) === productId.slice(0, letters) && parsed.date === innerDate;
  // The seventh letter of signed images is 1 in their names and 0 inside (domain rompaq.md 1.4).
  return fits ? name : imageNameOf(kind === 'legacy' ? productId : `${productId.slice(0, 6)}1`, innerDate);
}

function keyNameOf(image: RomImage): string {
  const name = imageKeyName(image);
  if (name === undefined)
    throw fault('KEY_IMAGE_REFUSED', { why: `${nameOf(image.path)} is no name that ROMPAQ looks for, and its own cannot be told` });
  return name;
}

const nameFindings = ({ path }: RomImage, name: string): Finding[] =>
  nameOf(path).toUpperCase() === name
    ? []
    : [note('KEY_IMAGE_NAMED', `${nameOf(path)} stands on the key as ${name}, the name its content asks for.`)];

interface Found {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly from: string;
}

function findFile(packages: readonly LoadedPackage[], fits: (path: string) => boolean): Found | undefined {
  for (const pack of packages) {
    for (const [path, content] of pack.content) if (fits(path)) return { path, bytes: content(), from: `${pack.report.file}: ${path}` };
  }
  return undefined;
}

interface Flasher {
  readonly pack: LoadedPackage;
  readonly files: readonly KeyFile[];
}

/** ROMPAQ.EXE and the drivers beside it: those of another package it refuses ("incompatible with this version"). */
function findFlasher(packages: readonly LoadedPackage[]): Flasher | undefined {
  for (const pack of packages) {
    const flashers = pack.report.members.filter(({ role }) => role === 'rompaq').map(({ path }) => path);
    // The folder for USB keys before the one for diskettes, where there are both.
    flashers.sort((a, b) => Number(/usb/i.test(b)) - Number(/usb/i.test(a)));
    for (const flasher of flashers) {
      const folder = flasher.slice(0, flasher.length - nameOf(flasher).length);
      const drivers = pack.report.members.filter(
        ({ path, role }) => path === folder + nameOf(path) && (role === 'system-driver' || role === 'option-driver'),
      );
      if (drivers.length === 0) continue;
      const files = [flasher, ...drivers.map(({ path }) => path)].map((path) => ({
        path: nameOf(path).toUpperCase(),
        bytes: pack.content.get(path)!(),
        from: `${pack.report.file}: ${path}`,
      }));
      return { pack, files };
    }
  }
  return undefined;
}

interface ChosenImage {
  readonly image: RomImage;
  readonly bytes: Uint8Array;
  readonly from: string;
  readonly pack: LoadedPackage;
}

function chooseImage(packages: readonly LoadedPackage[], { family, imagePath }: RompaqChoice): ChosenImage {
  const all = packages.flatMap((pack) =>
    pack.report.images
      .filter(({ kind }) => kind !== 'workstation')
      .map((image) => ({ image, pack, from: `${pack.report.file}: ${image.path}`, bytes: pack.content.get(image.path) })),
  );
  const fitting = all.filter(
    ({ image }) => (family === undefined || image.family === family) && (imagePath === undefined || image.path === imagePath),
  );
  if (fitting.length === 0) throw fault('KEY_INCOMPLETE', { missing: family ? `a ROM image of family ${family}` : 'a ROM image' });
  const sound = fitting.filter(({ image }) => image.proof !== 'signature-bad' && image.proof !== 'sum-bad');
  const [first] = sound;
  if (!first) throw fault('KEY_IMAGE_REFUSED', { why: 'its signature or checksum is wrong' });
  // The same release from two packages is one image.
  const distinct = new Set(sound.map(({ image }) => `${nameOf(image.path).toUpperCase()} ${image.size}`));
  if (distinct.size > 1) throw fault('KEY_CHOOSE_IMAGE', { list: sound.map(({ image }) => nameOf(image.path)).join(', ') });
  return { ...first, bytes: first.bytes!() };
}
