import { mkdirSync, mkdtempSync, readFileSync, rmSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleImage } from '../../shared/firmware/synthetic/sample-image';
import { zipOf } from '../../native-bridge/inspection/testing/archives';
import { runHere } from '../testing/run-here';

const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-inspect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const MAC = [0x00, 0x1f, 0x29, 0x12, 0x34, 0x56];
const spelled = /00[:\-.]?1f[:\-.]?29[:\-.]?12[:\-.]?34[:\-.]?56/i;
type Json = { files: { file: string; verdict?: string; error?: { code: string }; findings: { severity: string }[] }[] } & Record<
  string,
  unknown
>;

beforeAll(() => {
  const image = sampleImage({ mac: MAC });
  writeFileSync(at('good.bin'), image);
  writeFileSync(at('gbe.bin'), image.slice(0x1000, 0x3000));
  const cut = image.slice(0, 0x900000);
  writeFileSync(at('cut.bin'), cut);
  writeFileSync(at('empty.bin'), '');
  writeFileSync(at('huge.bin'), '');
  truncateSync(at('huge.bin'), 4 * 1024 ** 3);
  writeFileSync(
    at('three.zip'),
    zipOf([
      { name: 'a/gbe.bin', content: image.slice(0x1000, 0x3000) },
      { name: 'readme.txt', content: new Uint8Array(5) },
    ]),
  );
  symlinkSync('loop', at('loop'));
  mkdirSync(at('many'));
  for (let index = 1; index <= 5; index++) writeFileSync(at(`many/read${index}.bin`), image.slice(0x1000, 0x3000 + index));
  writeFileSync(at('=cmd.bin'), image.slice(0x1000, 0x3000));
});

describe('one file', () => {
  it('is told at length: a word, a sentence, facts, regions, findings with their place', async () => {
    const { exit, stdout, stderr } = await runHere(['inspect', at('good.bin')]);
    expect([exit, stderr]).toEqual([0, '']);
    const [first = ''] = stdout.split('\n');
    expect(first).toMatch(/^(good|usable): .*good\.bin$/);
    expect(stdout).toMatch(/SHA-256 +[0-9a-f]{64}\n/);
    expect(stdout).toMatch(/\n {2}me +0x005000-0x50FFFF/);
    expect(stdout).toContain('What identifies the board is hidden');
  });

  it('that is damaged gives exit code 1 and is never called good', async () => {
    const { exit, stdout } = await runHere(['inspect', at('cut.bin')]);
    expect(exit).toBe(1);
    expect(stdout).toMatch(/^damaged: /);
    expect(stdout).toMatch(/\n {2}fail {2}/);
  });

  it.each([
    ['one bit of a MAC address', (image: Uint8Array) => void (image[0x1003]! ^= 4)],
    ['settings of the ME that are not declared valid', (image: Uint8Array) => void (image[0x5400] = 0xff)],
    ['one bit of a driver', (image: Uint8Array) => void (image[0x700000]! ^= 1)],
  ])('with a single defect (%s) gives exit code 1', async (_what, spoil) => {
    const image = sampleImage({ mac: MAC, me: { hasRun: false } });
    writeFileSync(at('sound.bin'), image);
    expect((await runHere(['inspect', at('sound.bin')])).exit).toBe(0);
    spoil(image);
    writeFileSync(at('one.bin'), image);
    expect((await runHere(['inspect', at('one.bin')])).exit).toBe(1);
  });

  it('hides what identifies the board unless it is asked for', async () => {
    for (const args of [[], ['--json'], ['--csv'], ['--html', at('hidden.html')], ['--export', at('hidden.json')]]) {
      expect((await runHere(['inspect', at('gbe.bin'), ...args])).stdout).not.toMatch(spelled);
    }
    for (const name of ['hidden.html', 'hidden.json']) expect(readFileSync(at(name), 'utf8')).not.toMatch(spelled);
    expect((await runHere(['inspect', at('gbe.bin'), '--show-identity'])).stdout).toMatch(spelled);
    expect((await runHere(['inspect', at('gbe.bin'), '--show-identity', '--csv'])).stdout).toMatch(spelled);
  });

  it('tells only findings as heavy as asked for', async () => {
    const { stdout } = await runHere(['inspect', at('cut.bin'), '--findings', 'fail']);
    expect(stdout).toMatch(/\n {2}fail {2}/);
    expect(stdout).not.toMatch(/\n {2}(warn|note) {2}/);
  });

  it('for another machine fails', async () => {
    const { exit, json } = await runHere(['inspect', at('good.bin'), '--machine', 'z820', '--json']);
    expect(exit).toBe(1);
    expect((json() as Json).files[0]!.findings.some(({ severity }) => severity === 'fail')).toBe(true);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['empty.bin', 'IMAGE_EMPTY'],
    ['huge.bin', 'FILE_TOO_LARGE'],
    ['gone.bin', 'FILE_GONE'],
    ['loop', 'FILE_LINK_LOOP'],
  ])('%s gives exit code 2 and a sentence, never a stack', async (name, code) => {
    const { exit, stdout } = await runHere(['inspect', at(name)]);
    expect(exit).toBe(2);
    expect(stdout).toMatch(/^unreadable: .*\n {2}[A-Z].*\.\n {2}1\. /);
    expect(stdout).not.toMatch(/\n +at /);
    const { json } = await runHere(['inspect', at(name), '--json']);
    expect(json()).toMatchObject({ ok: false, files: [{ file: at(name), error: { code } }] });
  });

  it('does not keep the others from being told, in their order', async () => {
    const { exit, json } = await runHere(['inspect', at('empty.bin'), at('gbe.bin'), at('gone.bin'), at('cut.bin'), '--json']);
    expect(exit).toBe(2);
    expect((json() as Json).files.map(({ error, verdict }) => error?.code ?? verdict)).toEqual([
      'IMAGE_EMPTY',
      expect.any(String),
      'FILE_GONE',
      'damaged',
    ]);
  });

  it('is a folder without a dump, or a wrong option', async () => {
    mkdirSync(at('nothing'), { recursive: true });
    expect((await runHere(['inspect', at('nothing')])).exit).toBe(2);
    expect((await runHere(['inspect', at('good.bin'), '--json', '--csv'])).exit).toBe(2);
    expect((await runHere(['inspect', at('good.bin'), '--findings', 'all'])).exit).toBe(2);
    expect((await runHere(['inspect'])).exit).toBe(2);
  });
});

