// Opens a package whatever it is wrapped in, told by its bytes and never by its name, and never by running it. Containers inside
// containers are opened too, as far as the limits allow.
import { startsWith } from '../../../shared/firmware/bytes';
import { Fault, fault } from '../../../shared/model/errors';
import type { PackageContainer } from '../../../shared/keys/types';
import { readLegacyImage } from '../rom/legacy-image';
import { readSignedImage } from '../rom/signed-image';
import { checkMembers, packageLimits, type ArchiveMember, type PackageLimits } from './archive';
import { isCabinet, readCabinet } from './cabinet';
import { gunzip, isGzip, isTar, readTar, readZip, zipStart } from './packed';
import { authenticodeState, isMz, readPe, readResources, type PeResources } from './pe';
import { isRpm, readRpm } from './rpm';
import { isShellScript, readScexe } from './scexe';
import { readWithSevenZip } from './seven-zip';

export interface OpenedPackage {
  readonly container: PackageContainer;
  /** Nested containers' members stand under the container's own path: "a.zip/SP1.exe/ROMPAQ.EXE". */
  readonly members: readonly ArchiveMember[];
  readonly authenticode?: 'intact' | 'broken';
}

const sevenZipMark = '7z\xbc\xaf\x27\x1c';

/**
 * @throws PACKAGE_* and ARCHIVE_* where it is a container that cannot be opened; what is no container at all is answered as
 * `unknown` with no members
 */
export async function openPackage(bytes: Uint8Array, limits: PackageLimits = packageLimits): Promise<OpenedPackage> {
  const opened = await openOne(bytes, limits);
  if (limits.maxDepth <= 1) return opened;
  const members: ArchiveMember[] = [];
  for (const member of opened.members) {
    members.push(member);
    members.push(...(await nested(member, limits)));
  }
  return { ...opened, members: checkMembers(members, limits) };
}

/** What a member holds, if it is a container itself; one that cannot be opened is only a file. */
async function nested(member: ArchiveMember, limits: PackageLimits): Promise<readonly ArchiveMember[]> {
  if (!/\.(exe|zip|cab|7z|tgz|gz|tar|rpm|scexe|fwpkg)$/i.test(member.path)) return [];
  try {
    const { members } = await openPackage(member.content(), { ...limits, maxDepth: limits.maxDepth - 1 });
    return members.map((inner) => ({ ...inner, path: `${member.path}/${inner.path}` }));
  } catch (thrown) {
    if (thrown instanceof Fault && !['PACKAGE_UNSAFE_NAME', 'PACKAGE_TOO_LARGE'].includes(thrown.error.code)) return [];
    throw thrown;
  }
}

async function openOne(bytes: Uint8Array, limits: PackageLimits): Promise<OpenedPackage> {
  if (bytes.length === 0) throw fault('IMAGE_EMPTY', {});
  if (isMz(bytes)) return openProgram(bytes, limits);
  if (isRpm(bytes)) return { container: 'rpm', members: readRpm(bytes, limits) };
  if (isShellScript(bytes)) return { container: 'scexe', members: readScexe(bytes, limits) };
  if (isCabinet(bytes, 0)) return { container: 'cabinet', members: await cabinetMembers(bytes, limits) };
  if (startsWith(bytes, 0, sevenZipMark)) return { container: '7z', members: await readWithSevenZip(bytes, limits) };
  if (readSignedImage(bytes) || readLegacyImage(bytes)) return { container: 'rom-image', members: [] };
  if (isGzip(bytes, 0)) {
    const content = gunzip(bytes);
    if (isTar(content)) return { container: 'tgz', members: readTar(content, limits) };
    throw fault('PACKAGE_METHOD_UNKNOWN', { method: 'a gzip file without an archive in it' });
  }
  if (isTar(bytes)) return { container: 'tar', members: readTar(bytes, limits) };
  if (zipStart(bytes) !== undefined) {
    const members = readZip(bytes, limits);
    return { container: members.some(({ path }) => path === 'payload.json') ? 'fwpkg' : 'zip', members };
  }
  return { container: 'unknown', members: [] };
}

async function openProgram(bytes: Uint8Array, limits: PackageLimits): Promise<OpenedPackage> {
  const pe = readPe(bytes);
  if (!pe) return { container: 'dos-softpaq', members: [] };
  const state = authenticodeState(bytes, pe);
  const signed = state ? { authenticode: state } : {};
  const resources = readResources(bytes);
  if (isKeyMaker(resources)) return { container: 'key-maker', members: resourceMembers(resources), ...signed };
  const cabinetAt = findFrom(bytes, 'MSCF', pe.overlayAt, isCabinet);
  if (cabinetAt !== undefined) {
    const container = /^stub32i\.exe$/i.test(resources.originalFilename ?? '') ? 'package-for-the-web' : 'pe-cabinet';
    return { container, members: await cabinetMembers(bytes.subarray(cabinetAt), limits), ...signed };
  }
  const sevenZipAt = findFrom(bytes, sevenZipMark, pe.overlayAt, () => true);
  if (sevenZipAt !== undefined)
    return { container: 'pe-7z', members: await readWithSevenZip(bytes.subarray(sevenZipAt), limits), ...signed };
  const zipAt = findFrom(bytes, 'PK\x03\x04', pe.overlayAt, () => true);
  if (zipAt !== undefined) return { container: 'pe-zip', members: readZip(bytes.subarray(zipAt), limits), ...signed };
  return { container: 'pe-unknown', members: [], ...signed };
}

/** A cabinet packed as we do not read goes to the general unpacker. */
async function cabinetMembers(cabinet: Uint8Array, limits: PackageLimits): Promise<readonly ArchiveMember[]> {
  try {
    return readCabinet(cabinet, limits);
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.error.code === 'PACKAGE_METHOD_UNKNOWN') return readWithSevenZip(cabinet, limits);
    throw thrown;
  }
}

/** HP's own key makers carry their boot files as resources (domain rompaq.md 3.2). */
const isKeyMaker = ({ rcdata }: PeResources): boolean => rcdata.has('KERNEL') && rcdata.has('COMMAND') && rcdata.has('FAT32LBA');

const resourceMembers = ({ rcdata }: PeResources): ArchiveMember[] =>
  [...rcdata].map(([name, content]) => ({ path: `RCDATA/${name}`, size: content.length, content: () => content }));

function findFrom(bytes: Uint8Array, mark: string, from: number, holds: (bytes: Uint8Array, at: number) => boolean): number | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = buffer.indexOf(mark, from, 'latin1'); at >= 0; at = buffer.indexOf(mark, at + 1, 'latin1')) if (holds(bytes, at)) return at;
  return undefined;
}
