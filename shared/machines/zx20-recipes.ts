// Ways to put the image to write together: what each takes from where, why, what it destroys and keeps. Which one fits is decided elsewhere.
import type { Known } from '../model/knowledge';
import type { RegionId } from './types';

export const recipeIds = ['own-backup-boot-block-2013', 'own-backup-whole', 'bios-from-full-image', 'me-declared-valid', 'custom'] as const;
export type RecipeId = (typeof recipeIds)[number];

/** Where a region comes from. `chip`: it stays as it is. */
export type RecipeSource = 'chip' | 'own-backup' | 'boot-block-file' | 'bios-file' | 'mark';

export interface RecipeData {
  readonly id: RecipeId;
  readonly title: string;
  /** Regions not named stay as they are. */
  readonly takes: Readonly<Partial<Record<RegionId, RecipeSource>>>;
  readonly reason: Known<string>;
  readonly destroys: readonly string[];
  readonly keeps: readonly string[];
}

const wholeFrom = (source: RecipeSource): Record<RegionId, RecipeSource> => ({
  fd: source,
  gbe: source,
  pdr: source,
  me: source,
  nvram: source,
  bios: source,
  bb: source,
});
const identityStays = 'Descriptor, network address, ME and variables stay as they are on the chip.';

export const zx20Recipes: readonly RecipeData[] = [
  {
    id: 'own-backup-boot-block-2013',
    title: 'Own backup with the boot block of 2013',
    takes: { ...wholeFrom('own-backup'), bb: 'boot-block-file' },
    reason: {
      value: "The board's own backup with an ME that has run, and a new boot block only: this brought the Z620 of the source thread back.",
      certainty: 'stated',
      source: 'HP Community 9025210',
    },
    destroys: ['The boot block on the chip.', 'Whatever was changed on the chip since the backup, where the backup is an older one.'],
    keeps: ['Everything that makes this board itself: descriptor, network address, platform data, ME, variables.'],
  },
  {
    id: 'own-backup-whole',
    title: 'Own backup, whole',
    takes: wholeFrom('own-backup'),
    reason: {
      value: 'A backup from before the damage holds all that belongs to this board, in a state that worked.',
      certainty: 'inferred',
      source: 'rules of composition: identity is kept by the own backup',
    },
    destroys: ['Everything on the chip that is newer than the backup: settings, event log.'],
    keeps: ['The identity of this board, as it was when the backup was made.'],
  },
  {
    id: 'bios-from-full-image',
    title: 'BIOS code from a full image',
    takes: { bios: 'bios-file' },
    reason: {
      value:
        'Descriptor, network, platform data and variables normally survive a bad BIOS; only the code must be replaced, by one of the same family.',
      certainty: 'inferred',
      source: 'analysis of the image map and of how a bad modification fails',
    },
    destroys: ['The BIOS code on the chip, with its crisis-recovery volume.'],
    keeps: [identityStays, 'The boot block stays too.'],
  },
  {
    id: 'me-declared-valid',
    title: 'Declare the ME settings valid',
    takes: { me: 'mark' },
    reason: {
      value: 'An ME that was never declared valid sets itself up at the next cold start once this one byte is 01.',
      certainty: 'inferred',
      source: "the one byte HP's ME tool changes, found by users; analysis of the tool's messages",
    },
    destroys: ['One byte: 0x5400 becomes 01.'],
    keeps: [identityStays, 'BIOS and boot block stay too.'],
  },
  {
    id: 'custom',
    title: 'Choose region by region',
    takes: {},
    reason: { value: 'For those who know which region must change.', certainty: 'stated', source: 'your choice' },
    destroys: ['The regions you choose.'],
    keeps: ['The regions you leave at “keep”.'],
  },
];
