// What the contact test answers: six lights, each told apart, and one diagnosis.

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

export interface ContactReport {
  readonly diagnosis: ContactDiagnosis;
  readonly checks: readonly ContactCheck[];
  /** First id seen, lower-case hex. */
  readonly jedec?: string;
}
