// How fast a key is built as an image file, with its read-back and its check, beside unpacking, formatting and copying with other tools.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyBench } from './keys';
import type { KeyJob } from './keys-page';
import { medianCost, runTool, type Cost } from './run-tool';

const ROUNDS = 5;

export function buildJob({ packagePath, script, folder }: KeyBench): KeyJob {
  const image = join(folder, 'key.img');
  const unpacked = join(folder, 'unpacked');
  const build = (size: string): readonly string[] => {
    return [process.execPath, script('cli.js'), 'key', 'build', '--from', packagePath, '-o', image, '--size', size];
  };
  const others = [
    `7z x -y -o"${unpacked}" "${packagePath}"`,
    `truncate -s 511M "${image}"`,
    `PATH="$PATH:/usr/sbin" mkfs.fat -F 32 "${image}"`,
    `find "${unpacked}/ROMPaq USB Key" -type f -exec mcopy -i "${image}" {} :: \\;`,
  ].join(' && ');
  const ours = '`rom-rescue key build`, 512 MiB: unpacked, verified, built, read back, checked';
  const large = 'the same, 32 GiB';
  const commands: Readonly<Record<string, readonly string[]>> = {
    [ours]: build('512M'),
    [large]: build('32768M'),
    '`7z x` + `mkfs.fat` + `mcopy`, 511 MiB: no boot code, nothing proved': ['sh', '-c', others],
  };
  const costs = new Map<string, Cost[]>();
  // In turns, so that whatever else the computer does meets all of them alike.
  for (let round = 0; round < ROUNDS; round++)
    for (const [title, command] of Object.entries(commands)) {
      const cost = runTool(command, folder);
      if (cost !== undefined) costs.set(title, [...(costs.get(title) ?? []), cost]);
      rmSync(image, { force: true });
      rmSync(unpacked, { recursive: true, force: true });
    }
  const costOf = (title: string): Cost => medianCost(costs.get(title)!);
  const peakBytes = Math.max(costOf(ours).peakBytes, costOf(large).peakBytes);
  return {
    title: 'Build: a key as a sparse image file, a process of its own',
    rows: [...costs].map(([title, list]) => ({ title, ...medianCost(list) })),
    targets: [
      {
        text: 'an image of 512 MiB within 1 s',
        found: `${(costOf(ours).wallMs / 1000).toFixed(2)} s`,
        isReached: costOf(ours).wallMs <= 1000,
      },
      { text: 'memory under 150 MB whatever the size', found: `${Math.round(peakBytes / 1e6)} MB`, isReached: peakBytes < 150e6 },
    ],
  };
}
