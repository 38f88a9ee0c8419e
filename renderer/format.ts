// Numbers for people, all through Intl: sizes, rates, times, dates; offsets in hex.
const LOCALE = 'en';
const KIB = 1024;
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 });
const dateTime = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

export const formatCount = (value: number): string => whole.format(value);
export const formatPercent = (fraction: number): string => percent.format(fraction);

/** "64 KiB", "16 MiB", "12.4 MiB": binary units, as chips are made. */
export function formatBytes(bytes: number): string {
  if (bytes < KIB) return `${whole.format(bytes)} B`;
  if (bytes < KIB * KIB) return `${oneDecimal.format(bytes / KIB)} KiB`;
  return `${oneDecimal.format(bytes / KIB / KIB)} MiB`;
}

export const formatRate = (bytesPerSec: number): string => `${formatBytes(bytesPerSec)}/s`;

/** "under 1 s", "12 s", "2 min 5 s", "1 h 10 min". */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return 'under 1 s';
  if (seconds < 60) return `${whole.format(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "0x580000" */
export function formatOffset(offset: number, digits = 6): string {
  return `0x${offset.toString(16).toUpperCase().padStart(digits, '0')}`;
}

/** First and last byte: "0x580000–0xFEFFFF". */
export function formatRange(offset: number, length: number): string {
  return `${formatOffset(offset)}–${formatOffset(offset + Math.max(length, 1) - 1)}`;
}

export const formatDate = (iso: string): string => (Number.isNaN(Date.parse(iso)) ? iso : dateTime.format(new Date(iso)));
export const formatClock = (iso: string): string => (Number.isNaN(Date.parse(iso)) ? iso : clock.format(new Date(iso)));

/** Groups of eight, for comparing two hashes by eye. */
export const groupHash = (hash: string): string[] => hash.match(/.{1,8}/g) ?? [];
