// The report on a package: what it is, for which machine, whether it is genuine, what keys it can make. Runs nothing of it.
import { createHash } from 'node:crypto';
import { fail, note, warn } from '../../../shared/firmware/checks/finding';
import type { Finding } from '../../../shared/firmware/report';
import type { KeyKind, MemberRole, PackageMember, PackageReport, RomImage } from '../../../shared/keys/types';
import { judgeImage } from '../rom/judge-image';
import type { ArchiveMember } from './archive';
import { nameOf, roleOf } from './member-role';
import { openPackage, type OpenedPackage } from './open-package';
import { readReleaseText, type ReleaseText } from './release-text';

export interface InspectPackageOptions {
  /** As published on the download page, hex. */
  readonly expectedSha256?: string;
  /** Pinned root of the images' signatures; for tests. */
  readonly rootSha256?: string;
  /** Of a folder: links, pipes and devices that were not looked at. */
  readonly passedOver?: number;
}

/** A package with its content at hand: what a key is built from. */
export interface LoadedPackage {
  readonly report: PackageReport;
  /** Content by the paths of `report.members`. */
  readonly content: ReadonlyMap<string, () => Uint8Array>;
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** @throws IMAGE_EMPTY, PACKAGE_*, ARCHIVE_* where it is a container that cannot be opened */
export async function loadPackage(file: string, bytes: Uint8Array, options: InspectPackageOptions = {}): Promise<LoadedPackage> {
  const opened = await openPackage(bytes);
  const lone: ArchiveMember = { path: nameOf(file.replaceAll('\\', '/')), size: bytes.length, content: () => bytes };
  const archived = opened.members.length === 0 && ['rom-image', 'unknown'].includes(opened.container) ? [lone] : opened.members;
  return judgeMembers(file, bytes.length, sha256Of(bytes), opened, archived, options);
}

/** A folder someone unpacked: the same judgement over its files. */
export function loadFolder(file: string, members: readonly ArchiveMember[], options: InspectPackageOptions = {}): LoadedPackage {
  const size = members.reduce((sum, member) => sum + member.size, 0);
  const digest = createHash('sha256');
  for (const { path, content } of members) digest.update(`${path}\0`).update(content());
  return judgeMembers(file, size, digest.digest('hex'), { container: 'folder', members }, members, options);
}

function judgeMembers(
  file: string,
  size: number,
  sha256: string,
  { container, authenticode }: OpenedPackage,
  archived: readonly ArchiveMember[],
  options: InspectPackageOptions,
): LoadedPackage {
  const judged = archived.map((member) => ({ member, role: roleOf(member.path, member.size, () => member.content()) }));
  const members: PackageMember[] = judged.map(({ member, role }) => ({
    path: member.path,
    size: member.size,
    sha256: sha256Of(member.content()),
    role,
  }));
  const candidates = judged.filter(
    ({ role, member }) => role === 'rom-image' || role === 'workstation-bios' || (archived.length === 1 && member.size > 0),
  );
  // A package carries the same image in several folders: it is judged once.
  const seen = new Set<string>();
  const images: RomImage[] = [];
  const imageFindings: Finding[] = [];
  for (const { member, role } of candidates) {
    const key = `${nameOf(member.path)} ${sha256Of(member.content())}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const found = judgeImage(member.path, member.content(), options.rootSha256);
    if (found) {
      images.push(found.image);
      imageFindings.push(...found.findings);
    } else if (role === 'rom-image') {
      imageFindings.push(
        fail('ROM_IMAGE_UNKNOWN', `${member.path} has the name of a ROM image and is none.`, { next: 'Download the package again.' }),
      );
    }
  }
  const text = releaseTextOf(archived);
  const has = (role: MemberRole): boolean => members.some((member) => member.role === role);
  const family = text.family ?? images[0]?.family;
  const facts = { container, authenticode, images, family, text };
  const findings = [
    ...containerFindings(facts, sha256, options),
    ...imageFindings,
    ...familyFindings(images, text),
    ...setFindings(members, images),
  ];
  const canBuild = buildable(has, images);
  const verdict =
    findings.some(({ severity }) => severity === 'fail') || canBuild.length + images.length === 0
      ? 'not-usable'
      : findings.some(({ severity }) => severity === 'warn')
        ? 'usable-with-warnings'
        : 'usable';
  const release = images.find(({ innerDate }) => innerDate)?.innerDate ?? text.release;
  const report: PackageReport = {
    file,
    size,
    sha256,
    container,
    summary: summaryOf(facts, members, canBuild),
    verdict,
    ...(text.softpaq ? { softpaq: text.softpaq } : {}),
    ...(family ? { family } : {}),
    models: text.models,
    ...(release ? { release } : {}),
    ...(text.supersedes ? { supersedes: text.supersedes } : {}),
    members,
    images,
    canBuild,
    ...(authenticode ? { authenticode } : {}),
    findings,
  };
  return { report, content: new Map(archived.map(({ path, content }) => [path, content])) };
}

interface Facts {
  readonly container: OpenedPackage['container'];
  readonly authenticode: 'intact' | 'broken' | undefined;
  readonly images: readonly RomImage[];
  readonly family: string | undefined;
  readonly text: ReleaseText;
}

function releaseTextOf(members: readonly ArchiveMember[]): ReleaseText {
  const member = members.find(({ path }) => nameOf(path).toUpperCase() === 'README.1ST');
  return member ? readReleaseText(member.content()) : { models: [] };
}

function containerFindings({ container, authenticode }: Facts, sha256: string, { expectedSha256 }: InspectPackageOptions): Finding[] {
  const findings: Finding[] = [];
  if (expectedSha256 !== undefined) {
    const same = expectedSha256.replaceAll(/[\s:]/g, '').toLowerCase() === sha256;
    findings.push(
      same
        ? note('PACKAGE_SHA256_EQUAL', 'The SHA-256 is the one you gave: this is the file of the download page.')
        : fail('PACKAGE_SHA256_DIFFERS', 'The SHA-256 is not the one you gave: this is another file, or the download is damaged.', {
            next: 'Download it again from the page that names this SHA-256.',
            evidence: `found ${sha256}`,
          }),
    );
  }
  if (authenticode === 'broken') {
    findings.push(
      fail('PACKAGE_ALTERED', 'The program was changed after it was signed: its digest is not the one in its signature.', {
        next: 'Do not use it. Download it again from HPE.',
      }),
    );
  }
  if (container === 'dos-softpaq') {
    findings.push(
      fail('PACKAGE_DOS', 'This is a DOS program, as SoftPaqs before 2006 were: it cannot be opened without running it.', {
        next: 'Run it in a DOS emulator, then choose the folder or the diskette image it made.',
      }),
    );
  }
  if (container === 'pe-unknown') {
    findings.push(
      fail('PACKAGE_CONTENT_UNKNOWN', 'This Windows program holds no archive that could be found.', {
        next: 'Unpack it on Windows, then choose the folder it was unpacked to.',
      }),
    );
  }
  if (container === 'unknown')
    findings.push(
      fail('PACKAGE_UNKNOWN', 'This is no SoftPaq, smart component or ROM image that is known.', { next: 'Choose another file.' }),
    );
  return findings;
}

/** Several families in one package, or a text that names another one than the images. */
function familyFindings(images: readonly RomImage[], { family }: ReleaseText): Finding[] {
  const families = [...new Set(images.flatMap((image) => (image.family ? [image.family] : [])))];
  if (families.length > 1)
    return [
      warn('PACKAGE_SEVERAL_FAMILIES', `The package holds images of several families: ${families.join(', ')}.`, {
        next: 'Choose the family of your machine.',
      }),
    ];
  if (family !== undefined && families[0] !== undefined && families[0] !== family)
    return [
      warn('PACKAGE_FAMILY_TEXT', `The package’s text names family ${family}, its image ${families[0]}.`, { next: 'Go by the image.' }),
    ];
  return [];
}

function setFindings(members: readonly PackageMember[], images: readonly RomImage[]): Finding[] {
  const flashers = new Set(members.filter(({ role }) => role === 'rompaq').map(({ sha256 }) => sha256));
  const drivers = members.filter(({ role }) => role === 'system-driver' || role === 'option-driver');
  const findings: Finding[] = [];
  if (flashers.size > 1)
    findings.push(
      warn('PACKAGE_SEVERAL_FLASHERS', 'The package holds different copies of ROMPAQ.EXE.', {
        next: 'Use a package as HPE distributes it.',
      }),
    );
  if (flashers.size > 0 && drivers.length === 0)
    findings.push(
      fail('PACKAGE_NO_DRIVER', 'ROMPAQ.EXE is there, and no driver (.CPU, .OPT) for it.', { next: 'Download the package again.' }),
    );
  if (flashers.size === 0 && images.some(({ kind }) => kind !== 'workstation'))
    findings.push(
      note('PACKAGE_NO_FLASHER', 'The ROM image is there, but no ROMPAQ.EXE: a key needs a ROMPaq package of the same server besides.', {
        next: 'Add the SoftPaq “For USB Key-Media” of this server.',
      }),
    );
  return findings;
}

function buildable(has: (role: MemberRole) => boolean, images: readonly RomImage[]): KeyKind[] {
  const isSound = ({ proof }: RomImage): boolean => proof !== 'signature-bad' && proof !== 'sum-bad';
  const rompaq =
    has('rompaq') && has('system-driver') && has('boot-file') && images.some((image) => image.kind !== 'workstation' && isSound(image));
  return [...(rompaq ? (['rompaq'] as const) : []), ...(images.some(({ kind }) => kind === 'workstation') ? (['crisis'] as const) : [])];
}

const containerTitles: Record<OpenedPackage['container'], string> = {
  'package-for-the-web': 'A SoftPaq',
  'pe-cabinet': 'A SoftPaq',
  'pe-7z': 'A SoftPaq',
  'pe-zip': 'A self-extracting program',
  cabinet: 'A cabinet',
  '7z': 'A 7-Zip archive',
  zip: 'A zip archive',
  fwpkg: 'A firmware package',
  rpm: 'A Linux package',
  scexe: 'A smart component for Linux',
  tgz: 'A tar archive',
  tar: 'A tar archive',
  folder: 'A folder',
  'rom-image': 'A ROM image',
  'key-maker': 'HP’s key maker',
  'dos-softpaq': 'A DOS program',
  'pe-unknown': 'A Windows program',
  unknown: 'A file',
};

function summaryOf({ container, images, family, text }: Facts, members: readonly PackageMember[], canBuild: readonly KeyKind[]): string {
  const name = text.softpaq ? `SoftPaq ${text.softpaq}` : containerTitles[container];
  const [image] = images;
  if (!image) {
    const what = members.some(({ role }) => role === 'boot-file')
      ? 'with boot files for keys and no firmware'
      : 'without firmware that is known';
    return `${name} ${what}.`;
  }
  const machine = text.models[0] ? ` for ${text.models.join(', ')}` : '';
  const date = image.innerDate ? ` of ${image.innerDate}` : image.version ? ` ${image.version}` : '';
  const proof =
    image.proof === 'signature-good'
      ? 'its signature is HP’s and fits'
      : image.proof === 'sum-good'
        ? 'its checksum fits'
        : image.proof === 'none'
          ? 'nothing in it proves that it is genuine'
          : 'it is damaged or altered';
  const use = canBuild.includes('rompaq') ? ' A ROMPaq key can be made from it alone.' : '';
  return `${name}${machine}: family ${family ?? 'unknown'}, ROM image${date}; ${proof}.${use}`;
}
