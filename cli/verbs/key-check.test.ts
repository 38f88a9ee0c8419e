// key build, key crisis and key check as a person or a script runs them, on made-up packages and image files.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { practicePackage } from '../../native-bridge/keys/practice/practice-files';
import { practiceStockImage } from '../../native-bridge/simulator/practice-image';
import { runHere } from '../testing/run-here';

const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-key-cli-'));
const at = (name: string): string => join(folder, name);
const rompaq = practicePackage('rompaq');
const crisis = practicePackage('crisis');
beforeAll(() => {
  for (const { name, bytes } of [rompaq, crisis]) writeFileSync(at(name), bytes);
  writeFileSync(at('modded.bin'), practiceStockImage());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const build = (output: string, ...more: string[]) => runHere(['key', 'build', '--from', at(rompaq.name), '-o', at(output), ...more]);

describe('key build', () => {
  it('makes an image that the check calls ready, and says what to do at the server', async () => {
    const { exit, stdout } = await build('good.img');
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^ready: .*good\.img$/m);
    expect(stdout).toMatch(/At the server:\n {2}1\. /);
    expect((await runHere(['key', 'check', at('good.img')])).exit).toBe(0);
  });

  it('answers a script with plan, check and steps', async () => {
    const said = await build('json.img', '--json', '--size', '64M', '--file-system', 'fat16');
    expect(said.json()).toMatchObject({
      schema: 'rom-rescue/key-build/1',
      ok: true,
      size: 64 * 1024 * 1024,
      plan: { kind: 'rompaq', fileSystem: 'fat16', family: 'Z99' },
      check: { verdict: 'ready' },
    });
  });

  it.each<[string, readonly string[], number, string]>([
    ['a size that is too small', ['--size', '16M'], 2, 'KEY_SIZE'],
    ['a file system it does not know', ['--file-system', 'ntfs'], 2, 'INPUT_INVALID'],
    ['an image that is not there', ['--image', 'CPQP6303.4B5'], 2, 'INPUT_INVALID'],
    ['the family of another server', ['--family', 'P63'], 4, 'SAFETY_REFUSED'],
    ['a drive and an image at once', ['--drive', '/dev/null'], 2, 'INPUT_INVALID'],
  ])('refuses %s, and makes no file', async (_what, more, exit, code) => {
    const said = await build('refused.img', '--json', ...more);
    expect(said.exit).toBe(exit);
    expect(said.json()).toMatchObject({ ok: false, error: { code } });
    expect(() => readFileSync(at('refused.img'))).toThrow();
  });

  it('builds for another family only when that is confirmed, and keeps the doubt', async () => {
    const said = await build('other.img', '--family', 'P63', '--yes', '--json', '--size', '64M');
    expect(said.exit).toBe(0);
    expect(JSON.stringify(said.json())).toContain('KEY_FAMILY_CONFIRMED');
  });

  it('never overwrites a file', async () => {
    writeFileSync(at('mine.img'), 'mine');
    expect((await build('mine.img')).exit).toBe(4);
    expect(readFileSync(at('mine.img'), 'utf8')).toBe('mine');
  });
});

describe('key crisis', () => {
  it('makes a key with the one file, and says what is not proven', async () => {
    const said = await runHere([
      'key',
      'crisis',
      '--bios',
      at(crisis.name),
      '-o',
      at('crisis.img'),
      '--machine',
      'z620',
      '--processor',
      'v2',
      '--json',
    ]);
    expect(said.exit).toBe(0);
    expect(said.json()).toMatchObject({
      plan: { family: 'J61', files: [{ path: 'J61_0395.BIN' }] },
      check: { verdict: 'ready', kind: 'crisis' },
    });
    expect(JSON.stringify(said.json())).toContain('BIOS_UNPROVEN');
    expect((await runHere(['key', 'check', at('crisis.img'), '--machine', 'z420'])).exit).toBe(0);
    expect((await runHere(['key', 'check', at('crisis.img'), '--machine', 'z820'])).exit).toBe(1);
  });

  it.each([
    ['a modified image', 'modded.bin', []],
    ['a file for another machine', crisis.name, ['--machine', 'z820']],
  ] as const)('refuses %s with the reason', async (_what, name, more) => {
    const { exit, stderr } = await runHere(['key', 'crisis', '--bios', at(name), '-o', at('no.img'), ...more]);
    expect(exit).toBe(4);
    expect(stderr).toMatch(/must not go on a key: .*the recovery refuses it/);
  });
});

describe('key check', () => {
  it('names what is wrong, exits 1, and mends what can be mended', async () => {
    await build('broken.img', '--size', '64M');
    const bytes = readFileSync(at('broken.img'));
    bytes[446] = 0;
    writeFileSync(at('broken.img'), bytes);
    const broken = await runHere(['key', 'check', at('broken.img'), '--json']);
    expect(broken.exit).toBe(1);
    expect(broken.json()).toMatchObject({ ok: false, verdict: 'will-not-work', repairs: [{ code: 'KEY_NOT_ACTIVE' }] });
    expect(Buffer.compare(readFileSync(at('broken.img')), bytes)).toBe(0);
    const mended = await runHere(['key', 'check', at('broken.img'), '--repair', '--json']);
    expect(mended.json()).toMatchObject({ ok: true, verdict: 'ready', mended: ['KEY_NOT_ACTIVE'] });
  });

  it('doubts a key for another model than the table knows, and does not condemn it', async () => {
    await build('doubt.img', '--size', '64M');
    const said = await runHere(['key', 'check', at('doubt.img'), '--machine', 'DL380 G6', '--json']);
    expect(said.json()).toMatchObject({ verdict: 'unsure' });
    expect(said.exit).toBe(0);
  });

  it('looks at a folder, and says that it cannot tell whether a key made of it starts', async () => {
    const file = at('stick/ROMPaq/ROMPAQ.EXE');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'MZ');
    const said = await runHere(['key', 'check', at('stick'), '--json']);
    expect(said.json()).toMatchObject({ verdict: 'will-not-work', findings: [{ code: 'KEY_FLASHER_IN_FOLDER' }, {}, {}, {}] });
  });

  it.each([
    ['a file that is not there', ['nowhere.img'], 2],
    ['nothing', [], 2],
  ] as const)('refuses %s', async (_what, args, exit) => {
    expect((await runHere(['key', 'check', ...args.map(at)])).exit).toBe(exit);
  });
});
