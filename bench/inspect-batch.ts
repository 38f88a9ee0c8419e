// A batch of different images through the pool, with two threads. All files are written before the clock starts: they take 16 MiB of disk
// each. Prints JSON.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectMany } from '../native-bridge/inspection/inspect-many';
import { openInspectionPool } from '../native-bridge/inspection/inspection-pool';
import type { Source } from '../native-bridge/inspection/inspect-source';
import { vary } from './inspect-image';

const [path = '', count = '500'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-bench-'));
const image = new Uint8Array(readFileSync(path));

const files = Array.from({ length: Number(count) }, (_, index): Source => {
  vary(image, index + 1);
  const path = join(folder, `${index + 1}.bin`);
  writeFileSync(path, image);
  return { kind: 'file', path };
});

const pool = openInspectionPool({ workers: 2 });
const hashes = new Set<string | undefined>();
const rssBytes: number[] = [];
const [start, cpu] = [performance.now(), process.cpuUsage()];
for await (const { file, sha256, report, error } of inspectMany(pool, files)) {
  if (report === undefined) throw new Error(`${file}: ${error?.code}`);
  hashes.add(sha256);
  if (hashes.size % 50 === 0) rssBytes.push(process.memoryUsage.rss());
}
const wallMs = performance.now() - start;
const used = process.cpuUsage(cpu);
await pool.close();
rmSync(folder, { recursive: true, force: true });
if (hashes.size !== Number(count)) throw new Error('the files were not all different');
const peakBytes = process.resourceUsage().maxRSS * 1024;
console.log(
  JSON.stringify({
    images: hashes.size,
    bytes: hashes.size * image.length,
    wallMs,
    cpuMs: (used.user + used.system) / 1000,
    peakBytes,
    rssBytes,
  }),
);
