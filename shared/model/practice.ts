// The practice scenarios: a simulated Z620 that is broken in one way, and what goes wrong on the way to mending it.
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
