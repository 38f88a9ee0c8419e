import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { codeOfAsync } from '../testing/code-of';
import { makeCabinet } from '../testing/make-cabinet';
import { makeProgram } from '../testing/make-program';
import { sampleEntries } from '../testing/sample-package';
import { loadPackageFile } from './load-package-file';

const top = mkdtempSync(join(tmpdir(), 'load-package-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));
let folder: string;
let number = 0;
beforeEach(() => mkdirSync((folder = join(top, String(number++)))));

function put(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}
const codeOf = (path: string): Promise<string | undefined> => codeOfAsync(() => loadPackageFile(path));
const isWindows = process.platform === 'win32';

describe('a file', () => {
  it('is loaded from where it lies, through a link too', async () => {
    const path = put('SP00063.exe', makeProgram({ overlay: makeCabinet(Object.fromEntries(sampleEntries())) }));
    expect((await loadPackageFile(path)).report).toMatchObject({ file: path, family: 'P63', canBuild: ['rompaq'] });
    if (isWindows) return;
    symlinkSync(path, join(folder, 'link.exe'));
    expect((await loadPackageFile(join(folder, 'link.exe'))).report.family).toBe('P63');
  });

  it('that is not there or empty is refused', async () => {
    expect(await codeOf(join(folder, 'missing.exe'))).toBe('FILE_GONE');
    expect(await codeOf(put('empty.exe', ''))).toBe('IMAGE_EMPTY');
  });

  it.skipIf(isWindows)('that is a device, a pipe or a link in a circle is refused, and nothing waits for it', async () => {
    expect(await codeOf('/dev/zero')).toBe('FILE_SPECIAL');
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await codeOf(join(folder, 'pipe'))).toBe('FILE_SPECIAL');
    symlinkSync('circle', join(folder, 'circle'));
    expect(await codeOf(join(folder, 'circle'))).toBe('FILE_LINK_LOOP');
  });
});

describe('a folder', () => {
  it('that a SoftPaq was unpacked to is the same package', async () => {
    for (const [name, content] of sampleEntries()) put(name, content);
    put('empty.txt', '');
    const { report } = await loadPackageFile(folder);
    expect(report).toMatchObject({ container: 'folder', verdict: 'usable', softpaq: 'SP00063', family: 'P63', canBuild: ['rompaq'] });
    expect(report.members.map(({ path }) => path)).toContain('ROMPaq USB Key/HPEUSB.exe/RCDATA/KERNEL');
  });

  it('with the SoftPaq in it as downloaded is opened too', async () => {
    put('Downloads/SP00063.exe', makeProgram({ overlay: makeCabinet(Object.fromEntries(sampleEntries())) }));
    expect((await loadPackageFile(folder)).report).toMatchObject({ family: 'P63', canBuild: ['rompaq'] });
  });

  it.skipIf(isWindows)('is not left by links, and what is no file in it is passed over and counted', async () => {
    put('README.1ST', 'SOFTPAQ NUMBER: SP1\r\n');
    symlinkSync(top, join(folder, 'up'));
    symlinkSync('/etc/hostname', join(folder, 'CPQP6303.4B5'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const { report } = await loadPackageFile(folder);
    expect(report.members.map(({ path }) => path)).toEqual(['README.1ST']);
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: 'PACKAGE_PASSED_OVER', message: expect.stringContaining('3') as string }),
    );
  });

  it('without anything of use in it is told so', async () => {
    put('letter.txt', 'Dear reader');
    const { report } = await loadPackageFile(folder);
    expect(report).toMatchObject({ verdict: 'not-usable', images: [], canBuild: [] });
  });

  it('too deep to be a package is refused', async () => {
    put(`${'d/'.repeat(20)}a.txt`, 'x');
    expect(await codeOf(folder)).toBe('FILES_TOO_MANY');
  });
});
