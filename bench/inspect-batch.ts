// A batch of different images through the pool, with two threads. Each file is written when it is about to be inspected and removed
// after, so that a few lie on the disk at a time; writing them is part of the time. Prints JSON.
import { mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectMany } from '../native-bridge/inspection/inspect-many';
import { openInspectionPool } from '../native-bridge/inspection/inspection-pool';
import type { Source } from '../native-bridge/inspection/inspect-source';
import { vary } from './inspect-image';

const [path = '', count = '500'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-bench-'));
const image = new Uint8Array(readFileSync(path));

function* files(): Generator<Source> {
  for (let number = 1; number <= Number(count); number++) {
    vary(image, number);
    const file = join(folder, `${number}.bin`);
    writeFileSync(file, image);
    yield { kind: 'file', path: file };
  }
}

const pool = openInspectionPool({ workers: 2 });
const hashes = new Set<string | undefined>();
const rssBytes: number[] = [];
const [start, cpu] = [performance.now(), process.cpuUsage()];
for await (const { file, sha256, report, error } of inspectMany(pool, files())) {
  if (report === undefined) throw new Error(`${file}: ${error?.code}`);
  hashes.add(sha256);
  unlinkSync(file);
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
