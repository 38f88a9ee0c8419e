// The verdict on a key, whoever made it: frame, file system, files, and the one thing to fix first.
import { fail } from '../../../shared/firmware/checks/finding';
import { Fault } from '../../../shared/model/errors';
import type { Finding } from '../../../shared/firmware/report';
import type { KeyCheck, KeyKind, RomImage } from '../../../shared/keys/types';
import { openFat } from '../disk/fat-volume';
import type { SectorStore } from '../disk/sector-store';
import { checkCrisis, isCrisisFile } from './check-crisis';
import { readFrame, startOnly, type KeyFrame } from './check-disk';
import { checkRompaq } from './check-rompaq';
import type { KeyContents } from './key-contents';
import { repairsFor } from './repairs';

export interface CheckKeyOptions {
  /** Family of the machine the key is for. */
  readonly family?: string;
  /** Where the files leave it open. */
  readonly kind?: KeyKind;
  /** Pinned root of signed images; for tests. */
  readonly rootSha256?: string;
}

/** Of a drive or an image file. Tolerant: what cannot be read is a finding. */
export async function checkKey(disk: SectorStore, options: CheckKeyOptions = {}): Promise<KeyCheck> {
  const frame = readFrame(disk);
  if (!frame.volume) return verdictOf('unknown', frame.findings, frame, []);
  let volume;
  try {
    volume = await openFat(frame.volume);
    const entries = volume.list().map(({ path, shortName, size, isFolder }) => ({ path, shortName, size, isFolder }));
    return judge({ entries, read: volume.read }, frame, options);
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    const unreadable = fail('KEY_UNREADABLE', 'The file system of the key cannot be read.', { next: 'Build the key anew.' });
    return verdictOf('unknown', [...frame.findings, unreadable], frame, []);
  } finally {
    volume?.close();
  }
}

/** Of a folder whose files are meant for a key: the frame is not there to be judged. */
export function checkKeyFolder(contents: KeyContents, options: CheckKeyOptions = {}): KeyCheck {
  const check = judge(contents, { findings: [], facts: [] }, options, true);
  return check.verdict === 'ready'
    ? { ...check, verdict: 'unsure', summary: `${check.summary} This is a folder: whether a key made of it starts is not known.` }
    : check;
}

function judge(contents: KeyContents, frame: KeyFrame, options: CheckKeyOptions, isFolder = false): KeyCheck {
  const kind = options.kind ?? kindOf(contents);
  if (kind === 'unknown') {
    const foreign = fail('KEY_FOREIGN', 'Neither ROMPAQ files nor a BIOS file are on it: this is no firmware key.', {
      next: 'Build a key.',
    });
    return verdictOf(kind, [...frame.findings.filter(({ code }) => !startOnly.has(code)), foreign], frame, []);
  }
  if (kind === 'crisis') {
    const { findings, images } = checkCrisis(contents, frame, options.family);
    return verdictOf(kind, [...frame.findings.filter(({ code }) => !startOnly.has(code)), ...findings], frame, images);
  }
  const rompaq = checkRompaq(contents, frame.bootRecord, options.family, options.rootSha256);
  const findings = isFolder
    ? rompaq.findings.filter(({ code }) => !['KEY_RECORD_UNKNOWN', 'KEY_NO_SYSTEM_FILE'].includes(code))
    : rompaq.findings;
  return verdictOf(kind, [...frame.findings, ...findings], frame, rompaq.images);
}

function kindOf({ entries }: KeyContents): KeyKind | 'unknown' {
  const files = entries.filter(({ isFolder }) => !isFolder);
  if (files.some(({ path }) => /(^|\/)(rompaq\.exe|cpq[^/]*\.[0-9a-f]{3}|[^/]+\.cpu)$/i.test(path))) return 'rompaq';
  if (files.some(isCrisisFile)) return 'crisis';
  return files.some(({ path }) => /(^|\/)(autoexec\.bat|kernel\.sys|sp\d+\.exe)$/i.test(path)) ? 'rompaq' : 'unknown';
}

const weight = { fail: 0, warn: 1, note: 2 } as const;

function verdictOf(kind: KeyKind | 'unknown', findings: readonly Finding[], { facts }: KeyFrame, images: readonly RomImage[]): KeyCheck {
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
    repairs: repairsFor(sorted),
  };
}

function summaryOf(verdict: KeyCheck['verdict'], kind: KeyCheck['kind'], first: Finding | undefined, [image]: readonly RomImage[]): string {
  if (verdict !== 'ready') return first?.message ?? '';
  const what = kind === 'crisis' ? 'A crisis-recovery key' : 'A ROMPaq key';
  const date = image?.innerDate ? `, release ${image.innerDate}` : image?.version ? `, BIOS ${image.version}` : '';
  return `${what} for family ${image?.family ?? 'unknown'}${date}: all that can be checked here is right. Whether this machine takes it only the machine can say.`;
}
