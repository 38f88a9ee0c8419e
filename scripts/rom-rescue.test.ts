import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from './build/freshness.mjs';

const romRescue = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(projectRoot, 'scripts/rom-rescue.mjs'), ...args], { encoding: 'utf8', timeout: 60_000 });

it('runs the command line from a checkout with nothing on stdout but its own output', () => {
  const { status, stdout } = romRescue('--help');
  expect({ status, firstLine: stdout.split('\n')[0] }).toEqual({
    status: 0,
    firstLine: expect.stringMatching(/^Usage: rom-rescue/) as string,
  });
}, 70_000);

it('passes on the exit code of a wrong usage', () => {
  const { status, stdout } = romRescue('no-such-verb');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
}, 70_000);
