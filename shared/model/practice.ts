// The practice machines: their names and what is broken about each. What the chip holds is simulator/practice-image.ts.

export const practiceScenarios = [
  'dark-after-mod',
  'me-manufacturing-mode',
  'old-boot-block',
  'clip-slips',
  'adapter-unplugged',
  'write-protected',
  'low-voltage-chip',
  'flaky-reads',
] as const;
export type PracticeScenario = (typeof practiceScenarios)[number];

/** Where the trouble is: in the bytes of the chip, or in the wiring and the chip itself while it is worked on. */
export const practiceFaults: Readonly<Record<PracticeScenario, 'image' | 'device'>> = {
  'dark-after-mod': 'image',
  'me-manufacturing-mode': 'image',
  'old-boot-block': 'image',
  'clip-slips': 'device',
  'adapter-unplugged': 'device',
  'write-protected': 'device',
  'low-voltage-chip': 'device',
  'flaky-reads': 'device',
};

export const isPracticeScenario = (text: string): text is PracticeScenario => (practiceScenarios as readonly string[]).includes(text);
