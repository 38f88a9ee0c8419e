// Memory of the real device process through a whole practice job: backup, write of everything, full verify, on a 16 MiB chip.
// Run: npm run build -- node && npx tsx bench/device-host-memory.ts. Linux only: it reads /proc. Exits 1 over the
// limit. `--json`: the peak in bytes by step.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DeviceProxy } from '../electron/worker/device-proxy';
import { forkDeviceHost } from '../electron/worker/fork-host';
import { planWrite } from '../shared/firmware/plan-write';
import { allNew, CHIP_BYTES } from './images';
import { silentContext, take } from './rig';

const LIMIT_BYTES = 150e6;
const everything = { offset: 0, length: CHIP_BYTES };

const folder = await mkdtemp(join(tmpdir(), 'rom-rescue-memory-'));
const host = forkDeviceHost({ practiceSpeed: 100_000, program: resolve('dist/device-host.js') });
const session = new DeviceProxy(() => host);

function peakBytes(): number {
  const status = readFileSync(`/proc/${host.pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

const peaks: [string, number][] = [];
async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const value = await work();
  peaks.push([name, peakBytes()]);
  return value;
}

try {
  const context = silentContext();
  const { link } = await step('open', async () =>
    take(await session.open('simulated:old-boot-block', { simulatedChipPath: join(folder, 'chip.bin') })),
  );
  const chip = await step('identify', async () => take(await session.identify(context)));
  const { bytes: known } = await step('backup', async () => take(await session.backup({ chip, reads: 2 }, context)));
  const desired = allNew();
  const plan = planWrite({ current: known, target: desired, ranges: [everything], regionNames: ['everything'], chip, link });
  await step('write', async () =>
    take(await session.write({ chip, plan, desired, known, unknown: [], journal: () => Promise.resolve() }, context)),
  );
  const verified = await step('verify', async () => take(await session.verify({ chip, expected: desired, ranges: [everything] }, context)));
  if (verified.sha256 !== createHash('sha256').update(desired).digest('hex')) throw new Error('the chip does not hold what was written');
  await session.close();
} finally {
  session.dispose();
  await rm(folder, { recursive: true, force: true });
}

const peak = peaks.at(-1)?.[1] ?? Infinity;
if (process.argv.includes('--json')) console.log(JSON.stringify(Object.fromEntries(peaks)));
else {
  for (const [name, bytes] of peaks) console.log(`${name.padEnd(10)} ${(bytes / 1e6).toFixed(1)} MB peak so far`);
  if (peak >= LIMIT_BYTES) {
    console.error(`The device process reached ${(peak / 1e6).toFixed(1)} MB; the limit is ${LIMIT_BYTES / 1e6} MB.`);
    process.exitCode = 1;
  }
}
