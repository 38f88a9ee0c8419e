// Lines of a hex view as runs of bytes that look alike, so that a line is a few elements and not fifty. Pure.
import type { ByteRange } from '../../../shared/model/plan';

/** How a byte is drawn: marked ones stand in the range looked at or differ from the other file; FF and 00 step back. */
export type Tone = 'plain' | 'empty' | 'marked' | 'differs';

export interface Run {
  readonly tone: Tone;
  readonly hex: string;
  readonly text: string;
}
export interface HexLine {
  readonly offset: number;
  readonly runs: readonly Run[];
}

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
const isPrintable = (byte: number): boolean => byte >= 0x20 && byte < 0x7f;

/** Bytes at places; `undefined` where the file has none. */
export type Laid = readonly (number | undefined)[];

export interface LineOptions {
  readonly perLine: number;
  /** Of the first byte, as it is shown; and its place, which `marked` is counted in. */
  readonly offset: number;
  readonly place: number;
  readonly marked?: ByteRange | undefined;
  /** The other file at the same places. */
  readonly other?: Laid | undefined;
}

export function hexLines(bytes: Laid, { perLine, offset, place, marked, other }: LineOptions): HexLine[] {
  const from = marked ? marked.offset - place : 0;
  const to = marked ? from + marked.length : 0;
  const toneAt = (at: number): Tone => {
    const byte = bytes[at];
    if (other && other[at] !== byte) return 'differs';
    if (marked && at >= from && at < to) return 'marked';
    return byte === 0xff || byte === 0 ? 'empty' : 'plain';
  };
  const lines: HexLine[] = [];
  for (let start = 0; start < bytes.length; start += perLine) {
    const runs: Run[] = [];
    let tone: Tone | undefined;
    let hex = '';
    let text = '';
    const end = Math.min(start + perLine, bytes.length);
    for (let at = start; at < end; at++) {
      const byte = bytes[at];
      const next = toneAt(at);
      // A wider gap in the middle, as people count in halves. It belongs to neither byte.
      const gap = at === start ? '' : at - start === perLine / 2 ? '  ' : ' ';
      if (tone !== undefined && next !== tone) {
        runs.push({ tone, hex, text });
        if (gap) runs.push({ tone: 'plain', hex: gap, text: '' });
        hex = text = '';
      } else hex += gap;
      tone = next;
      hex += byte === undefined ? '  ' : hexDigits[byte]!;
      text += byte === undefined ? ' ' : isPrintable(byte) ? String.fromCharCode(byte) : '·';
    }
    if (tone !== undefined) runs.push({ tone, hex, text });
    lines.push({ offset: offset + start, runs });
  }
  return lines;
}

/** "0x510000", "510000h", "4096", "5M", "64K"; `undefined` for anything else. */
export function parseOffset(typed: string): number | undefined {
  const text = typed.trim().replaceAll('_', '');
  const hex = /^0x([0-9a-f]{1,12})$/i.exec(text) ?? /^([0-9a-f]{1,12})h$/i.exec(text);
  if (hex?.[1]) return parseInt(hex[1], 16);
  const decimal = /^(\d{1,12})([km]?)$/i.exec(text);
  // Letters among the digits can only be hex, and so is what people copy from a report.
  if (!decimal) return /^[0-9a-f]{1,12}$/i.test(text) ? parseInt(text, 16) : undefined;
  const unit = { '': 1, k: 1024, m: 1024 * 1024 }[(decimal[2] ?? '').toLowerCase()] ?? 1;
  return Number(decimal[1]) * unit;
}
