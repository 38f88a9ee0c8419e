// For tests: a loop device over a fresh sparse file, or the reason why there is none here.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface LoopDrive {
  readonly id: string;
  /** The file behind it. */
  readonly file: string;
  readonly folder: string;
  remove(): void;
}

const attach = (file: string): string => execFileSync('losetup', ['--find', '--show', file], { encoding: 'utf8', stdio: 'pipe' }).trim();

export function makeLoopDrive(sizeBytes: number): LoopDrive {
  const folder = mkdtempSync(join(tmpdir(), 'loop-drive-'));
  const file = join(folder, 'stick.img');
  writeFileSync(file, '');
  truncateSync(file, sizeBytes);
  const id = attach(file);
  return {
    id,
    file,
    folder,
    remove: () => {
      execFileSync('losetup', ['--detach', id], { stdio: 'pipe' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Empty where loop devices can be used; otherwise the words for a skipped test's name. */
export const whyNoLoopDrives = ((): string => {
  if (process.platform !== 'linux') return ' (skipped: loop devices are on Linux only)';
  if (process.getuid?.() !== 0) return ' (skipped: loop devices need root)';
  try {
    makeLoopDrive(1024 * 1024).remove();
    return '';
  } catch {
    return ' (skipped: no loop devices here)';
  }
})();
