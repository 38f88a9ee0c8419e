// What is asked of a person whose machine does not start, and what is answered: ways out, ranked. Sentences live in the data.
import type { Certainty } from './knowledge';

export const machineIds = ['z420', 'z620', 'z820'] as const;
export type MachineId = (typeof machineIds)[number];

export const symptomIds = [
  'boots-to-setup',
  'boots-to-system',
  'me-manufacturing-message',
  'post-944',
  'boot-loop',
  'beeps-3',
  'beeps-4',
  'beeps-5',
  'beeps-6',
  'beeps-7',
  'beeps-8',
  'dark-fans-loud',
  'nothing-at-all',
] as const;
export type SymptomId = (typeof symptomIds)[number];

export const changeIds = [
  'modded-bios',
  'bios-update',
  'me-change',
  'boot-block-change',
  'cpu-swap',
  'memory-or-card',
  'crisis-attempt',
  'nothing',
  'unknown',
] as const;
export type ChangeId = (typeof changeIds)[number];

export const itemIds = [
  'programmer',
  'clip',
  'usb-stick',
  'second-pc',
  'own-backup',
  'stock-bios-file',
  'boot-block-2013-file',
  'v1-cpu',
  'spare-parts',
  'spare-board',
] as const;
export type ItemId = (typeof itemIds)[number];

export const wayOutIds = [
  'hardware-first',
  'cmos-minimal',
  'cpu-me-jumper',
  'boot-internally-backup',
  'me-restore-internal',
  'crisis-recovery',
  'external-flash',
  'board-swap',
] as const;
export type WayOutId = (typeof wayOutIds)[number];

export interface DiagnosisAnswers {
  readonly machineId: MachineId | 'other';
  readonly symptoms: readonly SymptomId[];
  readonly lastChange: ChangeId;
  readonly atHand: readonly ItemId[];
}

/** A sentence with its weight. `id` is a message key; `text` its English; `params` fill its placeholders. */
export interface WeighedText {
  readonly id: string;
  readonly text: string;
  readonly certainty: Certainty;
  readonly source: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface GuideStep {
  readonly id: string;
  /** What to do, one sentence. */
  readonly text: string;
  /** What to see before going on. */
  readonly check?: string;
  readonly certainty: Certainty;
  readonly source: string;
}

export interface RankedWayOut {
  readonly id: WayOutId;
  readonly title: string;
  /** 1 is first. */
  readonly rank: number;
  /** The evidence is strong and nothing it needs is missing. */
  readonly recommended: boolean;
  /** For and against, strongest first. */
  readonly why: readonly WeighedText[];
  readonly certainty: Certainty;
  readonly source: string;
  readonly risks: readonly WeighedText[];
  readonly needs: readonly ItemId[];
  readonly missing: readonly ItemId[];
  readonly timeMinutes?: readonly [min: number, max: number];
  readonly guide: readonly GuideStep[];
  /** Only external flashing is done by this program; the others are guides with checks. */
  readonly runsHere: boolean;
}
