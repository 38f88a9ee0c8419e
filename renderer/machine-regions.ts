// The regions of the open case's chip with the names people know: from the machine's facts, else from what was read.
import { machineById } from '../shared/machines';
import type { RegionSpan } from '../shared/firmware/report';
import type { CaseView } from '../shared/ipc/views';
import { regionNames } from './messages/vocabulary.en';
import { useApp } from './stores/app';

export interface NamedRegion extends RegionSpan {
  readonly title: string;
  readonly explanation?: string;
  readonly perBoard?: 'yes' | 'maybe' | 'no';
}

export function regionsOf(open: CaseView | undefined): readonly NamedRegion[] {
  const base = open?.backups.find((backup) => backup.backupId === open.baseBackupId) ?? open?.backups[0];
  const found = base?.report.regions ?? open?.target?.report.regions ?? [];
  const known = machineById(open?.machineId ?? '')?.layout.regions ?? [];
  const spans: readonly RegionSpan[] = found.length > 0 ? found : known;
  return [...spans]
    .sort((a, b) => a.offset - b.offset)
    .map((span) => {
      const fact = known.find((region) => region.name === span.name);
      const title = fact?.title ?? (regionNames as Readonly<Record<string, string>>)[span.name] ?? span.name;
      return { ...span, title, ...(fact ? { explanation: fact.explanation, perBoard: fact.perBoard.value } : {}) };
    });
}

export function useRegions(): readonly NamedRegion[] {
  return regionsOf(useApp((state) => state.snapshot?.openCase));
}

export const titleOfRegion = (regions: readonly NamedRegion[], name: string): string =>
  regions.find((region) => region.name === name)?.title ?? name;

/** Name of the region an offset lies in. */
export const regionAt = (regions: readonly NamedRegion[], offset: number): string | undefined =>
  regions.find((region) => offset >= region.offset && offset < region.offset + region.length)?.title;
