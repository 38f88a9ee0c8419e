import { describe, expect, it } from 'vitest';
import { oneFailed, onePassed, oneSkipped, skipLines, sum, tallyFromPlaywright, tallyFromText, withRunner } from './tally';

describe('the tally of a test run', () => {
  it('adds runners up and keeps the reason of each skip', () => {
    expect(sum([onePassed, oneFailed, oneSkipped('usb lab', 'no qemu'), onePassed])).toEqual({
      passed: 2,
      failed: 1,
      skipped: 1,
      skips: [{ what: 'usb lab', why: 'no qemu' }],
    });
  });

  it('counts a runner that ran no test as a failure', () => {
    expect(withRunner(sum([]), true)).toEqual(oneFailed);
  });

  it('counts a runner that crashed as a failure even when every test it named passed', () => {
    expect(withRunner(onePassed, false)).toEqual({ ...onePassed, failed: 1 });
  });

  it('counts a runner that left no report as a failure', () => {
    expect(withRunner(undefined, true)).toEqual(oneFailed);
  });

  it('does not count a named failure twice', () => {
    expect(withRunner(oneFailed, false)).toEqual(oneFailed);
  });

  it('reads the last count line of a text runner and its skips', () => {
    const output = '1 passed, 0 failed, 0 skipped\nskipped: whole job: takes an hour: set LONG=1\n4 passed, 1 failed, 1 skipped\n';
    expect(tallyFromText(output)).toEqual({
      passed: 4,
      failed: 1,
      skipped: 1,
      skips: [{ what: 'whole job', why: 'takes an hour: set LONG=1' }],
    });
  });

  it('finds no counts in the output of a runner that died', () => {
    expect(tallyFromText('Error: boom')).toBeUndefined();
  });

  it('reads nested Playwright suites, counting flaky tests and broken spec files as failures', () => {
    const test = (status: 'expected' | 'unexpected' | 'flaky' | 'skipped', description?: string) => ({
      title: status,
      tests: [{ status, annotations: description === undefined ? [] : [{ type: 'skip', description }] }],
    });
    const report = {
      errors: [{ message: 'SyntaxError' }],
      suites: [
        { specs: [test('expected')], suites: [{ specs: [test('unexpected'), test('flaky')] }] },
        { specs: [test('skipped', 'no display')] },
      ],
    };
    expect(tallyFromPlaywright(report)).toEqual({ passed: 1, failed: 3, skipped: 1, skips: [{ what: 'skipped', why: 'no display' }] });
  });

  it('prints one line for all tests skipped for one reason', () => {
    const skips = [
      { what: 'a', why: 'no real images here' },
      { what: 'b', why: 'no display' },
      { what: 'c', why: 'no real images here' },
    ];
    expect(skipLines(skips)).toEqual(['skipped: a and 1 more: no real images here', 'skipped: b: no display']);
  });
});
