import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { practiceBootBlock, practiceGoodImage, practiceStockImage } from '../../native-bridge/simulator/practice-image';
import { runHere, type Said } from '../testing/run-here';

// Whole chips are made and inspected: seconds each where the computer is busy.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-compose-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string): string => join(folder, name);
const file = (name: string, bytes: Uint8Array): string => {
  writeFileSync(path(name), bytes);
  return path(name);
};
const run = (line: string): Promise<Said> => runHere(['compose', ...line.split(' ')]);
const errorOf = ({ exit, json }: Said) => ({ exit, ...(json()['error'] as { code: string; message: string }) });
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const good = practiceGoodImage();
const old = Uint8Array.from(good);
old.set(practiceBootBlock('2011'), 0xff0000);
const base = file('own.bin', old);
const bootBlock = file('bb2013.bin', practiceBootBlock('2013'));
const stock = file('stock.bin', practiceStockImage());

test('a boot block goes into the own backup, with the manifest beside it, the same every time', async () => {
  const said = await run(`-o ${path('out.bin')} --base ${base} --take bb=${bootBlock} --json`);
  expect({ exit: said.exit, ...said.json() }).toMatchObject({
    exit: 0,
    schema: 'rom-rescue/compose/1',
    ok: true,
    written: true,
    size: 0x1000000,
    sha256: sha256(good),
    changedRegions: ['bb'],
    identityLost: [],
  });
  expect(sha256(readFileSync(path('out.bin')))).toBe(sha256(good));
  const manifest = readFileSync(path('out.bin.json'), 'utf8');
  expect(JSON.parse(manifest)).toMatchObject({
    schema: 'rom-rescue/composition/1',
    family: 'J61',
    base: { name: 'own.bin', sha256: sha256(old) },
    inputs: [{ name: 'bb2013.bin', sha256: sha256(practiceBootBlock('2013')) }],
    result: { sha256: sha256(good) },
  });
  expect(manifest).not.toContain(folder);
  expect((await run(`-o ${path('again.bin')} --base ${base} --take bb=${bootBlock}`)).exit).toBe(0);
  expect(readFileSync(path('again.bin.json'), 'utf8')).toBe(manifest);
});

test('people read range by range where the bytes are from', async () => {
  const { stdout } = await run(`-o ${path('told.bin')} --base ${base} --take bb=${bootBlock} --mac 00:00:5e:00:53:42`);
  expect(stdout).toMatch(/0x000000-0x000FFF +fd +kept from own\.bin/);
  expect(stdout).toMatch(/0x001000-0x001005 +gbe +The MAC address .* changed\./);
  expect(stdout).toMatch(/0xFF0000-0xFFFFFF +bb +The boot block as a whole, of the same family\. \[bb2013\.bin\] [\d,]+ bytes changed\./);
});

test('nothing is ever overwritten, neither image nor manifest', async () => {
  const there = file('there.bin', new Uint8Array([1]));
  expect(errorOf(await run(`-o ${there} --base ${base} --json`))).toMatchObject({ exit: 4, code: 'SAFETY_REFUSED' });
  file('half.bin.json', new Uint8Array([2]));
  expect((await run(`-o ${path('half.bin')} --base ${base}`)).exit).toBe(4);
  expect([readFileSync(there).length, existsSync(path('half.bin'))]).toEqual([1, false]);
});

test.each([
  ['--take bb=J63', 'family J63'],
  ['--take me=BB', 'another region'],
  ['--take me=SMALL', 'gives 4096 bytes where the base has 5287936'],
  ['--take me=OTHER', 'has run on another board'],
])('"%s" is refused by a rule, which is said, and leaves no file', async (line, why) => {
  const files: Record<string, () => string> = {
    J63: () => file('j63.bin', practiceBootBlock('2013', 'J63')),
    BB: () => bootBlock,
    SMALL: () => file('small.bin', good.slice(0x5000, 0x6000)),
    OTHER: () => file('other.bin', otherBoard()),
  };
  const [, name = ''] = line.split('=');
  const said = await run(`-o ${path('refused.bin')} --base ${base} ${line.replace(`=${name}`, `=${files[name]!()}`)} --json`);
  expect(errorOf(said)).toMatchObject({ exit: 4, code: 'SAFETY_REFUSED', message: expect.stringContaining(why) });
  expect(readdirSync(folder).filter((each) => each.startsWith('refused') || each.startsWith('.'))).toEqual([]);
});

function otherBoard(): Uint8Array {
  const bytes = Uint8Array.from(good);
  // Another address in both copies, and no trace of ours in the data of the ME: one bit of difference in a word that the sum then mends.
  for (const copy of [0x1000, 0x2000]) {
    bytes[copy + 4]! ^= 0x01;
    bytes[copy + 0x7e]! ^= 0x01;
    const sum = () =>
      Array.from({ length: 64 }, (_, word) => bytes[copy + word * 2]! | (bytes[copy + word * 2 + 1]! << 8)).reduce((a, b) => a + b) &
      0xffff;
    const mend = ((bytes[copy + 0x7e]! | (bytes[copy + 0x7f]! << 8)) + 0xbaba - sum()) & 0xffff;
    bytes.set([mend & 0xff, mend >>> 8], copy + 0x7e);
  }
  for (let at = 0x8000; at < 0xe4000; at++) if (bytes[at] === 0x5e && bytes[at - 1] === 0 && bytes[at - 2] === 0) bytes[at] = 0;
  return bytes;
}

