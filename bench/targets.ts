// What was to be reached, each beside what was measured. Says nothing of tests: a slow computer fails no build.
import { flashromTimes, readTransfers } from './flashrom';
import type { Measured } from './jobs';
import { labRatios, type LabResult } from './lab-jobs';
import type { ProcessCost } from './measure-process';

export interface Target {
  readonly what: string;
  readonly wanted: string;
  readonly measured: string;
  readonly reached: boolean;
}

const target = (what: string, wanted: string, measured: string, reached: boolean): Target => ({ what, wanted, measured, reached });
const digits = (value: number, places = 2): string => value.toFixed(places);

export function targetsOf(jobs: Readonly<Record<string, Measured>>, cost: ProcessCost, lab: readonly LabResult[]): Target[] {
  const job = (id: string): Measured => jobs[id]!;
  const faster = cost.deviceMs / cost.cpuMs;
  const { pages } = job('b');
  return [
    target(
      '(a) transfers of a full read',
      `IN <= ${readTransfers.in}, OUT <= ${readTransfers.out}`,
      `${job('a').inTransfers}, ${job('a').outTransfers}`,
      job('a').inTransfers <= readTransfers.in && job('a').outTransfers <= readTransfers.out,
    ),
    target('(a) IN transfers in flight', '>= 32', String(job('a').deepestIn), job('a').deepestIn >= 32),
    target('(a) CPU time against the link', '>= 20 times faster', `${digits(faster, 0)} times`, faster >= 20),
    target('(b) IN transfers a page', '<= 12', digits(pages.inTransfers / pages.pages), pages.inTransfers / pages.pages <= 12),
    target('(b) round trips a page', '<= 1', digits(pages.roundTrips / pages.pages), pages.roundTrips <= pages.pages),
    target('(b) device time', '<= 1 s', `${digits(job('b').deviceMs / 1000)} s`, job('b').deviceMs <= 1000),
    ...(['c', 'd', 'e'] as const).map((id) => timeTarget(id, job(id).deviceMs)),
    target('memory of the process', '< 150 MB', `${digits(cost.peakRssBytes / 1e6, 0)} MB`, cost.peakRssBytes < 150e6),
    target('longest hold of the event loop', '< 50 ms', `${digits(cost.longestHoldMs, 0)} ms of CPU`, cost.longestHoldMs < 50),
    ...lab.flatMap(labTargets),
  ];
}

const timeShare = { c: 0.5, d: 0.85, e: 0.8 } as const;

function timeTarget(id: keyof typeof timeShare, deviceMs: number): Target {
  const { tableS, modelMs } = flashromTimes[id];
  const [ofTable, ofModel] = [deviceMs / 1000 / tableS, deviceMs / modelMs];
  return target(
    `(${id}) device time against flashrom 1.8`,
    `<= ${timeShare[id]}`,
    `${digits(ofTable, 3)} of the table's ${tableS} s; ${digits(ofModel, 3)} of the model on the same constants`,
    ofTable <= timeShare[id],
  );
}

function labTargets(result: LabResult): Target[] {
  const ratios = labRatios(result);
  const name = `${result.job}, contents ${result.contents}`;
  if (result.contents === 'unknown')
    return [target(`${name}: IN against flashrom 1.8`, '<= 0.75', digits(ratios.in, 3), ratios.in <= 0.75)];
  return [
    target(`${name}: IN against flashrom 1.8`, '<= 0.55', digits(ratios.in, 3), ratios.in <= 0.55),
    target(`${name}: OUT against flashrom 1.8`, '<= 0.35', digits(ratios.out, 3), ratios.out <= 0.35),
  ];
}