describe('many files', () => {
  it('are a table in the order a person counts, with a line that sums them up', async () => {
    const { stdout } = await runHere(['inspect', at('many')]);
    const lines = stdout.split('\n');
    expect(lines.slice(0, 5).map((line) => /read\d\.bin/.exec(line)?.[0])).toEqual([1, 2, 3, 4, 5].map((index) => `read${index}.bin`));
    expect(stdout).toMatch(/\n5 files: 5 [a-z-]+\.$/);
  });

  it('are one JSON document with sums that forum posts quote', async () => {
    const { json } = await runHere(['inspect', at('many'), at('three.zip'), '--json']);
    const { schema, files } = json() as Json;
    expect(schema).toBe('rom-rescue/inspect/1');
    expect(files).toHaveLength(7);
    expect(files[0]).toMatchObject({
      size: 0x2001,
      md5: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
      crc32: expect.stringMatching(/^[0-9a-f]{8}$/) as unknown,
    });
    expect(files[5]).toMatchObject({
      contains: [
        { name: 'a/gbe.bin', size: 0x2000 },
        { name: 'readme.txt', size: 5 },
      ],
    });
    expect(files[6]).toMatchObject({ file: `${at('three.zip')} › a/gbe.bin`, kind: 'gbe' });
  });

  it('are one line each as CSV, and no name becomes a formula', async () => {
    const { stdout } = await runHere(['inspect', at('many'), '--csv']);
    expect(stdout.split('\n')).toHaveLength(6);
    const here = process.cwd();
    process.chdir(folder);
    try {
      expect((await runHere(['inspect', '=cmd.bin', '--csv'])).stdout).toContain(`\n"'=cmd.bin",`);
    } finally {
      process.chdir(here);
    }
  });

  it('are one page, and one exported document, with nothing left beside them', async () => {
    const { exit } = await runHere(['inspect', at('many'), at('cut.bin'), '--html', at('all.html'), '--export', at('all.json')]);
    expect(exit).toBe(1);
    const page = readFileSync(at('all.html'), 'utf8');
    expect(page.match(/<section /g)).toHaveLength(6);
    expect(page.indexOf('href="#file-6"')).toBeLessThan(page.indexOf('id="file-1"'));
    expect(page).not.toMatch(/<script|src=/);
    expect((JSON.parse(readFileSync(at('all.json'), 'utf8')) as Json).files).toHaveLength(6);
    expect(readdirSync(folder).filter((name) => /\.next$|\.sections/.test(name))).toEqual([]);
  });

  it('that are cancelled leave a whole document that says so, and no half file', async () => {
    const stop = new AbortController();
    stop.abort();
    const { exit } = await runHere(['inspect', at('many'), '--json', '--html', at('half.html')], { signal: stop.signal });
    expect(exit).toBe(130);
    expect(readdirSync(folder)).not.toContain('half.html');
  });
});
