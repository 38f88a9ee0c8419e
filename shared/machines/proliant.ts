// What is known of ProLiant servers as far as ROMPaq keys go: families, redundant ROM, the order of steps. Data only. The table of
// families is incomplete on purpose and never a reason to refuse.
import type { Certainty, Known } from '../model/knowledge';

export interface ServerFamily {
  /** As POST and iLO show it: "P63". */
  readonly family: string;
  readonly models: Known<readonly string[]>;
  readonly generation: 'G4' | 'G5' | 'G6' | 'G7' | 'Gen8' | 'Gen9';
}

const NOTES = 'repositories of owners and HPE’s package texts';
const COMMON = 'commonly reported, not verified';

type Row = readonly [
  family: string,
  generation: ServerFamily['generation'],
  models: readonly string[],
  certainty: Certainty,
  source: string,
];

const rows: readonly Row[] = [
  ['P63', 'G6', ['ML370 G6', 'DL370 G6'], 'stated', NOTES],
  ['J06', 'Gen8', ['MicroServer Gen8'], 'stated', NOTES],
  ['P70', 'Gen8', ['DL380p Gen8'], 'stated', NOTES],
  ['P89', 'Gen9', ['DL360 Gen9', 'DL380 Gen9'], 'stated', NOTES],
  ['P92', 'Gen9', ['ML350 Gen9'], 'stated', NOTES],
  ['P86', 'Gen9', ['DL120 Gen9'], 'stated', NOTES],
  ['P56', 'G5', ['DL380 G5'], 'inferred', COMMON],
  ['P58', 'G5', ['DL360 G5'], 'inferred', COMMON],
  ['P62', 'G6', ['DL380 G6'], 'inferred', COMMON],
  ['P64', 'G6', ['DL360 G6'], 'inferred', COMMON],
  ['P67', 'G7', ['DL380 G7'], 'inferred', COMMON],
  ['P68', 'G7', ['DL360 G7'], 'inferred', COMMON],
  ['P71', 'Gen8', ['DL360p Gen8'], 'inferred', COMMON],
];

export const serverFamilies: readonly ServerFamily[] = rows.map(([family, generation, models, certainty, source]) => ({
  family,
  generation,
  models: { value: models, certainty, source },
}));

/** By family letters or by any part of a model's name. */
export function findServerFamilies(words: string): readonly ServerFamily[] {
  const wanted = words.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');
  if (wanted === '') return [];
  return serverFamilies.filter(
    ({ family, models }) =>
      family.toLowerCase() === wanted ||
      models.value.some((model) =>
        model
          .toLowerCase()
          .replaceAll(/[^a-z0-9]+/g, '')
          .includes(wanted),
      ),
  );
}

/** What the server's screen said. */
export const serverSymptoms = ['primary-rom-invalid', 'current-rom-corrupt', 'beeps-no-video', 'works', 'other'] as const;
export type ServerSymptom = (typeof serverSymptoms)[number];

const DL385 = 'HP guides of DL385 and DL380p';
const DL580 = 'HP service guide of the DL580';
const ILO = 'two user reports';

/** How redundant ROM works, in one place. */
export const redundantRom: readonly Known<string>[] = [
  {
    value: 'The server holds two ROM images. ROMPaq writes over the one that is not running and keeps the other.',
    certainty: 'stated',
    source: DL385,
  },
  {
    value: 'If one image is bad the server starts from the other and says so. After one flash the bad side is good and is started next.',
    certainty: 'stated',
    source: DL580,
  },
  { value: 'A second flash brings the other side to the same release.', certainty: 'inferred', source: 'follows from the first two' },
  {
    value:
      'The side is chosen in F9 > Advanced Options > ROM Selection, or by maintenance switches S1, S5 and S6: all on, power on, wait for two beeps, power off, all off.',
    certainty: 'stated',
    source: 'HP guides of DL385, DL360 G4p, BL685c G5, ML110 Gen9; other models by the label in the lid',
  },
  { value: 'Switch S6 alone erases the settings.', certainty: 'stated', source: 'the same guides' },
];

export interface ServerStep {
  readonly text: string;
  readonly certainty: Certainty;
  readonly source: string;
}

const step = (text: string, certainty: Certainty, source: string): ServerStep => ({ text, certainty, source });

/** What to do at the server, in order (domain rompaq.md 4). */
export function serverSteps(generation: ServerFamily['generation'] | undefined, symptom: ServerSymptom): readonly ServerStep[] {
  if (symptom === 'beeps-no-video') {
    return [
      step(
        'Put the key in and switch the server on: both sides of its ROM may be bad, and there will be no picture.',
        'stated',
        'HP service guides',
      ),
      step('One long and two short beeps (older servers: two long) mean that it asks for the key.', 'stated', 'HP service guides'),
      step('Rising beeps mean done, falling ones failed. Do not switch it off in between.', 'stated', 'HP service guides'),
      step('If it fails, build the key anew before another try: an interrupted flash may have altered it.', 'stated', DL580),
    ];
  }
  return [
    step(
      'Note the family and the date of the ROM that the server shows when it starts.',
      'inferred',
      'so that you can tell afterwards what changed',
    ),
    step('Suspend BitLocker or any other TPM protection, and note your settings.', 'stated', 'text of ROMPAQ 5.14'),
    ...(generation === 'Gen8'
      ? [
          step(
            'With iLO 4 at hand, try uploading the bare ROM image under Administration > Firmware first: it needs no key.',
            'stated',
            ILO,
          ),
        ]
      : []),
    step('Switch off, put the key into a port of the server itself, switch on and start from USB.', 'inferred', 'how such keys are made'),
    step(
      'In the ROMPAQ window choose the system, then the update. Do not switch off until it says that it is done.',
      'stated',
      'text of ROMPAQ 5.14',
    ),
    step('Switch off and on again, and look at the date.', 'inferred', 'follows from redundant ROM'),
    step('Flash a second time to bring the other side to the same release.', 'inferred', 'follows from redundant ROM'),
    ...(symptom === 'primary-rom-invalid' || symptom === 'current-rom-corrupt'
      ? [
          step(
            'Online flash tools did not clear this message for those who tried; ROMPaq is what HPE names.',
            'stated',
            'HPE Community 7018889',
          ),
        ]
      : []),
  ];
}
