// What names one board or person, taken out of a report: found in the images and in the record, hidden wherever the text stands.
import type { ByteRange } from '../../shared/model/plan';
import type { CaseReport } from './report';

export const MASK = '(hidden)';

export interface Secrets {
  /** "00:00:5e:00:53:20"; hidden in any spelling. */
  readonly macs: readonly string[];
  /** Hidden wherever they stand: unique ids, folders, serial numbers, whatever their case. */
  readonly texts: readonly string[];
  readonly caseId: string;
}

/** The title is the person's own words, and the case is named after it. */
export function maskIdentity(report: CaseReport, { macs, texts, caseId }: Secrets): CaseReport {
  const patterns = [
    ...macs.map(macPattern),
    // Longer first: a folder holds the name of the case.
    ...[...texts].sort((a, b) => b.length - a.length).map((text) => new RegExp(escapeForRegExp(text), 'gi')),
    new RegExp(escapeForRegExp(caseId), 'gi'),
  ];
  const hide = (text: string): string => patterns.reduce((masked, pattern) => masked.replaceAll(pattern, MASK), text);
  const walk = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return secretKeys.includes(key) ? MASK : hide(key === 'cause' ? firstLine(value) : value);
    if (Array.isArray(value)) return value.map((item) => walk(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walk(item, name)]));
  };
  const masked = walk(report) as CaseReport;
  return { ...masked, case: { ...masked.case, title: MASK, caseId: MASK } };
}

const secretKeys: readonly string[] = ['mac', 'uniqueId', 'serial'];

/** The lines after it are a stack: paths of the program, often below the home of the person. */
const firstLine = (cause: string): string => cause.split('\n')[0] ?? '';

/** Colons, dashes, dots in groups of any size, blanks, or nothing between the digits; upper or lower case. */
export function macPattern(mac: string): RegExp {
  const digits = mac.replace(/[^0-9a-f]/gi, '').split('');
  return new RegExp(`(?<![0-9a-f])${digits.join('[:.\\- ]?')}(?![0-9a-f])`, 'gi');
}

const escapeForRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Which words of a text may be a serial or asset number, or part of a UUID: 8 letters and digits or more, digits among them. The
 * image is asked for them and not the other way round, since there nothing says where a number ends.
 */
export function numberLikeWords(text: string): string[] {
  const words = text.match(/[A-Za-z0-9]{8,40}/g) ?? [];
  return [...new Set(words.map((word) => word.toLowerCase()))].filter((word) => /\d/.test(word) && new Set(word).size > 2);
}

/** Those of `words` (lower case) that stand in the range of the image, in one-byte or two-byte characters. */
export function wordsFoundIn(words: readonly string[], image: Uint8Array, { offset, length }: ByteRange): string[] {
  const bytes = Buffer.from(image.buffer, image.byteOffset + offset, Math.min(length, image.length - offset));
  const text = bytes.toString('latin1').toLowerCase();
  const wide = text.replaceAll('\0', '');
  return words.filter((word) => text.includes(word) || wide.includes(word));
}
