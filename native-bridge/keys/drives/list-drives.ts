// The drives of this computer, with what forbids each; and any spelling of one led back to it.
import type { Drive } from '../../../shared/keys/types';
import { driveRefusalText } from '../../../shared/messages/drives.en';
import { fault } from '../../../shared/model/errors';
import type { DriveSystem, FoundDrive } from './found-drive';
import { linuxDrives } from './linux';
import { macDrives } from './macos';
import { protect } from './protection';
import { windowsDrives } from './windows';

export interface DriveQuestion {
  /** What the key needs; less is refused as too small. */
  readonly leastBytes?: number;
  /** Files the key is made from: the drives they lie on are refused. Those that are gone are passed over. */
  readonly sourceFiles?: readonly string[];
}

/** @throws KEY_DRIVE_LIST */
export function driveSystem(): DriveSystem {
  switch (process.platform) {
    case 'linux':
      return linuxDrives();
    case 'darwin':
      return macDrives();
    case 'win32':
      return windowsDrives();
    default:
      throw fault('KEY_DRIVE_LIST', { detail: process.platform, stick: 'untouched' });
  }
}

/** All drives but loop devices, usable ones first. @throws KEY_DRIVE_LIST */
export async function listDrives(question: DriveQuestion = {}, system: DriveSystem = driveSystem()): Promise<Drive[]> {
  const [found, sourceNodes] = await Promise.all([system.find(), nodesOfSources(question, system)]);
  return found
    .filter(({ id }) => !isLoop(id))
    .map((drive) => protect(drive, { ...rulesOf(question), sourceNodes }))
    .sort((a, b) => Number(a.refusals.length > 0) - Number(b.refusals.length > 0) || a.id.localeCompare(b.id));
}

/**
 * The drive that a path, a link, a number or a name means, with its refusals. Loop devices are found here when they are named.
 * @throws KEY_DRIVE_UNKNOWN, KEY_DRIVE_NOT_WHOLE, KEY_DRIVE_LIST
 */
export async function resolveDrive(wanted: string, question: DriveQuestion = {}, system: DriveSystem = driveSystem()): Promise<Drive> {
  const [node, found, sourceNodes] = await Promise.all([system.nodeOf(wanted), system.find(), nodesOfSources(question, system)]);
  const drive = found.find((each) => each.node === node || each.id === wanted);
  if (drive) return protect(drive, { ...rulesOf(question), sourceNodes });
  const holder = node === undefined ? undefined : found.find(({ parts }) => parts.includes(node));
  if (holder) throw fault('KEY_DRIVE_NOT_WHOLE', { wanted, name: holder.id, stick: 'untouched' });
  throw fault('KEY_DRIVE_UNKNOWN', { wanted, stick: 'untouched' });
}

/** @throws KEY_DRIVE_REFUSED, KEY_DRIVE_NEEDS_NAME */
export function requireWritable(drive: Drive, typedName?: string): void {
  const { refusals, name, id, needsTypedName } = drive;
  if (refusals.length > 0) {
    const why = refusals.map((reason) => driveRefusalText[reason]).join('; ');
    throw fault('KEY_DRIVE_REFUSED', { name: id, why, stick: 'untouched' });
  }
  if (needsTypedName && typedName?.trim() !== name) throw fault('KEY_DRIVE_NEEDS_NAME', { name: id, expected: name, stick: 'untouched' });
}

/** What must be the same at the moment of writing as it was when the drive was chosen. */
export type DriveIdentity = Pick<Drive, 'id' | 'sizeBytes' | 'serial'>;

export const identityOf = ({ id, sizeBytes, serial }: Drive): DriveIdentity => ({ id, sizeBytes, ...(serial ? { serial } : {}) });

/** Looks at the chosen drive anew. @throws KEY_DRIVE_CHANGED, and what resolveDrive throws */
export async function sameDrive(chosen: DriveIdentity, question: DriveQuestion = {}, system: DriveSystem = driveSystem()): Promise<Drive> {
  const now = await resolveDrive(chosen.id, question, system);
  const told = ({ sizeBytes, serial }: DriveIdentity): string => [`${sizeBytes} bytes`, ...(serial ? [serial] : [])].join(', ');
  if (told(now) !== told(chosen) || now.id !== chosen.id)
    throw fault('KEY_DRIVE_CHANGED', { name: chosen.id, expected: told(chosen), found: told(now), stick: 'untouched' });
  return now;
}

const isLoop = (id: FoundDrive['id']): boolean => id.startsWith('/dev/loop');
const rulesOf = ({ leastBytes }: DriveQuestion): { leastBytes?: number } => (leastBytes === undefined ? {} : { leastBytes });

async function nodesOfSources({ sourceFiles = [] }: DriveQuestion, system: DriveSystem): Promise<string[]> {
  const nodes = await Promise.all(sourceFiles.map((file) => system.nodesHolding(file).catch((): string[] => [])));
  return nodes.flat();
}
