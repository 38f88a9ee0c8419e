// An AppError in words. Parameters that are offsets are written in hex.
import type { TFunction } from 'i18next';
import { driveStateText, isDriveState } from '../../shared/messages/drives.en';
import type { AppError, ErrorParams } from '../../shared/model/errors';
import type { ProblemCode } from '../../shared/model/recovery';
import { problemCodes } from '../../shared/model/recovery';
import { formatBytes, formatCount, formatOffset, formatRange } from '../format';

const offsetParams = new Set(['offset', 'first']);
const sizeParams = new Set(['neededBytes']);

export function describeError(
  t: TFunction,
  error: AppError,
): { readonly what: string; readonly safety: string; readonly steps: readonly string[] } {
  const params = readable(t, error.params);
  // `count` is text here: these sentences have no plural forms, and typed options would insist on a number.
  const say = t as unknown as (key: string, options: object) => unknown;
  return {
    what: String(say(`error.${error.code}.what`, params)),
    // A chip at nearly twice its voltage is not safe, whatever was written.
    safety: isDriveState(error.params.stick)
      ? driveStateText[error.params.stick]
      : error.code === 'CHIP_LOW_VOLTAGE' && error.chipState === 'untouched'
        ? t('parts.safetyLowVoltage')
        : t(`chipSafety.${error.chipState}`),
    // A rule that says itself what to do instead is heard.
    steps:
      error.code === 'SAFETY_REFUSED' && typeof error.params['next'] === 'string'
        ? [error.params['next']]
        : (say(`error.${error.code}.steps`, { ...params, returnObjects: true }) as string[]),
  };
}

/** A placeholder whose parameter is absent reads as "?", never as an empty gap. */
const absent = '?';
const known = [
  'list',
  'wanted',
  'productId',
  'detail',
  'jedec',
  'name',
  'waitedMs',
  'expected',
  'found',
  'ranges',
  'count',
  'first',
  'offset',
  'size',
  'reason',
  'codes',
  'path',
  'neededBytes',
  'limit',
  'type',
  'state',
  'problem',
  'why',
  'method',
  'missing',
  'least',
  'most',
];

function readable(t: TFunction, params: ErrorParams): Record<string, string> {
  const words: Record<string, string> = Object.fromEntries(known.map((name) => [name, absent]));
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'number' && offsetParams.has(name)) words[name] = formatOffset(value);
    else if (typeof value === 'number' && sizeParams.has(name)) words[name] = formatBytes(value);
    else if (name === 'problem' && isProblem(value)) words[name] = t(`problem.${value}.open`);
    else if (name === 'ranges') words[name] = rangesInHex(String(value));
    else words[name] = typeof value === 'number' ? formatCount(value) : value;
  }
  return words;
}

/** "16515072+262144" → "0xFC0000–0xFFFFFF"; anything else stays as it is. */
function rangesInHex(text: string): string {
  return text.replace(/(\d+)\+(\d+)/g, (_, offset: string, length: string) => formatRange(Number(offset), Number(length)));
}

const isProblem = (value: string | number): value is ProblemCode => (problemCodes as readonly (string | number)[]).includes(value);

export function errorDetails(error: AppError): string {
  const params = Object.entries(error.params).map(([name, value]) => `${name}: ${value}`);
  return [`code: ${error.code}`, `chip: ${error.chipState}`, ...params, ...(error.cause ? [`cause: ${error.cause}`] : [])].join('\n');
}
