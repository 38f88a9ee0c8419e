// Notices files that lie together and are the parts of one image, as the owners' DOS backup script leaves them, and joins them.
// Noticed by kind, size and name alone; what is in them is looked at when they are joined.
import { joinBackupSet } from '../../shared/firmware/backup-set';
import type { CheckSet } from '../../shared/ipc/check-views';
import { zx20Layout } from '../../shared/machines/zx20-layout';
import { fault } from '../../shared/model/errors';
import type { SetCandidate, SetJoiner, SetPart } from './inspector';

/** Fewer parts of one image are just some regions. */
const FEWEST_PARTS = 4;
/** The script's own whole image, or what was joined here, makes joining needless. */
const JOINED = 'joined.bin';
const { regions, biosRegion } = zx20Layout;

export const dosBackupSets: SetJoiner = {
  find: (files) => [...byFolder(files)].flatMap(([folder, members]) => setOf(folder, members) ?? []),
  join: (parts) => {
    const { image, contradictions, missing } = joinBackupSet(parts.map(namedByFile), zx20Layout);
    if (!image) throw fault('INPUT_INVALID', { detail: [...contradictions, ...missing].join(' ') });
    return { name: `${folderOf(parts[0]?.name ?? '')}${JOINED}`, bytes: image };
  },
};

const namedByFile = ({ name, bytes }: SetPart) => ({ name: name.slice(folderOf(name).length), bytes });

/** With what parts it from the file: a path, or the archive it is a member of. */
const folderOf = (name: string): string => /^.*(\/| › )/.exec(name)?.[0] ?? '';

function byFolder(files: readonly SetCandidate[]): Map<string, SetCandidate[]> {
  const folders = new Map<string, SetCandidate[]>();
  for (const file of files) {
    const folder = folderOf(file.name);
    const members = folders.get(folder);
    if (members) members.push(file);
    else folders.set(folder, [file]);
  }
  return folders;
}

function setOf(folder: string, files: readonly SetCandidate[]): CheckSet | undefined {
  const parts = files.flatMap((file) => {
    const holds = regionsIn(file, folder);
    return holds.length > 0 ? [{ file, holds }] : [];
  });
  // Two files for one region are two sets that lie in one folder: nobody can say which belongs to which.
  const held = new Set(parts.flatMap(({ holds }) => holds));
  const isTwice = parts.flatMap(({ holds }) => (holds.length === 1 ? holds : [])).some((name, index, all) => all.indexOf(name) !== index);
  const isWholeHere = files.some(({ name }) => name === `${folder}${JOINED}` || /^FIRM\b/i.test(name.slice(folder.length)));
  if (parts.length < FEWEST_PARTS || isTwice || isWholeHere) return undefined;
  return {
    title: folder.replace(/\/$| › $/, ''),
    fileIds: parts.map(({ file }) => file.fileId),
    missing: regions.filter(({ name }) => !held.has(name)).map(({ title }) => title),
  };
}

function regionsIn({ name, kind, sizeBytes }: SetCandidate, folder: string): string[] {
  if (kind === 'bios-region' && sizeBytes === biosRegion.length)
    return regions.filter(({ offset }) => offset >= biosRegion.offset).map((region) => region.name);
  const stem = name.slice(folder.length).toUpperCase();
  // Blank regions say nothing of themselves: there the script's name tells.
  const region = regions.find(({ name: own, length, backupFile }) => length === sizeBytes && (kind === own || stem.startsWith(backupFile)));
  return region ? [region.name] : [];
}
