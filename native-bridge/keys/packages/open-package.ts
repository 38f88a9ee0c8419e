// Opens a package whatever it is wrapped in, told by its bytes and never by its name, and never by running it. Containers inside
// containers are opened too, as far as the limits allow.
import { sameBytes, startsWith } from '../../../shared/firmware/bytes';
import { Fault, fault, type ErrorCode } from '../../../shared/model/errors';
import type { PackageContainer } from '../../../shared/keys/types';
import { isLegacyImage } from '../rom/legacy-image';
import { isSignedImage } from '../rom/signed-image';
import { Allowance, ContentMemory, packageLimits, type ArchiveMember, type PackageLimits } from './archive';
import { isCabinet, isCutCabinet } from './cabinet';
import { cabinetMembers, openProgram } from './open-program';
import { gunzip, isGzip, isTar, isZip, readTar, readZip, zipAtEnd } from './packed';
import { isMz } from './pe';
import { isRpm, readRpm } from './rpm';
import { isShellScript, readScexe } from './scexe';
import { isSevenZip, readWithSevenZip } from './seven-zip';

export interface OpenedPackage {
  readonly container: PackageContainer;
  /** Nested containers' members stand under the container's own path: "a.zip/SP1.exe/ROMPAQ.EXE". */
  readonly members: readonly ArchiveMember[];
  readonly authenticode?: 'intact' | 'broken';
  /** Containers that lie too deep in others to be opened. */
  readonly leftClosed: readonly string[];
}

/** What is wrong with a nested container by intent; anything else makes it only a file. */
const hostile: ReadonlySet<ErrorCode> = new Set(['PACKAGE_UNSAFE_NAME', 'PACKAGE_DUPLICATE_NAME', 'PACKAGE_TOO_LARGE', 'PACKAGE_NESTED']);

/**
 * @throws PACKAGE_* and ARCHIVE_* where it is a container that cannot be opened; what is no container at all is answered as
 * `unknown` with no members
 */
export async function openPackage(bytes: Uint8Array, limits: PackageLimits = packageLimits): Promise<OpenedPackage> {
  const allowance = new Allowance(limits, bytes.length);
  const opened = await openOne(bytes, allowance);
  return { ...opened, ...(await openNested(opened.members, allowance, [bytes], limits.maxDepth)) };
}

/** Files that someone unpacked already, and the containers among them. Their names stand on a disk and are not judged. */
export async function openFolder(files: readonly ArchiveMember[], limits: PackageLimits = packageLimits): Promise<OpenedPackage> {
  const allowance = new Allowance(limits);
  allowance.takeMembers(files.length);
  allowance.takeBytes(files.reduce((sum, { size }) => sum + size, 0));
  return { container: 'folder', ...(await openNested(files, allowance, [], limits.maxDepth)) };
}

/** The members, each container among them followed by what it holds. */
async function openNested(members: readonly ArchiveMember[], allowance: Allowance, within: readonly Uint8Array[], maxDepth: number) {
  const found: ArchiveMember[] = [];
  const leftClosed: string[] = [];
  const memory = new ContentMemory();
  const add = async (given: ArchiveMember, outer: readonly Uint8Array[], depth: number): Promise<void> => {
    const member = memory.remember(given);
    found.push(member);
    const content = member.content();
    if (!isContainer(content)) return;
    if (outer.some((one) => sameBytes(one, content))) throw fault('PACKAGE_NESTED', { name: member.path });
    const inner = await tryOpen(content, allowance);
    if (inner.length > 0 && depth >= maxDepth) {
      leftClosed.push(member.path);
      return;
    }
    const before = found.length;
    try {
      for (const one of inner) await add({ ...one, path: `${member.path}/${one.path}` }, [...outer, content], depth + 1);
    } catch (thrown) {
      if (!isHarmless(thrown)) throw thrown;
      // It cannot be unpacked after all: it is only a file.
      found.length = before;
    }
  };
  for (const member of members) await add(member, within, 1);
  return { members: found, leftClosed };
}

async function tryOpen(bytes: Uint8Array, allowance: Allowance): Promise<readonly ArchiveMember[]> {
  try {
    return (await openOne(bytes, allowance)).members;
  } catch (thrown) {
    if (isHarmless(thrown)) return [];
    throw thrown;
  }
}

const isHarmless = (thrown: unknown): boolean => thrown instanceof Fault && !hostile.has(thrown.error.code);

const isContainer = (bytes: Uint8Array): boolean =>
  isMz(bytes) ||
  (isZip(bytes) && !isDocument(bytes)) ||
  isGzip(bytes, 0) ||
  startsWith(bytes, 0, 'MSCF') ||
  isRpm(bytes) ||
  isTar(bytes) ||
  isSevenZip(bytes, 0) ||
  isShellScript(bytes);

/** Office files are zips too; they name their types first. */
const isDocument = (bytes: Uint8Array): boolean => startsWith(bytes, 30, '[Content_Types].xml');

type Opened = Omit<OpenedPackage, 'leftClosed'>;

async function openOne(bytes: Uint8Array, allowance: Allowance): Promise<Opened> {
  if (bytes.length === 0) throw fault('IMAGE_EMPTY', {});
  if (isMz(bytes)) return openProgram(bytes, allowance);
  if (isRpm(bytes)) return { container: 'rpm', members: await readRpm(bytes, allowance) };
  if (isShellScript(bytes)) return { container: 'scexe', members: readScexe(bytes, allowance) };
  if (isCabinet(bytes, 0)) return { container: 'cabinet', members: await cabinetMembers(bytes, allowance) };
  if (isCutCabinet(bytes, 0)) throw fault('PACKAGE_TRUNCATED', { offset: bytes.length });
  if (isSevenZip(bytes, 0)) return { container: '7z', members: await readWithSevenZip(bytes, allowance) };
  if (isSignedImage(bytes) || isLegacyImage(bytes)) return { container: 'rom-image', members: [] };
  if (isGzip(bytes, 0)) {
    const content = gunzip(bytes, allowance);
    if (isTar(content)) return { container: 'tgz', members: readTar(content, allowance) };
    throw fault('PACKAGE_METHOD_UNKNOWN', { method: 'a gzip file without an archive in it' });
  }
  if (isTar(bytes)) return { container: 'tar', members: readTar(bytes, allowance) };
  const zip = zipAtEnd(bytes) ?? (isZip(bytes) ? bytes : undefined);
  if (zip) {
    const members = readZip(zip, allowance);
    return { container: members.some(({ path }) => path === 'payload.json') ? 'fwpkg' : 'zip', members };
  }
  return { container: 'unknown', members: [] };
}
