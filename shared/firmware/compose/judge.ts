// What a composed image is worth: its faults beside those of the base, and what of the board's identity it no longer carries.
import { appError, type AppError } from '../../model/errors';
import { warn } from '../checks/finding';
import { parseGbe } from '../gbe';
import { readingFaults } from '../reading-faults';
import type { Finding, ImageReport, Severity } from '../report';
import { explainComposition } from './explain';
import type { ComposeRequest, Composition, FaultLedger, PlacedRegion, PlacedTarget } from './types';

export function judgeComposition(request: ComposeRequest, placed: PlacedTarget, base: ImageReport, report: ImageReport): Composition {
  const { target, inputs, steps, placement } = placed;
  const explanation = explainComposition({ base: request.base, target, inputs, steps, regions: placement.regions });
  const identityLost = identityLostIn(request, placed);
  const ofChoices = [...placed.findings, ...explanation.findings, ...rebuildFinding(request, identityLost)];
  const faults = ledgerOf([...report.findings, ...ofChoices], base.findings);
  const stays = faults.remaining.length === 0 ? [] : [remainingFinding(faults.remaining)];
  return {
    ...placed,
    report,
    explained: explanation.ranges,
    faults,
    identityLost,
    findings: [...report.findings, ...ofChoices, ...stays].sort((a, b) => weight[a.severity] - weight[b.severity]),
  };
}

const weight: Record<Severity, number> = { fail: 0, warn: 1, note: 2 };

/** A failure is the same where its code and its place are. */
export function ledgerOf(after: readonly Finding[], before: readonly Finding[]): FaultLedger {
  const key = ({ code, offset }: Finding): string => `${code}:${offset ?? ''}`;
  const fails = (findings: readonly Finding[]): Finding[] => findings.filter(({ severity }) => severity === 'fail');
  const [had, has] = [new Set(fails(before).map(key)), new Set(fails(after).map(key))];
  return {
    introduced: fails(after).filter((finding) => !had.has(key(finding))),
    remaining: fails(after).filter((finding) => had.has(key(finding))),
    mended: fails(before).filter((finding) => !has.has(key(finding))),
  };
}

/**
 * SAFETY_REFUSED where the base may not be built upon: it was not read right, or damage stays in it that nothing chosen mends.
 * `rebuild` lifts both. The wizard asks only for the first: its machines are broken, that is why they are there.
 */
export function refuseBase(
  base: ImageReport,
  { rebuild }: Pick<ComposeRequest, 'rebuild'>,
  remaining: readonly Finding[] = [],
): AppError | undefined {
  if (rebuild) return undefined;
  const [misread] = readingFaults(base);
  if (misread)
    return appError('SAFETY_REFUSED', {
      problem: `the base was not read right (${misread.code})`,
      next: misread.next ?? 'Read the chip again.',
    });
  if (remaining.length === 0) return undefined;
  return appError('SAFETY_REFUSED', {
    problem: `the base has damage that stays in the result (${[...new Set(remaining.map(({ code }) => code))].join(', ')})`,
    next: 'Take the damaged region from a file too. Without a good backup: --rebuild, which loses what is named.',
  });
}

const remainingFinding = (remaining: readonly Finding[]): Finding =>
  warn(
    'FAULTS_REMAIN',
    remaining.length === 1
      ? 'One fault that the base has is not mended by this.'
      : `${remaining.length} faults that the base has are not mended by this.`,
    { evidence: [...new Set(remaining.map(({ code }) => code))].join(', '), next: 'Take the damaged region from a good file too.' },
  );

/** What each region carries of a board (domain images.md 7). */
const identityOf: Readonly<Record<string, string>> = {
  fd: 'what the factory may have written into the descriptor',
  gbe: 'the MAC address of the first network port',
  pdr: 'platform data of the board',
  me: 'the state of the ME: its provisioning and its keys',
  nvram: 'serial number, asset tag, UUID, feature bytes, the Windows licence marker, settings, passwords and the event log',
};

/** Regions of the board whose content is neither the base's nor from a backup of it; with `rebuild` the base is no backup either. */
function identityLostIn({ choices, rebuild, edits }: ComposeRequest, { placement, target, steps, changedRegions }: PlacedTarget): string[] {
  const isLost = ({ name, offset, perBoard }: PlacedRegion): boolean => {
    const choice = choices[name];
    if (perBoard === 'no' || !(name in identityOf)) return false;
    if (choice?.kind === 'source') return !choice.ownBackup && (rebuild === true || changedRegions.includes(name)) && !ownMe(offset);
    return rebuild === true;
  };
  const ownMe = (offset: number): boolean => steps.some((step) => step.rule === 'me-own' && step.offset === offset);
  const given = (region: PlacedRegion): boolean => {
    if (region.name !== 'gbe' || edits?.mac === undefined) return false;
    return parseGbe(target.subarray(region.offset, region.offset + region.length)).macKind === 'factory';
  };
  return placement.regions.filter((region) => isLost(region) && !given(region)).map(({ name }) => identityOf[name]!);
}

const rebuildFinding = ({ rebuild }: ComposeRequest, lost: readonly string[]): Finding[] => (rebuild ? [withoutBackup(lost)] : []);

/** Of an image that is written with no backup to go by; `lost` in words. */
const withoutBackup = (lost: readonly string[]): Finding =>
  warn('REBUILT_WITHOUT_BACKUP', 'This image is built without a backup of the board: what made the board itself is not in it.', {
    evidence: lost.join('; '),
    next: 'Enter serial number, UUID and MAC address again in Setup, from the label of the machine.',
  });

/**
 * For one image that is written whole where nothing of the chip is known: all that these regions carried of the board is lost. Where no
 * region is known for the variables they were in the BIOS; where none is known at all, everything was somewhere.
 */
export function wholeWithoutBackup(regions: readonly { readonly name: string }[]): Finding {
  const names = new Set(regions.map(({ name }) => name));
  if (names.has('bios')) names.add('nvram');
  const carried = Object.entries(identityOf).filter(([name]) => names.has(name));
  return withoutBackup((carried.length > 0 ? carried : Object.entries(identityOf)).map(([, text]) => text));
}
