// The verdict on a key, whoever made it: frame, file system, files, and the one thing to fix first.
import { fail } from '../../../shared/firmware/checks/finding';
import { Fault } from '../../../shared/model/errors';
import type { Finding } from '../../../shared/firmware/report';
import type { KeyCheck, KeyKind, RomImage } from '../../../shared/keys/types';
import { openFat, type FatVolume } from '../disk/fat-volume';
import type { SectorStore } from '../disk/sector-store';
import { checkCrisis, isCrisisFile } from './check-crisis';
import { readFrame, startOnly, type KeyFrame } from './check-disk';
import { checkRompaq } from './check-rompaq';
import type { KeyContents } from './key-contents';
import { fileRepairs, type FileRepair } from './file-repairs';
import { frameRepairs } from './frame-repairs';

export interface CheckKeyOptions {
  /** Family of the machine the key is for. */
  readonly family?: string;
  /** Where the files leave it open. */
  readonly kind?: KeyKind;
  /** Pinned root of signed images; for tests. */
  readonly rootSha256?: string;
}

/** Of a drive or an image file. Tolerant: what cannot be read is a finding. Throws only what reading the store throws. */
export async function checkKey(disk: SectorStore, options: CheckKeyOptions = {}): Promise<KeyCheck> {
  const frame = readFrame(disk);
  if (!frame.volume) return verdictOf({ kind: options.kind ?? 'unknown', findings: frame.findings, images: [], repairs: [] }, frame);
  const judged = await withContents(frame.volume, (contents) => judgeKey(contents, frame, options));
  if (judged) return verdictOf(judged, frame);
  const unreadable = fail('KEY_UNREADABLE', 'The file system of the key cannot be read.', { next: 'Build the key anew.' });
  return verdictOf({ kind: options.kind ?? 'unknown', findings: [...frame.findings, unreadable], images: [], repairs: [] }, frame);
}

/** Of a folder whose files are meant for a key: the frame is not there to be judged. */
export function checkKeyFolder(contents: KeyContents, options: CheckKeyOptions = {}): KeyCheck {
  const frame: KeyFrame = { findings: [], facts: [] };
  const judged = judgeKey(contents, frame, options);
  const findings = judged.findings.filter(({ code }) => !['KEY_RECORD_UNKNOWN', 'KEY_NO_SYSTEM_FILE'].includes(code));
  const check = verdictOf({ ...judged, findings, repairs: [] }, frame);
  return check.verdict === 'ready'
    ? { ...check, verdict: 'unsure', summary: `${check.summary} This is a folder: whether a key made of it starts is not known.` }
    : check;
}

/** Undefined where the volume cannot be read: also where the library itself stumbles over it. */
export async function withContents<T>(volume: SectorStore, work: (contents: KeyContents, fat: FatVolume) => T): Promise<T | undefined> {
  let fat: FatVolume | undefined;
  try {
    fat = await openFat(volume);
    const open = fat;
    const entries = open.list().map(({ path, shortName, size, isFolder }) => ({ path, shortName, size, isFolder }));
    return work({ entries, read: (path, mostBytes) => open.read(path, mostBytes) }, open);
  } catch (thrown) {
    if (thrown instanceof Fault || thrown instanceof WebAssembly.RuntimeError) return undefined;
    throw thrown;
  } finally {
    fat?.close();
  }
}

export interface JudgedKey {
  readonly kind: KeyKind | 'unknown';
  readonly findings: readonly Finding[];
  readonly images: readonly RomImage[];
  readonly repairs: readonly FileRepair[];
}

export function judgeKey(contents: KeyContents, frame: KeyFrame, options: CheckKeyOptions): JudgedKey {
  const kind = options.kind ?? kindOf(contents);
  const broken = new Set<string>();
  const tolerant: KeyContents = {
    entries: contents.entries,
    read: (path, mostBytes) => {
      try {
        return contents.read(path, mostBytes);
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown;
        broken.add(path);
        return new Uint8Array();
      }
    },
  };
  const checked = checkFiles(kind, tolerant, frame, options);
  const own = frame.findings.filter(({ code }) => kind === 'rompaq' || !startOnly.has(code));
  const unreadable = [...broken].map((path) =>
    fail('KEY_FILE_UNREADABLE', `${path} cannot be read to its end: the file system is damaged.`, { next: 'Build the key anew.' }),
  );
  const findings = [...own, ...unreadable, ...checked.findings];
  return { kind, findings, images: checked.images, repairs: fileRepairs(contents.entries, checked.images, findings) };
}

function checkFiles(
  kind: KeyKind | 'unknown',
  contents: KeyContents,
  frame: KeyFrame,
  { family, rootSha256 }: CheckKeyOptions,
): { readonly findings: readonly Finding[]; readonly images: readonly RomImage[] } {
  if (kind === 'rompaq') return checkRompaq(contents, frame.bootRecord, family, rootSha256);
  if (kind === 'crisis') return checkCrisis(contents, frame, family);
  const foreign = fail('KEY_FOREIGN', 'Neither ROMPAQ files nor a BIOS file are on it: this is no firmware key.', { next: 'Build a key.' });
  return { findings: [foreign], images: [] };
}

function kindOf({ entries }: KeyContents): KeyKind | 'unknown' {
  const files = entries.filter(({ isFolder }) => !isFolder);
  if (files.some(({ path }) => /(^|\/)(rompaq\.exe|cpq[^/]*\.[0-9a-f]{3}|[^/]+\.cpu)$/i.test(path))) return 'rompaq';
  if (files.some(isCrisisFile)) return 'crisis';
  return files.some(({ path }) => /(^|\/)(autoexec\.bat|kernel\.sys|(sp|cp)\d+\.(exe|scexe|tgz|rpm))$/i.test(path)) ? 'rompaq' : 'unknown';
}

const weight = { fail: 0, warn: 1, note: 2 } as const;

function verdictOf({ kind, findings, images, repairs }: JudgedKey, { facts }: KeyFrame): KeyCheck {
  const sorted = [...findings].sort((a, b) => weight[a.severity] - weight[b.severity]);
  const [first] = sorted;
  const verdict = first?.severity === 'fail' ? 'will-not-work' : first?.severity === 'warn' ? 'unsure' : 'ready';
  return {
    verdict,
    kind,
    summary: summaryOf(verdict, kind, first, images),
    ...(verdict !== 'ready' && first?.next ? { fixFirst: first.next } : {}),
    findings: sorted,
    facts,
    images,
    repairs: [...frameRepairs(sorted), ...repairs.map(({ code, title }) => ({ code, title }))],
  };
}

function summaryOf(verdict: KeyCheck['verdict'], kind: KeyCheck['kind'], first: Finding | undefined, [image]: readonly RomImage[]): string {
  if (verdict !== 'ready') return first?.message ?? '';
  const what = kind === 'crisis' ? 'A crisis-recovery key' : 'A ROMPaq key';
  const date = image?.innerDate ? `, release ${image.innerDate}` : image?.version ? `, BIOS ${image.version}` : '';
  return `${what} for family ${image?.family ?? 'unknown'}${date}: all that can be checked here is right. Whether this machine takes it only the machine can say.`;
}