test.each([
  ['--take bb', 'not REGION=FILE'],
  ['--take bb=BB --take bb=BB', 'taken twice'],
  ['--take lid=BB', 'no region'],
  ['--mac 01:00:5e:00:53:42', 'multicast'],
  ['--me-data maybe', 'keep, declare-valid'],
  ['--keep-recovery --take recovery=BB', 'exclude each other'],
  ['--machine toaster', '--machine is one of'],
])('"%s" is wrong usage', async (line, why) => {
  const said = await run(`-o ${path('usage.bin')} --base ${base} ${line.replaceAll('BB', bootBlock)} --json`);
  expect(errorOf(said)).toMatchObject({ exit: 2, code: 'INPUT_INVALID', message: expect.stringContaining(why) });
});

test('a file that is not there, or empty, is unreadable input', async () => {
  expect((await run(`-o ${path('x.bin')} --base ${path('nowhere.bin')}`)).exit).toBe(2);
  expect((await run(`-o ${path('x.bin')} --base ${base} --take bb=${file('empty.bin', new Uint8Array(0))}`)).exit).toBe(2);
});

describe('a result with faults', () => {
  const broken = file('broken-code.bin', brokenCode());

  test('that a file brought in is not written, unless that is asked for', async () => {
    const line = `--base ${base} --take bios=${broken} --json`;
    const said = await run(`-o ${path('bad.bin')} ${line}`);
    expect([said.exit, said.json()['written'], existsSync(path('bad.bin'))]).toEqual([1, false, false]);
    const forced = await run(`-o ${path('bad.bin')} ${line} --allow-unsound`);
    expect([forced.exit, forced.json()['written'], existsSync(path('bad.bin'))]).toEqual([1, true, true]);
  });

  test('that the base had is refused, and mended by taking the region concerned', async () => {
    expect(errorOf(await run(`-o ${path('worse.bin')} --base ${broken} --take bb=${bootBlock} --json`))).toMatchObject({
      exit: 4,
      code: 'SAFETY_REFUSED',
    });
    expect((await run(`-o ${path('mended.bin')} --base ${broken} --take bios=${base}`)).exit).toBe(0);
  });

  function brokenCode(): Uint8Array {
    const bytes = Uint8Array.from(good);
    bytes.fill(0, 0xee0000, 0xee0100);
    return bytes;
  }
});

test('building on a stock image names what of the board is lost', async () => {
  const said = await run(`-o ${path('rebuilt.bin')} --base ${stock} --rebuild --me-data declare-valid --mac 00:00:5e:00:53:42 --json`);
  expect(said.exit).toBe(0);
  expect((said.json()['identityLost'] as string[]).join()).toMatch(/^(?!.*MAC).*serial number/);
  expect(JSON.parse(readFileSync(path('rebuilt.bin.json'), 'utf8'))).toMatchObject({ rebuilt: true });
});

const real = new URL('../../../shared/real/', import.meta.url);
const here = existsSync(new URL('z620-composite.bin.gz', real));
const unzip = (name: string): Uint8Array => {
  const zip = readFileSync(new URL(name, real));
  const from = 30 + zip.readUInt16LE(26) + zip.readUInt16LE(28);
  return zip.readUInt16LE(8) === 0 ? zip.subarray(from, from + zip.readUInt32LE(22)) : inflateRawSync(zip.subarray(from));
};

describe.skipIf(!here)(here ? 'real pieces' : 'real pieces (skipped: no real images here)', () => {
  test('the boot block and the ME that users splice in give the composite again, byte for byte', async () => {
    const composite = gunzipSync(readFileSync(new URL('z620-composite.bin.gz', real)));
    const gutted = Uint8Array.from(composite);
    gutted.fill(0xff, 0x5000, 0x510000).fill(0xff, 0xff0000);
    const takes = `--take bb=${file('B13V620.bin', unzip('B13V620.zip'))} me=${file('ME8_396i.BIN', unzip('ME8_396i.zip'))}`;
    const said = await run(`-o ${path('real.bin')} --base ${file('gutted.bin', gutted)} ${takes} --json`);
    expect({ exit: said.exit, sha256: said.json()['sha256'] }).toEqual({ exit: 0, sha256: sha256(composite) });
    const rules = (said.json()['ranges'] as { rule: string; changedBytes: number }[]).filter(({ changedBytes }) => changedBytes > 0);
    expect(rules.map(({ rule }) => rule)).toEqual(['me-never-run', 'boot-block']);
  });
});
