import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeCabinet } from '../testing/make-cabinet';
import { makeProgram } from '../testing/make-program';
import { sampleEntries } from '../testing/sample-package';
import { loadPackage } from './inspect-package';
import { loadPackageFile } from './load-package-file';

const codes = (report: { readonly findings: readonly { readonly code: string }[] }): string[] => report.findings.map(({ code }) => code);

describe('a signed program', () => {
  const good = makeProgram({ overlay: makeCabinet(Object.fromEntries(sampleEntries())), isSigned: true });

  it('is intact as it was signed', async () => {
    expect((await loadPackage('a.exe', good)).report).toMatchObject({ authenticode: 'intact', verdict: 'usable' });
  });

  it('is told to be altered where one byte of its code differs', async () => {
    const altered = Uint8Array.from(good);
    altered[0x40]! ^= 1;
    const { report } = await loadPackage('a.exe', altered);
    expect(report).toMatchObject({ authenticode: 'broken', verdict: 'not-usable' });
    expect(codes(report)).toContain('PACKAGE_ALTERED');
  });

  it('may carry another checksum in its header, which is not signed', async () => {
    const patched = Uint8Array.from(good);
    const checksumAt = new DataView(good.buffer).getUint32(0x3c, true) + 24 + 64;
    patched.set([1, 2, 3, 4], checksumAt);
    expect((await loadPackage('a.exe', patched)).report.authenticode).toBe('intact');
  });

  it('is held against the SHA-256 that the download page names', async () => {
    const { report } = await loadPackage('a.exe', good);
    const spaced = report.sha256.toUpperCase().replaceAll(/(..)/g, '$1 ');
    expect(codes((await loadPackage('a.exe', good, { expectedSha256: spaced })).report)).toContain('PACKAGE_SHA256_EQUAL');
    const other = await loadPackage('a.exe', good, { expectedSha256: '0'.repeat(64) });
    expect(codes(other.report)).toContain('PACKAGE_SHA256_DIFFERS');
    expect(other.report.verdict).toBe('not-usable');
  });
});

const real = '../shared/real';
const softpaq = join(real, 'SP99339.exe');
const rpm = join(real, 'firmware-system-j06-2018.05.21.rpm');
const noImages = existsSync(softpaq) && existsSync(rpm) ? undefined : 'skipped: no real images here';
const needs = (tool: string): string | undefined =>
  noImages ?? (spawnSync(tool, ['--help']).error === undefined ? undefined : `skipped: ${tool} is not installed`);
const titled = (title: string, why: string | undefined): string => (why === undefined ? title : `${title} (${why})`);

const folder = mkdtempSync(join(tmpdir(), 'genuine-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('SP99339', () => {
  it.skipIf(noImages)(titled('is told wholly: number, family, machine, release, image, keys', noImages), async () => {
    const { report } = await loadPackageFile(softpaq);
    expect(report).toMatchObject({
      container: 'package-for-the-web',
      verdict: 'usable',
      softpaq: 'SP99339',
      family: 'J06',
      release: '2018-05-21',
      authenticode: 'intact',
      canBuild: ['rompaq'],
      models: ['HP ProLiant MicroServer Gen8 Servers'],
      images: [
        { kind: 'signed', family: 'J06', productId: 'CPQJ060', proof: 'signature-good', nameDate: '2018-05-21', innerDate: '2018-05-21' },
      ],
    });
    expect(report.sha256).toMatch(/^709cf81a9acb0d6f/);
  });

  it.for([
    ['7z', ['x', '-y', `-o${join(folder, '7z')}`, softpaq]],
    ['cabextract', ['-q', '-d', join(folder, 'cabextract'), softpaq]],
  ] as const)('is unpacked byte for byte as %s does', async ([tool, args], { skip }) => {
    const why = needs(tool);
    if (why !== undefined) skip(why);
    execFileSync(tool, args, { stdio: 'ignore' });
    const { report, content } = await loadPackageFile(softpaq);
    const outer = report.members.filter(({ path }) => !path.includes('HPEUSB.exe/'));
    expect(outer).toHaveLength(18);
    for (const { path } of outer) expect(Buffer.compare(readFileSync(join(folder, tool, path)), content.get(path)!())).toBe(0);
  });

  it.skipIf(noImages)(titled('unpacked into a folder is the same package', noImages), async () => {
    const where = join(folder, 'cabextract');
    if (!existsSync(where)) return;
    const { report } = await loadPackageFile(where);
    expect(report).toMatchObject({ container: 'folder', family: 'J06', canBuild: ['rompaq'], verdict: 'usable' });
  });

  it.skipIf(noImages)(titled('with one bit of its image flipped is not genuine', noImages), async () => {
    const { report, content } = await loadPackageFile(softpaq);
    const { path } = report.images[0]!;
    const image = Uint8Array.from(content.get(path)!());
    for (const at of [5732, 6000, image.length >> 1, image.length - 1]) {
      image[at]! ^= 1;
      const judged = (await loadPackage('CPQJ0613.4B5', image)).report;
      expect(judged.images).toMatchObject([{ proof: 'signature-bad' }]);
      expect(codes(judged)).toContain('ROM_IMAGE_DAMAGED');
      image[at]! ^= 1;
    }
    expect((await loadPackage('CPQJ0613.4B5', image)).report.images).toMatchObject([{ proof: 'signature-good' }]);
  });

  it.skipIf(noImages)(titled('with one bit of it flipped is altered', noImages), async () => {
    const bytes = Uint8Array.from(readFileSync(softpaq));
    bytes[0x1000]! ^= 1;
    expect((await loadPackage('SP99339.exe', bytes)).report).toMatchObject({ authenticode: 'broken', verdict: 'not-usable' });
  });

  it.skipIf(noImages)(titled('as a download is cut, is refused as cut', noImages), async () => {
    const bytes = readFileSync(softpaq);
    await expect(loadPackage('SP99339.exe', bytes.subarray(0, bytes.length - 100_000))).rejects.toMatchObject({
      error: { code: 'PACKAGE_TRUNCATED' },
    });
  });

  it.skipIf(noImages)(titled('and the rpm of the same release carry the same image', noImages), async () => {
    const [exe, linux] = [await loadPackageFile(softpaq), await loadPackageFile(rpm)];
    const imageOf = ({ members }: typeof exe.report): string | undefined => members.find(({ role }) => role === 'rom-image')?.sha256;
    expect(imageOf(linux.report)).toBe(imageOf(exe.report));
    expect(linux.report).toMatchObject({ container: 'rpm', family: 'J06', verdict: 'usable', canBuild: [] });
    expect(codes(linux.report)).toContain('PACKAGE_NO_FLASHER');
  });
});
