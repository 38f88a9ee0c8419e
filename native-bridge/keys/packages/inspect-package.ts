// The report on a package: what it is, for which machine, whether it is genuine, what keys it can make. Runs nothing of it.
import { createHash } from 'node:crypto';
import { fail } from '../../../shared/firmware/checks/finding';
import type { Finding, ImageReport } from '../../../shared/firmware/report';
import type { KeyKind, MemberRole, PackageMember, PackageReport, RomImage } from '../../../shared/keys/types';
import { judgeServerImage, judgeWorkstation, type JudgedImage } from '../rom/judge-image';
import { mayBeFirmware } from '../rom/firmware-size';
import type { ArchiveMember, PackageLimits } from './archive';
import { nameOf, roleOf } from './member-role';
import { openFolder, openPackage, type OpenedPackage } from './open-package';
import { containerFindings, familyFindings, setFindings } from './package-findings';
import { summaryOf } from './package-summary';
import { readReleaseText, type ReleaseText } from './release-text';

export interface InspectPackageOptions {
  /** As published on the download page, hex. */
  readonly expectedSha256?: string;
  /** Pinned root of the images' signatures; for tests. */
  readonly rootSha256?: string;
  /** For tests. */
  readonly limits?: PackageLimits;
  /** Of a folder: links, pipes and devices that were not looked at. */
  readonly passedOver?: number;
}

/** A package with its content at hand: what a key is built from. */
export interface LoadedPackage {
  readonly report: PackageReport;
  /** Content by the paths of `report.members`. */
  readonly content: ReadonlyMap<string, () => Uint8Array>;
  /** What was read of workstations' images, by the paths of `report.images`. */
  readonly imageReports: ReadonlyMap<string, ImageReport>;
}

const SMALLEST_CUT_BYTES = 4 * 1024 * 1024;

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** @throws IMAGE_EMPTY, PACKAGE_*, ARCHIVE_* where it is a container that cannot be opened */
export async function loadPackage(file: string, bytes: Uint8Array, options: InspectPackageOptions = {}): Promise<LoadedPackage> {
  const opened = await openPackage(bytes, options.limits);
  const lone: ArchiveMember = { path: nameOf(file.replaceAll('\\', '/')), size: bytes.length, content: () => bytes };
  const isLone = opened.members.length === 0 && (opened.container === 'rom-image' || opened.container === 'unknown');
  return judgeMembers(file, bytes.length, isLone ? { ...opened, members: [lone] } : opened, options, bytes);
}

/**
 * A folder someone unpacked: the same judgement over its files. Its SHA-256 is of all names and contents.
 * @throws PACKAGE_TOO_LARGE, FILE_*
 */
export async function loadFolder(
  file: string,
  members: readonly ArchiveMember[],
  options: InspectPackageOptions = {},
): Promise<LoadedPackage> {
  const size = members.reduce((sum, member) => sum + member.size, 0);
  return judgeMembers(file, size, await openFolder(members, options.limits), options);
}

/** Packages carry the same files in several folders: comparing is many times faster than hashing again. */
class HashMemory {
  private readonly bySize = new Map<number, { readonly bytes: Uint8Array; readonly sha256: string }[]>();

  sha256Of(bytes: Uint8Array): string {
    const known = this.bySize.get(bytes.length) ?? [];
    const same = known.find((one) => Buffer.compare(one.bytes, bytes) === 0);
    if (same) return same.sha256;
    const sha256 = sha256Of(bytes);
    this.bySize.set(bytes.length, [...known.slice(-3), { bytes, sha256 }]);
    return sha256;
  }
}

interface Judged {
  readonly members: readonly PackageMember[];
  readonly images: readonly RomImage[];
  readonly findings: readonly Finding[];
  readonly imageReports: ReadonlyMap<string, ImageReport>;
}

/** Each member is unpacked and hashed once, and an image that lies in several folders is judged once. */
async function judgeEach(archived: readonly ArchiveMember[], rootSha256: string | undefined): Promise<Judged> {
  const members: PackageMember[] = [];
  const images: RomImage[] = [];
  const findings: Finding[] = [];
  const imageReports = new Map<string, ImageReport>();
  const seen = new Map<string, 'image' | 'none'>();
  const hashed = new HashMemory();
  for (const { path, size, content } of archived) {
    const bytes = content();
    const sha256 = hashed.sha256Of(bytes);
    const named = roleOf(path, size, () => bytes);
    const mayBeImage = named === 'rom-image' || named === 'workstation-bios' || (archived.length === 1 && size > 0);
    const key = `${nameOf(path)} ${sha256}`;
    const before = seen.get(key);
    const judged = mayBeImage && before === undefined ? await judgeMember(path, bytes, named, rootSha256) : undefined;
    // A name and a length make no BIOS: that is said by its content.
    const role = named === 'workstation-bios' && !judged && before !== 'image' ? 'other' : named;
    members.push({ path, size, sha256, role });
    if (!mayBeImage || before !== undefined) continue;
    seen.set(key, judged ? 'image' : 'none');
    if (judged) {
      if (judged.report) imageReports.set(path, judged.report);
      images.push(judged.image);
      findings.push(...judged.findings.map((finding) => byName(finding, path)));
    } else if (role === 'rom-image')
      findings.push(fail('ROM_IMAGE_UNKNOWN', `${path} has the name of a ROM image and is none.`, { next: 'Download the package again.' }));
  }
  return { members, images, findings, imageReports };
}

