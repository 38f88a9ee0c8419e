// Programs as packages: HP's key makers with their boot files as resources, and self-extractors with an archive behind their code.
import type { PackageContainer } from '../../../shared/keys/types';
import { Fault, fault } from '../../../shared/model/errors';
import { safePath, checkMembers, type Allowance, type ArchiveMember } from './archive';
import { isCabinet, isCutCabinet, readCabinet } from './cabinet';
import { isZip, readZip, zipAtEnd } from './packed';
import { authenticodeState, isDosProgram, readPe, type PeFile } from './pe';
import { readResources, type PeResources } from './pe-resources';
import { isSevenZip, readWithSevenZip, SEVEN_ZIP_MARK } from './seven-zip';

export interface OpenedProgram {
  readonly container: PackageContainer;
  readonly members: readonly ArchiveMember[];
  readonly authenticode?: 'intact' | 'broken';
}

/**
 * `dos-softpaq`, `pe-unknown` and `unknown` have no members.
 * @throws PACKAGE_TRUNCATED where the program ends before its archive or its signature does; PACKAGE_*, ARCHIVE_* of the archive
 */
export async function openProgram(bytes: Uint8Array, allowance: Allowance): Promise<OpenedProgram> {
  const pe = readPe(bytes);
  if (!pe) return { container: isDosProgram(bytes) ? 'dos-softpaq' : 'unknown', members: [] };
  const state = authenticodeState(bytes, pe);
  const signed = state ? { authenticode: state } : {};
  const resources = readResources(bytes, pe);
  if (isKeyMaker(resources)) return { container: 'key-maker', members: checkMembers(resourceMembers(resources), allowance), ...signed };
  const archive = await openArchive(bytes, pe, resources, allowance);
  if (archive) return { ...archive, ...signed };
  if (pe.isCut) throw fault('PACKAGE_TRUNCATED', { offset: bytes.length });
  return { container: 'pe-unknown', members: [], ...signed };
}

async function openArchive(
  bytes: Uint8Array,
  pe: PeFile,
  { originalFilename }: PeResources,
  allowance: Allowance,
): Promise<OpenedProgram | undefined> {
  // The signature stands behind the archive and is no part of it.
  const content = bytes.subarray(0, pe.certificates?.offset ?? bytes.length);
  const cabinetAt = find(content, 'MSCF', pe.overlayAt, isCabinet);
  if (cabinetAt !== undefined) {
    const container = /^stub32i\.exe$/i.test(originalFilename ?? '') ? 'package-for-the-web' : 'pe-cabinet';
    return { container, members: await cabinetMembers(content.subarray(cabinetAt), allowance) };
  }
  const sevenZipAt = find(content, SEVEN_ZIP_MARK, pe.overlayAt, isSevenZip);
  if (sevenZipAt !== undefined) return { container: 'pe-7z', members: await readWithSevenZip(content.subarray(sevenZipAt), allowance) };
  const zip = zipAtEnd(content);
  if (zip) return { container: 'pe-zip', members: readZip(zip, allowance) };
  const isCut = find(content, 'MSCF', pe.overlayAt, isCutCabinet) !== undefined || isZip(content.subarray(pe.overlayAt));
  if (isCut) throw fault('PACKAGE_TRUNCATED', { offset: bytes.length });
  return undefined;
}

/** A cabinet packed as we do not read goes to the general unpacker. */
export async function cabinetMembers(cabinet: Uint8Array, allowance: Allowance): Promise<readonly ArchiveMember[]> {
  try {
    return readCabinet(cabinet, allowance);
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.error.code === 'PACKAGE_METHOD_UNKNOWN') return readWithSevenZip(cabinet, allowance);
    throw thrown;
  }
}

/** HP's own key makers carry their boot files as resources (domain rompaq.md 3.2). */
const isKeyMaker = ({ rcdata }: PeResources): boolean => rcdata.has('KERNEL') && rcdata.has('COMMAND') && rcdata.has('FAT32LBA');

const resourceMembers = ({ rcdata }: PeResources): ArchiveMember[] =>
  [...rcdata].map(([name, content]) => ({ path: safePath(`RCDATA/${name}`), size: content.length, content: () => content }));

/** Behind the code first; then anywhere, as an archive may also be a resource. */
function find(bytes: Uint8Array, mark: string, overlayAt: number, holds: (bytes: Uint8Array, at: number) => boolean): number | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const from of [Math.min(overlayAt, bytes.length), 0])
    for (let at = buffer.indexOf(mark, from, 'latin1'); at >= 0; at = buffer.indexOf(mark, at + 1, 'latin1'))
      if (holds(bytes, at)) return at;
  return undefined;
}
