// Takes what names one board or person out of an inspection before it leaves the program.
import { macPattern, MASK } from '../recovery/report-mask';
import type { ImageReport } from '../../shared/firmware/report';
import type { FileInspection } from '../../shared/model/file-inspection';

/** Also where an address stands in a sentence. Hashes of identity go too: a serial number is found again from its hash by trying all. */
export function maskInspection(inspection: FileInspection): FileInspection {
  const { report } = inspection;
  return report === undefined ? inspection : { ...inspection, report: maskReport(report) };
}

export function maskReport(report: ImageReport): ImageReport {
  const patterns = secretsOf(report);
  const hide = (text: string): string => patterns.reduce((masked, pattern) => masked.replace(pattern, MASK), text);
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return patterns.length === 0 ? value : hide(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const copy: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) copy[key] = key === 'mac' ? MASK : walk(item);
    return copy;
  };
  const identity = report.identity.map(({ value: _value, sha256: _sha256, ...item }) => item);
  return { ...(walk({ ...report, identity: [] }) as ImageReport), identity };
}

/** Blank addresses and placeholders name no one, and stand in too many places. */
function secretsOf({ mac, macKind, gbe, identity }: ImageReport): RegExp[] {
  const ofKind = (kind: string | undefined): boolean => kind === 'factory' || kind === 'generated';
  const macs = [
    mac !== undefined && ofKind(macKind) ? [mac] : [],
    (gbe?.copies ?? []).filter((copy) => ofKind(copy.macKind)).map((copy) => copy.mac),
  ];
  const values = identity.flatMap(({ value, state }) => (state === 'present' && value !== undefined && value.length >= 4 ? [value] : []));
  return [
    ...[...new Set(macs.flat())].map(macPattern),
    ...values.map((value) => new RegExp(value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi')),
  ];
}
