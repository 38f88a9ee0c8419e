// From what the contact test saw to its checks and its one diagnosis. Pure.
import type { ChipProfile } from '../../shared/model/chip';
import type { ContactCheck, ContactCheckName, ContactDiagnosis } from '../../shared/model/contact';
import { contactChecks } from '../../shared/model/contact';
import { shiftedFrom } from '../spi/chip-table';
import { hasSfdpSignature } from '../spi/sfdp';
import { isLost, WRITE_ENABLED } from '../spi/status';
import type { Probe } from './probe';

export type Outcome = ContactCheck['outcome'];
export interface Finding {
  readonly check: ContactCheck;
  readonly diagnosis?: ContactDiagnosis;
}

const finding = (name: ContactCheckName, outcome: Outcome, evidence: string, diagnosis?: ContactDiagnosis): Finding => ({
  check: { name, outcome, evidence },
  ...(diagnosis ? { diagnosis } : {}),
});
const hex = (value: number): string => value.toString(16).padStart(2, '0');

/** All six, in their order; those without a finding were not run. */
export function allChecks(findings: readonly Finding[]): ContactCheck[] {
  return contactChecks.map(
    (name) => findings.find(({ check }) => check.name === name)?.check ?? { name, outcome: 'not-run', evidence: '' },
  );
}

/** RDID many times: steady, sane, and neither a known id shifted by one clock nor one nobody knows. */
export function judgeIds({ ids, profile }: Pick<Probe, 'ids' | 'profile'>): Finding {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  const evidence = [...counts].map(([id, count]) => `${id} x${count}`).join(', ');
  const [first = ''] = ids;
  if (counts.size > 1) return finding('id-steady', 'fail', evidence, 'unsteady');
  if (first === 'ffffff') return finding('id-steady', 'fail', evidence, 'all-ff');
  if (first === '000000') return finding('id-steady', 'fail', evidence, 'all-00');
  if (profile) return finding('id-steady', 'pass', evidence, profile.voltage === '1.8V' ? 'low-voltage-chip' : undefined);
  return finding('id-steady', 'fail', evidence, shiftedFrom(first) ? 'shifted' : 'unknown-chip');
}

/** RES and REMS against RDID. A part that has neither answers FF or 00 to both. */
export function judgeAgreement({ ids, electronicId, manufacturer, device }: Probe): Finding {
  const evidence = `res ${hex(electronicId)}, rems ${hex(manufacturer)}${hex(device)}`;
  const silent = (value: number): boolean => value === 0xff || value === 0;
  const hasRems = !(silent(manufacturer) && silent(device));
  const hasRes = !silent(electronicId);
  if (!hasRems) return finding('ids-agree', 'not-applicable', evidence);
  const sameMaker = hex(manufacturer) === (ids[0] ?? '').slice(0, 2);
  const agrees = sameMaker && (!hasRes || electronicId === device);
  return agrees ? finding('ids-agree', 'pass', evidence) : finding('ids-agree', 'fail', evidence, 'ids-disagree');
}

/** The latch follows WREN and WRDI only if MOSI, CLK, CS and MISO all work. */
export function judgeLatch(afterEnable: number, afterDisable: number): Finding {
  const evidence = `${hex(afterEnable)} then ${hex(afterDisable)}`;
  if (isLost(afterEnable) || isLost(afterDisable)) return finding('write-enable', 'fail', evidence, 'bus-lost');
  const follows = (afterEnable & WRITE_ENABLED) !== 0 && (afterDisable & WRITE_ENABLED) === 0;
  return follows ? finding('write-enable', 'pass', evidence) : finding('write-enable', 'fail', evidence, 'commands-lost');
}

/** A signature that is there must be there again; half a signature is a data error. */
export function judgeSfdp(first: Uint8Array, second: Uint8Array): Finding {
  const evidence = Buffer.from(first.subarray(0, 8)).toString('hex');
  if (Buffer.compare(first.subarray(0, second.length), second) !== 0) return finding('sfdp', 'fail', evidence, 'data-unsteady');
  return hasSfdpSignature(first) ? finding('sfdp', 'pass', evidence) : finding('sfdp', 'not-applicable', evidence);
}

export interface SteadyData {
  readonly places: readonly number[];
  readonly lengthBytes: number;
  readonly reads: number;
  /** Per place: how many reads differed from the first. */
  readonly differing: readonly number[];
  /** First read of each place. */
  readonly samples: readonly Uint8Array[];
}

/** Places come in pairs half a chip apart: pairs that are equal and not blank mean an address line that does nothing. */
export function judgeData({ places, lengthBytes, reads, differing, samples }: SteadyData): Finding {
  const total = differing.reduce((sum, count) => sum + count, 0);
  const where = places.map((place, index) => `${place.toString(16)}: ${differing[index] ?? 0}`).join(', ');
  const evidence = `${reads} reads of ${lengthBytes} bytes, differing at ${where}`;
  if (total > 0) return finding('data-steady', 'fail', evidence, 'data-unsteady');
  const informative = (bytes: Uint8Array): boolean => bytes.some((byte) => byte !== bytes[0]);
  const pairs = samples.length / 2;
  const mirrored =
    pairs > 0 &&
    Array.from({ length: pairs }, (_, pair) => [samples[pair * 2]!, samples[pair * 2 + 1]!] as const).every(
      ([low, high]) => informative(low) && Buffer.compare(low, high) === 0,
    );
  return mirrored ? finding('data-steady', 'fail', evidence, 'mirrored') : finding('data-steady', 'pass', evidence);
}

export function judgeStatus(statuses: readonly number[], profile: Pick<ChipProfile, 'statusStyle'>): Finding {
  const evidence = `${profile.statusStyle} ${statuses.map(hex).join(' ')}`;
  const [sr1 = 0xff] = statuses;
  return isLost(sr1) ? finding('status', 'fail', evidence, 'bus-lost') : finding('status', 'pass', evidence);
}
