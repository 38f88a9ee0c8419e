// What test runners report, brought to one shape and summed. Knows their report formats, runs nothing.

export interface Skip {
  readonly what: string;
  readonly why: string;
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly skips: readonly Skip[];
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0, skips: [] };
export const onePassed: Tally = { ...nothing, passed: 1 };
export const oneFailed: Tally = { ...nothing, failed: 1 };
export const oneSkipped = (what: string, why: string): Tally => ({ ...nothing, skipped: 1, skips: [{ what, why }] });

export const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (total, next) => ({
      passed: total.passed + next.passed,
      failed: total.failed + next.failed,
      skipped: total.skipped + next.skipped,
      skips: [...total.skips, ...next.skips],
    }),
    nothing,
  );

/** A runner that ended badly without naming a failed test, or that ran no test at all, counts as one failure. */
export function withRunner(tally: Tally | undefined, endedWell: boolean): Tally {
  if (tally === undefined) return oneFailed;
  const ranNothing = tally.passed + tally.failed + tally.skipped === 0;
  const failedUnnamed = !endedWell && tally.failed === 0;
  return ranNothing || failedUnnamed ? sum([tally, oneFailed]) : tally;
}

export const countLine = (tally: Tally): string => `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`;

/** The last count line that a runner printed, with its `skipped: WHAT: WHY` lines; undefined where it printed none. */
export function tallyFromText(output: string): Tally | undefined {
  const counts = [...output.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped\s*$/gm)].at(-1);
  if (counts === undefined) return undefined;
  const skips = [...output.matchAll(/^skipped: (.+?): (.+)$/gm)].map((line) => ({ what: line[1] ?? '', why: line[2] ?? '' }));
  return { passed: Number(counts[1]), failed: Number(counts[2]), skipped: Number(counts[3]), skips };
}

/** The part of Playwright's JSON report that is read here. */
export interface PlaywrightReport {
  readonly suites?: readonly PlaywrightSuite[];
  /** Errors outside any test, such as a spec that could not be loaded. */
  readonly errors?: readonly unknown[];
}
interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly { readonly title: string; readonly tests: readonly PlaywrightTest[] }[];
}
interface PlaywrightTest {
  readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
  readonly annotations: readonly { readonly type: string; readonly description?: string }[];
}

export function tallyFromPlaywright(report: PlaywrightReport): Tally {
  const outsideTests = { ...nothing, failed: report.errors?.length ?? 0 };
  return sum([outsideTests, ...(report.suites ?? []).map(tallySuite)]);
}

function tallySuite(suite: PlaywrightSuite): Tally {
  const tests = (suite.specs ?? []).flatMap((spec) => spec.tests.map((test) => tallyTest(spec.title, test)));
  return sum([...tests, ...(suite.suites ?? []).map(tallySuite)]);
}

function tallyTest(title: string, test: PlaywrightTest): Tally {
  if (test.status === 'skipped') {
    const why = test.annotations.find((note) => note.type === 'skip' || note.type === 'fixme')?.description;
    return oneSkipped(title, why ?? 'no reason given');
  }
  // A test that passed on a second try is a failure someone has not understood yet.
  return test.status === 'expected' ? onePassed : oneFailed;
}

/** Many tests skipped for one reason are one line. */
export function skipLines(skips: readonly Skip[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { what, why } of skips) byReason.set(why, [...(byReason.get(why) ?? []), what]);
  return [...byReason].map(([why, what]) => {
    const more = what.length > 1 ? ` and ${what.length - 1} more` : '';
    return `skipped: ${what[0] ?? ''}${more}: ${why}`;
  });
}
