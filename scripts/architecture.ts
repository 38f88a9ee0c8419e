// Draws the folders of the code and who imports whom into docs/architecture.md, from the imports as they are.
// `npm run docs:architecture` writes the page; with --check it only compares (the test run does).
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const page = new URL('../docs/architecture.md', import.meta.url);
const [begin, end] = ['<!-- drawn:begin -->', '<!-- drawn:end -->'];
const roots = ['shared', 'native-bridge', 'electron', 'renderer', 'cli'];

interface Module {
  readonly source: string;
  readonly dependencies: readonly { readonly resolved: string }[];
}

/** "shared/firmware/checks/x.ts" → "shared/firmware"; files right below a root belong to the root. */
function folderOf(path: string): string | undefined {
  const parts = path.split('/');
  if (!roots.includes(parts[0]!) || /\.test\.|\.suite\./.test(path)) return undefined;
  return parts.length > 2 && parts[0] !== 'cli' && parts[0] !== 'renderer' ? `${parts[0]}/${parts[1]}` : parts[0];
}

export function drawArchitecture(modules: readonly Module[]): string {
  const files = new Map<string, number>();
  const arrows = new Set<string>();
  for (const { source, dependencies } of modules) {
    const from = folderOf(source);
    if (!from) continue;
    files.set(from, (files.get(from) ?? 0) + 1);
    for (const { resolved } of dependencies) {
      const to = folderOf(resolved);
      if (to && to !== from) arrows.add(`${from}|${to}`);
    }
  }
  const id = (folder: string) => folder.replace(/[^a-z]/g, '_');
  const lines = ['```mermaid', 'flowchart BT'];
  for (const root of roots) {
    const folders = [...files.keys()].filter((folder) => folder === root || folder.startsWith(`${root}/`)).sort();
    lines.push(`  subgraph ${id(root)}_box["${root}"]`);
    for (const folder of folders) lines.push(`    ${id(folder)}["${folder.split('/')[1] ?? folder}"]`);
    lines.push('  end');
  }
  for (const arrow of [...arrows].sort()) {
    const [from, to] = arrow.split('|') as [string, string];
    lines.push(`  ${id(from)} --> ${id(to)}`);
  }
  return [...lines, '```'].join('\n');
}

function readModules(): Module[] {
  const json = execFileSync(
    process.execPath,
    ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', ...roots, '--output-type', 'json'],
    {
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    },
  );
  return (JSON.parse(json) as { modules: Module[] }).modules;
}

const text = readFileSync(page, 'utf8');
const [before, rest] = text.split(begin) as [string, string | undefined];
const after = rest?.split(end)[1];
if (after === undefined) throw new Error(`docs/architecture.md has no ${begin} … ${end}`);
const drawn = `${before}${begin}\n\n${drawArchitecture(readModules())}\n\n${end}${after}`;
if (!process.argv.includes('--check')) writeFileSync(page, drawn);
else if (drawn !== text) {
  console.error('docs/architecture.md is not what the code is: npm run docs:architecture');
  process.exitCode = 1;
}
