// Proves that the import arrows refuse what they should: a made-up project breaks each of them once.
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as IConfiguration;
let project = '';

/** Files that keep to the arrows, with what they import. */
const allowed: Record<string, readonly string[]> = {
  'shared/model/result.ts': [],
  'shared/ipc/contract.ts': ['../model/result', 'zod'],
  'shared/model/result.test.ts': ['node:fs', './result'],
  'native-bridge/transport/usb.ts': ['usb', 'node:fs', '../../shared/model/result'],
  'electron/main.ts': ['electron', '../native-bridge/transport/usb', './browser/main'],
  'electron/browser/main.ts': ['node:http', '../../shared/ipc/contract'],
  'cli/main.ts': ['../native-bridge/transport/usb', '../shared/model/result', 'commander'],
  'renderer/main.ts': ['react', '../shared/ipc/contract'],
  // Closes the circle that loop-a is blamed for.
  'shared/model/loop-b.ts': ['./loop-a'],
  'electron/worker/window-proxy.ts': ['electron'],
  'e2e/wizard.ts': ['../electron/main', '../cli/main'],
};

/** Files that break one, with the rule that says so. */
const refused: Record<string, readonly [imported: string, rule: string]> = {
  'shared/firmware/a.ts': ['node:fs', 'shared-is-plain'],
  'shared/firmware/b.ts': ['zod', 'zod-only-at-borders'],
  'shared/firmware/c.test.ts': ['../../native-bridge/transport/usb', 'shared-imports-no-one'],
  'native-bridge/a.ts': ['electron', 'bridge-knows-no-face'],
  'native-bridge/b.ts': ['../cli/main', 'bridge-knows-no-face'],
  'native-bridge/transport/fake.ts': ['usb', 'one-owner-of-usb'],
  'renderer/a.ts': ['../native-bridge/transport/usb', 'renderer-sees-shared'],
  'renderer/b.ts': ['node:fs', 'renderer-is-a-page'],
  'renderer/c.ts': ['commander', 'renderer-packages'],
  'cli/a.ts': ['../electron/main', 'faces-are-apart'],
  'electron/a.ts': ['../renderer/main', 'main-is-not-a-page'],
  'electron/worker/device-host.ts': ['../main', 'browser-face-needs-no-electron'],
  'electron/b.ts': ['../e2e/wizard', 'product-needs-no-tests'],
  'shared/model/loop-a.ts': ['./loop-b', 'no-cycles'],
  'cli/b.ts': ['./nowhere', 'everything-resolves'],
};

function write(path: string, text: string): void {
  const full = join(project, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
}

const importing = (paths: readonly string[]): string => [...paths.map((path) => `import '${path}';`), 'export {};'].join('\n');

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'arrows-'));
  const packages = ['usb', 'electron', 'zod', 'react', 'commander'];
  write('package.json', JSON.stringify({ dependencies: Object.fromEntries(packages.map((name) => [name, '1.0.0'])) }));
  write('tsconfig.json', '{}');
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  for (const [path, imports] of Object.entries(allowed)) write(path, importing(imports));
  for (const [path, [imported]] of Object.entries(refused)) write(path, importing([imported]));
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

it('refuses each broken arrow by its name and nothing else', async () => {
  const { tsConfig: _ours, ...options } = config.options ?? {};
  const folders = ['shared', 'native-bridge', 'electron', 'renderer', 'cli', 'e2e'];
  const { output } = await cruise(folders, {
    ...options,
    ruleSet: { forbidden: config.forbidden ?? [] },
    validate: true,
    baseDir: project,
  });
  const found = (output as ICruiseResult).summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
  const expected = Object.entries(refused).map(([path, [, rule]]) => `${path}: ${rule}`);
  expect([...new Set(found)].sort()).toEqual(expected.sort());
});
