// For tests: tools of the computer that judge a key from outside, and what is said where one is missing.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];

/** Names of those that are not installed. */
export const missingTools = (...names: readonly string[]): string[] =>
  names.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));

export function runHostTool(name: string, args: readonly string[], input?: Uint8Array): string {
  const folder = folders.find((one) => existsSync(join(one, name))) ?? '';
  return execFileSync(join(folder, name), args, { encoding: 'latin1', ...(input ? { input } : {}), stdio: ['pipe', 'pipe', 'pipe'] });
}

/** A name for a test that says why it does not run. */
export const orSkipped = (title: string, missing: readonly string[]): string =>
  missing.length === 0 ? title : `${title} (skipped: ${missing.join(', ')} is not installed)`;
