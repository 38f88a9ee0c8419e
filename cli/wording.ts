// Numbers as text for people at a terminal. JSON never goes through here.
import type { ByteRange } from '../shared/model/plan';
import { hex } from './numbers';

export function sizeText(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${trimmed(bytes / 1024 / 1024)} MiB`;
  if (bytes >= 1024) return `${trimmed(bytes / 1024)} KiB`;
  return `${bytes} byte${bytes === 1 ? '' : 's'}`;
}

export function durationText(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** First and last byte, as the machine pages write them. */
export const rangeText = ({ offset, length }: ByteRange): string => `${hex(offset)}-${hex(offset + length - 1)}`;

/** "name  value" lines, the values under each other. */
export function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;

const trimmed = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));
