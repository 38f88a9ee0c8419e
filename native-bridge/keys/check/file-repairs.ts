// What can be mended by giving files their right name and place, or by writing AUTOEXEC.BAT again. Never what a file holds.
import type { Finding } from '../../../shared/firmware/report';
import type { RomImage } from '../../../shared/keys/types';
import { autoexecBytes, imageKeyName } from '../build/rompaq-files';
import { crisisNameOf } from '../build/crisis-files';
import type { FatVolume } from '../disk/fat-volume';
import { fileName, isInRoot, type KeyEntry } from './key-contents';

interface Move {
  readonly from: string;
  readonly to: string;
}

export interface FileRepair {
  /** Of the finding it mends. */
  readonly code: string;
  readonly title: string;
  readonly moves: readonly Move[];
  /** Written anew; absent where nothing is. */
  readonly autoexec?: true;
}

/** Only what can be done on this key: a name that is taken is no repair. */
export function fileRepairs(entries: readonly KeyEntry[], images: readonly RomImage[], findings: readonly Finding[]): FileRepair[] {
  const codes = [...new Set(findings.map(({ code }) => code))];
  const taken = new Set(entries.map(({ path }) => path.toUpperCase()));
  return codes.flatMap((code): FileRepair[] => {
    if (code === 'KEY_NO_AUTOEXEC' || code === 'KEY_AUTOEXEC_OTHER')
      return [{ code, title: 'Write AUTOEXEC.BAT', moves: [], autoexec: true }];
    const moves = movesFor(code, entries, images).filter(({ from, to }) => from !== to);
    // DOS names know no case: a change of case alone is no other name.
    const isFree = ({ from, to }: Move): boolean => !taken.has(to.toUpperCase()) || from.toUpperCase() === to.toUpperCase();
    // A package unpacked onto the key holds the same files in several folders: the first of each.
    const first = moves.filter(({ to }, index) => moves.findIndex((other) => other.to.toUpperCase() === to.toUpperCase()) === index);
    return first.length > 0 && first.every(isFree) ? [{ code, title: titleOf(first), moves: first }] : [];
  });
}

const titleOf = (moves: readonly Move[]): string =>
  moves.every(({ from, to }) => fileName(from).toUpperCase() === to.toUpperCase())
    ? `Move ${moves.map(({ to }) => to).join(', ')} to the root folder`
    : `Rename ${moves.map(({ from, to }) => `${from} to ${to}`).join(', ')}`;

function movesFor(code: string, entries: readonly KeyEntry[], images: readonly RomImage[]): Move[] {
  const files = entries.filter(({ isFolder }) => !isFolder);
  const toRoot = (fits: (path: string) => boolean): Move[] =>
    files.filter(({ path }) => !isInRoot(path) && fits(path)).map(({ path }) => ({ from: path, to: fileName(path).toUpperCase() }));
  switch (code) {
    case 'KEY_FLASHER_IN_FOLDER':
      return toRoot((path) => /(^|\/)rompaq\.exe$/i.test(path));
    case 'KEY_DRIVER_IN_FOLDER':
      return toRoot((path) => /\.(cpu|opt)$/i.test(path));
    case 'KEY_IMAGE_IN_FOLDER':
    case 'KEY_IMAGE_LONG_NAME':
    case 'ROM_IMAGE_NAME':
    case 'ROM_IMAGE_RENAMED':
    case 'ROM_IMAGE_DATE':
      return images.flatMap((image) => {
        const to = imageKeyName(image);
        return to === undefined ? [] : [{ from: image.path, to }];
      });
    case 'KEY_BIOS_IN_FOLDER':
    case 'KEY_BIOS_NAME':
      return images
        .filter(({ kind, family }) => kind === 'workstation' && family !== undefined)
        .map(({ path, family, version }) => ({ from: path, to: crisisNameOf(fileName(path), family!, version) }));
    default:
      return [];
  }
}

/** @throws KEY_FILE_SYSTEM, KEY_FULL */
export function applyFileRepair(fat: FatVolume, { moves, autoexec }: FileRepair): void {
  for (const { from, to } of moves) if (from.toUpperCase() !== to.toUpperCase()) fat.rename(from, to);
  if (autoexec) fat.write('AUTOEXEC.BAT', autoexecBytes);
}
