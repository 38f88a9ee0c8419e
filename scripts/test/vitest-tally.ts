// A vitest reporter that leaves the tally of the run in a file. Vitest's own JSON report drops the reasons of skipped tests.
import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { nothing, oneFailed, onePassed, oneSkipped, sum, type Tally } from './tally';

function tallyCase(test: TestCase): Tally {
  const result = test.result();
  switch (result.state) {
    case 'passed':
      return onePassed;
    case 'skipped':
      return oneSkipped(test.fullName, result.note ?? reasonInName(test.fullName));
    case 'failed':
    case 'pending':
      return oneFailed;
  }
}

/** Tests that depend on files say so in their name, as in `… (skipped: no real images here)`. */
const reasonInName = (name: string): string => /skipped: ([^)>]+)/.exec(name)?.[1]?.trim() ?? 'no reason given';

/** A file that could not be loaded has no test to carry its error. */
function tallyModule(module: TestModule): Tally {
  const tests = sum([...module.children.allTests()].map(tallyCase));
  return module.state() === 'failed' && tests.failed === 0 ? sum([tests, oneFailed]) : tests;
}

export default class VitestTally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const file = process.env['ROM_RESCUE_TALLY'];
    if (file === undefined) return;
    writeFileSync(file, JSON.stringify(sum([...modules.map(tallyModule), { ...nothing, failed: unhandledErrors.length }])));
  }
}
