// README.1ST of a SoftPaq: "KEY: value" lines, the best text about what a package is (domain rompaq.md 1.1).
import { isoDay } from '../rom/image-name';

export interface ReleaseText {
  readonly softpaq?: string;
  readonly title?: string;
  readonly family?: string;
  readonly models: readonly string[];
  /** ISO day. */
  readonly release?: string;
  readonly supersedes?: string;
}

/** Windows-1252 text. Tolerant: what is not there stays absent. */
export function readReleaseText(bytes: Uint8Array): ReleaseText {
  const text = new TextDecoder('windows-1252').decode(bytes.subarray(0, 64 * 1024));
  const value = (key: string): string | undefined => {
    const found = new RegExp(`^${key}:[ \\t]*(.+?)\\s*$`, 'im').exec(text)?.[1]?.trim();
    return found === undefined || /^n\/?a$/i.test(found) ? undefined : found;
  };
  const softpaq = /SP\d+/i.exec(value('SOFTPAQ NUMBER') ?? '')?.[0]?.toUpperCase();
  const family = /^[A-Z]\d\d\b/i.exec(value('ROM FAMILY') ?? '')?.[0]?.toUpperCase();
  const title = value('TITLE');
  const supersedes = value('SUPERSEDES')?.toUpperCase();
  const release = dayOf(value('VERSION')) ?? dayOf(value('EFFECTIVE Date'));
  return {
    models: (value('PRODUCTS AFFECTED') ?? '').split(/\s*[,;]\s*/).filter((model) => model !== ''),
    ...(softpaq ? { softpaq } : {}),
    ...(family ? { family } : {}),
    ...(title ? { title } : {}),
    ...(supersedes ? { supersedes } : {}),
    ...(release ? { release } : {}),
  };
}

/** "2018.05.21A" or "06/22/2018" as an ISO day. */
function dayOf(text: string | undefined): string | undefined {
  const dotted = /^(\d{4})\.(\d\d)\.(\d\d)/.exec(text ?? '');
  if (dotted) return isoDay(Number(dotted[1]), Number(dotted[2]), Number(dotted[3]));
  const slashed = /^(\d\d)\/(\d\d)\/(\d{4})/.exec(text ?? '');
  return slashed ? isoDay(Number(slashed[3]), Number(slashed[1]), Number(slashed[2])) : undefined;
}