/** A workstation's image is looked into once; what is firmware of other machines is named at least. */
async function judgeMember(
  path: string,
  bytes: Uint8Array,
  role: MemberRole,
  rootSha256: string | undefined,
): Promise<JudgedImage | undefined> {
  const ofServer = judgeServerImage(path, bytes, rootSha256);
  // A file that was chosen by itself may be a BIOS that was cut.
  if (ofServer !== undefined || role === 'rom-image' || !(mayBeFirmware(bytes.length) || bytes.length > SMALLEST_CUT_BYTES))
    return ofServer;
  // Loaded when needed: most packages are for servers.
  const [{ inspectImage }, { nodeTools }, { judgeOtherFirmware }] = await Promise.all([
    import('../../../shared/firmware/inspect'),
    import('../../inspection/node-tools'),
    import('../rom/other-firmware'),
  ]);
  const report = inspectImage(bytes, {}, nodeTools);
  return judgeWorkstation(path, bytes, report) ?? (mayBeFirmware(bytes.length) ? judgeOtherFirmware(path, bytes, report) : undefined);
}

/** People know a file by its name; where it lies in the package is a detail. */
const byName = (finding: Finding, path: string): Finding =>
  path.includes('/') ? { evidence: path, ...finding, message: finding.message.replaceAll(path, nameOf(path)) } : finding;

/** `bytes` of the package itself; a folder has none. */
async function judgeMembers(
  file: string,
  size: number,
  opened: OpenedPackage,
  options: InspectPackageOptions,
  bytes?: Uint8Array,
): Promise<LoadedPackage> {
  const { authenticode, members: archived } = opened;
  const { members, images, findings: imageFindings, imageReports } = await judgeEach(archived, options.rootSha256);
  // A workstation's image is told only by looking into it.
  const container = opened.container === 'unknown' && images.length > 0 ? 'rom-image' : opened.container;
  const sha256 = bytes ? sha256Of(bytes) : sha256OfAll(members);
  const text = releaseTextOf(archived);
  const family = images[0]?.family ?? text.family;
  const facts = { container, authenticode, images, family, text };
  const findings = [
    ...containerFindings(facts, sha256, opened.leftClosed, options),
    ...imageFindings,
    ...familyFindings(images, text),
    ...setFindings(members, images),
  ];
  const canBuild = buildable(members, images);
  const release = images.find(({ innerDate }) => innerDate)?.innerDate ?? text.release;
  const report: PackageReport = {
    file,
    size,
    sha256,
    container,
    summary: summaryOf(facts, members, canBuild),
    verdict: verdictOf(findings, canBuild.length + images.length > 0 || container === 'key-maker'),
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
  return { report, content: new Map(archived.map(({ path, content }) => [path, content])), imageReports };
}

function sha256OfAll(members: readonly PackageMember[]): string {
  const digest = createHash('sha256');
  for (const { path, sha256 } of members) digest.update(`${path}\0${sha256}\n`);
  return digest.digest('hex');
}

function verdictOf(findings: readonly Finding[], isOfUse: boolean): PackageReport['verdict'] {
  if (!isOfUse || findings.some(({ severity }) => severity === 'fail')) return 'not-usable';
  return findings.some(({ severity }) => severity === 'warn') ? 'usable-with-warnings' : 'usable';
}

function releaseTextOf(members: readonly ArchiveMember[]): ReleaseText {
  const member = members.find(({ path }) => nameOf(path).toUpperCase() === 'README.1ST');
  return member ? readReleaseText(member.content()) : { models: [] };
}

function buildable(members: readonly PackageMember[], images: readonly RomImage[]): KeyKind[] {
  const has = (role: MemberRole): boolean => members.some((member) => member.role === role);
  const isSound = ({ proof }: RomImage): boolean => proof !== 'signature-bad' && proof !== 'sum-bad';
  const rompaq =
    has('rompaq') && has('system-driver') && has('boot-file') && images.some((image) => image.kind !== 'workstation' && isSound(image));
  return [
    ...(rompaq ? (['rompaq'] as const) : []),
    ...(images.some(({ kind, family }) => kind === 'workstation' && family !== undefined) ? (['crisis'] as const) : []),
  ];
}
