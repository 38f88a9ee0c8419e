// What the contact test answers: six lights, each told apart, and one diagnosis.
import type { ErrorCode } from './errors';

export const contactChecks = ['id-steady', 'ids-agree', 'write-enable', 'sfdp', 'data-steady', 'status'] as const;
export type ContactCheckName = (typeof contactChecks)[number];

export interface ContactCheck {
  readonly name: ContactCheckName;
  readonly outcome: 'pass' | 'fail' | 'not-applicable' | 'not-run';
  /** For the details: bytes seen, counts. */
  readonly evidence: string;
}

export const contactDiagnoses = [
  'good',
  'all-ff',
  'all-00',
  'unsteady',
  'shifted',
  'commands-lost',
  'ids-disagree',
  'data-unsteady',
  'mirrored',
  'bus-lost',
  'unknown-chip',
  'low-voltage-chip',
  'still-busy',
] as const;
export type ContactDiagnosis = (typeof contactDiagnoses)[number];

/** The error that the same finding is anywhere else: its words and its steps are those to show. */
export const errorOfDiagnosis: Readonly<Record<Exclude<ContactDiagnosis, 'good'>, ErrorCode>> = {
  'all-ff': 'BUS_ALL_FF',
  'all-00': 'BUS_ALL_00',
  unsteady: 'BUS_UNSTABLE',
  shifted: 'BUS_SHIFTED',
  'commands-lost': 'BUS_COMMANDS_LOST',
  'ids-disagree': 'BUS_UNSTABLE',
  'data-unsteady': 'BUS_DATA_UNSTABLE',
  mirrored: 'READ_MIRRORED',
  'bus-lost': 'BUS_LOST',
  'unknown-chip': 'CHIP_UNKNOWN',
  'low-voltage-chip': 'CHIP_LOW_VOLTAGE',
  'still-busy': 'CHIP_STILL_BUSY',
};

export interface ContactReport {
  readonly diagnosis: ContactDiagnosis;
  readonly checks: readonly ContactCheck[];
  /** First id seen, lower-case hex. */
  readonly jedec?: string;
}
