import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { PackageReport } from '../../shared/keys/types';
import { makeZip } from '../../native-bridge/keys/testing/make-archive';
import { makeCabinet } from '../../native-bridge/keys/testing/make-cabinet';
import { makeProgram } from '../../native-bridge/keys/testing/make-program';
import { makeLegacyImage } from '../../native-bridge/keys/testing/make-rom-image';
import { sampleEntries } from '../../native-bridge/keys/testing/sample-package';
import { runHere } from '../testing/run-here';

const folder = mkdtempSync(join(tmpdir(), 'key-inspect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const inspect = (...args: string[]) => runHere(['key', 'inspect', ...args]);
interface Told extends Partial<PackageReport> {
  readonly error?: { readonly code: string; readonly steps: readonly string[] };
  readonly fit?: { readonly fit: string };
}
const packagesOf = (json: Record<string, unknown>): Told[] => json['packages'] as Told[];

const softpaq = file(
  'SP00063.exe',
  makeProgram({ originalFilename: 'stub32i.exe', overlay: makeCabinet(Object.fromEntries(sampleEntries())) }),
);
const damaged = file('CPQP6303.4B5', makeLegacyImage().subarray(0, 20_000));
const letter = file('letter.txt', 'Dear reader');

test('a good package is told in words: verdict, sentence, facts, images, files', async () => {
  const { exit, stdout, stderr } = await inspect(softpaq);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  expect(stdout).toContain(`usable: ${softpaq}`);
  expect(stdout).toContain('SoftPaq SP00063 for HP ProLiant ML370 G6, HP ProLiant DL370 G6: family P63, ROM image of 2018-05-21');
  expect(stdout).toMatch(/ROMPaq USB Key\/CPQP6303\.4B5 +32.1 KiB +P63 +2018-05-21 +checksum good/);
  expect(stdout).toMatch(/ROMPaq USB Key\/HPEUSB\.exe\/RCDATA\/KERNEL .*boot-file/);
});

test('a script gets one document with a schema', async () => {
  const { exit, json } = await inspect(softpaq, '--json');
  expect(exit).toBe(0);
  expect(json()).toMatchObject({ schema: 'rom-rescue/key-inspect/1', ok: true });
  expect(packagesOf(json())).toMatchObject([
    { file: softpaq, container: 'package-for-the-web', family: 'P63', canBuild: ['rompaq'], verdict: 'usable' },
  ]);
});

test('a package for another machine is usable, and the warning is told', async () => {
  const other = await inspect(softpaq, '--family', 'J06', '--json');
  expect(other.exit).toBe(0);
  expect(packagesOf(other.json())[0]).toMatchObject({ verdict: 'usable', fit: { fit: 'no', certainty: 'measured' } });
  expect((await inspect(softpaq, '--family', 'ProLiant ML370 G6')).stdout).toContain('fits: yes. This package names HP ProLiant ML370 G6');
});

test('a damaged image ends with 1, and says what to do', async () => {
  const { exit, stdout } = await inspect(damaged);
  expect(exit).toBe(1);
  expect(stdout).toContain(`not usable: ${damaged}`);
  expect(stdout).toContain('ROM_IMAGE_DAMAGED');
  expect(stdout).toContain('Download the package again.');
});

test.each([
  ['a letter', letter, 'PACKAGE_UNKNOWN'],
  ['what is not there', join(folder, 'missing.exe'), 'FILE_GONE'],
  ['a hostile archive', file('evil.zip', makeZip([['../EVIL.TXT', Buffer.from('x')]])), 'PACKAGE_UNSAFE_NAME'],
])('%s ends with 2', async (_what, path, code) => {
  const { exit, stdout } = await inspect(path);
  expect({ exit, says: stdout.includes(code) }).toEqual({ exit: 2, says: true });
});

test('several packages are all told, and the worst of them is the exit status', async () => {
  const { exit, json } = await inspect(softpaq, damaged, letter, join(folder, 'missing.exe'), '--json');
  expect(exit).toBe(2);
  expect(json()['ok']).toBe(false);
  const told = packagesOf(json());
  expect(told.map(({ file: path }) => path)).toEqual([softpaq, damaged, letter, join(folder, 'missing.exe')]);
  expect(told[3]?.error).toMatchObject({ code: 'FILE_GONE', steps: expect.any(Array) as string[] });
});

test('the SHA-256 of the download page is held against the file', async () => {
  const told = packagesOf((await inspect(softpaq, '--json')).json())[0];
  expect((await inspect(softpaq, '--sha256', told?.sha256?.toUpperCase() ?? '')).stdout).toContain('PACKAGE_SHA256_EQUAL');
  expect((await inspect(softpaq, '--sha256', '0'.repeat(64))).exit).toBe(1);
});

test.each([
  [['--sha256', 'abc', softpaq], '64 hexadecimal digits'],
  [['--sha256', '0'.repeat(64), softpaq, letter], 'one package'],
  [[], 'missing required argument'],
])('%j is wrong usage', async (args, message) => {
  const { exit, json } = await inspect(...args, '--json');
  expect(exit).toBe(2);
  expect(json()).toMatchObject({
    schema: 'rom-rescue/key-inspect/1',
    error: { code: 'INPUT_INVALID', message: expect.stringContaining(message) as string },
  });
});
