// npm run test:keys: keys built from HP's own package start an emulated PC into HP's ROMPAQ window. `--full` boots every size; otherwise
// one key of each file system. Ends in one line of counts.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boot, buildLabKey, whyNot, type LabKey } from '../e2e/key-lab/lab';

const few: readonly LabKey[] = [
  { fileSystem: 'fat32', sizeMib: 1025 },
  { fileSystem: 'fat16', sizeMib: 513 },
];
const sizes = [64, 513, 2048, 8192, 32768];
const all: readonly LabKey[] = (['fat32', 'fat16'] as const).flatMap((fileSystem) => sizes.map((sizeMib) => ({ fileSystem, sizeMib })));

const reason = whyNot();
if (reason !== undefined) {
  console.log(`skipped: key lab: ${reason}`);
  console.log('0 passed, 0 failed, 1 skipped');
} else {
  execFileSync('npm', ['run', '-s', 'build', '--', 'node'], { stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-key-lab-'));
  let failed = 0;
  const keys = process.argv.includes('--full') ? all : few;
  try {
    for (const key of keys) {
      const what = `a key of ${key.sizeMib} MiB with ${key.fileSystem.toUpperCase()} starts ROMPAQ`;
      try {
        const image = buildLabKey(folder, key);
        const { reachedRompaq, screen } = boot(image);
        rmSync(image);
        if (!reachedRompaq) failed++;
        console.log(reachedRompaq ? `ok: ${what}` : `FAILED: ${what}; the screen shows: ${screen}`);
      } catch (thrown) {
        failed++;
        console.log(`FAILED: ${what}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${keys.length - failed} passed, ${failed} failed, 0 skipped`);
  process.exitCode = failed === 0 ? 0 : 1;
}
