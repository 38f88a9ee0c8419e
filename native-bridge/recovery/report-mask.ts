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
function macPattern(mac: string): RegExp {
  const digits = mac.replace(/[^0-9a-f]/gi, '').split('');
  return new RegExp(`(?<![0-9a-f])${digits.join('[:.\\- ]?')}(?![0-9a-f])`, 'gi');
}

const escapeForRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Words in an image's area of variables that can be a serial or asset number or a UUID: 8 to 40 letters and digits, digits among
 * them, as one-byte or two-byte characters. What is none of these is hidden too if it looks so: too much hidden harms nobody.
 */
export function serialsIn(image: Uint8Array, { offset, length }: ByteRange): string[] {
  const bytes = Buffer.from(image.buffer, image.byteOffset + offset, Math.min(length, image.length - offset));
  const odd = bytes.subarray(1);
  const readings = [bytes.toString('latin1'), bytes.toString('utf16le'), odd.toString('utf16le')];
  const words = readings.flatMap((text) => text.match(/[A-Za-z0-9][A-Za-z0-9-]{7,39}/g) ?? []);
  return [...new Set(words.filter((word) => /\d/.test(word) && new Set(word).size > 2))];
}
