// How fast a package is inspected: as a command, and within a process, beside unpacking it with 7-Zip and cabextract.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyBench } from './keys';
import type { KeyJob } from './keys-page';
import { median, medianCost, runTool, type Cost } from './run-tool';

const ROUNDS = 7;

export function inspectJob({ packagePath, script, folder }: KeyBench): KeyJob {
  const out = join(folder, 'unpacked');
  const commands: Readonly<Record<string, readonly string[]>> = {
    '`rom-rescue key inspect FILE`, a process of its own': [process.execPath, script('cli.js'), 'key', 'inspect', packagePath],
    '`7z x FILE` (unpacks, proves nothing)': ['7z', 'x', '-y', `-o${out}`, packagePath],
    '`cabextract FILE` (unpacks, proves nothing)': ['cabextract', '-q', '-d', out, packagePath],
  };
  const costs = new Map<string, Cost[]>();
  // In turns, so that whatever else the computer does meets all of them alike.
  for (let round = 0; round < ROUNDS; round++)
    for (const [title, command] of Object.entries(commands)) {
      const cost = runTool(command, folder);
      if (cost !== undefined) costs.set(title, [...(costs.get(title) ?? []), cost]);
      rmSync(out, { recursive: true, force: true });
    }
  const warm = JSON.parse(execFileSync(process.execPath, [script('keys-process.mjs'), packagePath, '12'], { encoding: 'utf8' })) as {
    wallMs: number;
    cpuMs: number;
  }[];
  const settled = warm.slice(-ROUNDS);
  const [first] = warm;
  const settledMs = median(settled.map(({ wallMs }) => wallMs));
  return {
    title: 'Inspect: what a package is, every member hashed, the image’s signature verified',
    rows: [
      ...[...costs].map(([title, list]) => ({ title, ...medianCost(list) })),
      { title: 'within a process, the first time', ...first! },
      { title: 'within a process, later', wallMs: settledMs, cpuMs: median(settled.map(({ cpuMs }) => cpuMs)) },
    ],
    targets: [{ text: 'inspect within 0.3 s', found: `${(first!.wallMs / 1000).toFixed(2)} s`, isReached: first!.wallMs <= 300 }],
  };
}
