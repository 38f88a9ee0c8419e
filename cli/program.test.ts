import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { practiceBootBlock, practiceGoodImage, practiceImage, practiceStockImage } from '../native-bridge/simulator/practice-image';
import { runHere, type RunOptions, type Said } from './testing/run-here';

// Whole chips are read, saved and inspected: seconds each where the computer is busy.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string): string => join(folder, name);
const file = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(path(name), bytes);
  return path(name);
};

const run = (line: string, options?: RunOptions): Promise<Said> => runHere(line.split(' '), options);
const errorOf = ({ exit, json }: Said) => ({
  exit,
  code: (json()['error'] as { code: string }).code,
  chipState: (json()['error'] as { chipState: string }).chipState,
});
const bootBlock = file('bb2013.bin', practiceBootBlock('2013'));
const good = practiceGoodImage();
const oldBlock = '--programmer simulated:old-boot-block';

/** A backup as the program takes it. All practice machines with the old boot block hold the same chip. */
let taken: Promise<string> | undefined;
const ownBackup = (): Promise<string> => (taken ??= takeBackup('own.bin'));
async function takeBackup(name: string): Promise<string> {
  const said = await run(`backup ${oldBlock} -o ${path(name)} --json`);
  expect(said.exit).toBe(0);
  return path(name);
}

test('help goes to stdout and touches nothing', async () => {
  const { exit, stdout } = await run('--help');
  expect(exit).toBe(0);
  for (const verb of ['programmers', 'contact-test', 'identify', 'read', 'backup', 'plan', 'write', 'verify', 'recover', 'practice'])
    expect(stdout).toContain(`  ${verb}`);
});

test.each([
  ['frobnicate', 'no verb "frobnicate"'],
  ['read', 'required option'],
  ['read -o x --speed 3', 'unknown option'],
  ['identify --programmer wizard', 'names no programmer'],
  ['identify --programmer simulated:heaven', 'no practice machine'],
  ['read -o x --range 1:2:3', 'not a range'],
  ['read -o x --range 0xFFFFFF:2 --programmer simulated', 'outside'],
  ['backup -o x --reads 1', '--reads is a number from 2 to 9'],
  ['write --verify none', 'full or touched'],
  ['practice image -o x --scenario none', 'no practice image'],
])('"%s" is wrong usage, said in one JSON document', async (line, message) => {
  const said = await run(`${line} --json`);
  expect(errorOf(said)).toEqual({ exit: 2, code: 'INPUT_INVALID', chipState: 'untouched' });
  expect((said.json()['error'] as { message: string }).message).toContain(message);
});

test('the schema names the verb', async () => {
  expect((await run('inspect a.bin --json')).json()['schema']).toBe('rom-rescue/inspect/1');
  expect((await run(`practice image -o ${path('p.bin')} --json`)).json()).toMatchObject({
    schema: 'rom-rescue/practice-image/1',
    ok: true,
    size: 0x1000000,
  });
});

test('identify tells chip, size and where each fact is from', async () => {
  const { exit, json } = await run('identify --programmer simulated --json');
  expect({ exit, ...json() }).toMatchObject({
    exit: 0,
    schema: 'rom-rescue/identify/1',
    ok: true,
    chip: {
      jedec: 'ef4018',
      name: 'W25Q128',
      size: 0x1000000,
      uniqueId: expect.stringMatching(/^[0-9a-f]{16}$/),
      sources: { size: expect.any(String) },
    },
  });
});

test('a good contact exits 0 and a 1.8 V chip is named and refused', async () => {
  expect((await run('contact-test --programmer simulated --json')).json()).toMatchObject({ ok: true, diagnosis: 'good' });
  const low = await run('contact-test --programmer simulated:low-voltage-chip --json');
  expect({ exit: low.exit, ...low.json() }).toMatchObject({ exit: 1, ok: false, diagnosis: 'low-voltage-chip' });
  expect(low.json()['message'] as string).toContain('1.8 V');
  expect(errorOf(await run(`backup --programmer simulated:low-voltage-chip -o ${path('low.bin')} --json`))).toMatchObject({
    exit: 4,
    code: 'CHIP_LOW_VOLTAGE',
  });
});

test('read saves exactly the range', async () => {
  const said = await run(`read ${oldBlock} -o ${path('part.bin')} --range 0xFFC000:16K --json`);
  expect(said.json()).toMatchObject({ ok: true, offset: 0xffc000, length: 16384 });
  expect(Buffer.compare(readFileSync(path('part.bin')), practiceImage('old-boot-block').subarray(0xffc000))).toBe(0);
});

test('a backup is read twice, saved, recorded and never overwritten', async () => {
  const name = await takeBackup('again.bin');
  expect(Buffer.compare(readFileSync(name), practiceImage('old-boot-block'))).toBe(0);
  expect(JSON.parse(readFileSync(`${name}.json`, 'utf8'))).toMatchObject({ version: 1, reads: 2, unstable: [], chip: { jedec: 'ef4018' } });
  expect(errorOf(await run(`backup ${oldBlock} -o ${name} --json`))).toMatchObject({ exit: 4, code: 'SAFETY_REFUSED' });
});

test('blocks that never agree make a backup that no write rests on', async () => {
  const name = path('flaky.bin');
  const { exit, json } = await run(`backup --programmer simulated:flaky-reads -o ${name} --json`);
  expect({ exit, ok: json()['ok'], unstable: json()['unstable'] }).toEqual({
    exit: 1,
    ok: false,
    unstable: [{ offset: 0x9c5000, length: 0x2000 }],
  });
  const refused = await run(`write --programmer simulated:flaky-reads --image ${bootBlock} --regions bb --backup ${name} --yes --json`);
  expect(errorOf(refused)).toEqual({ exit: 4, code: 'SAFETY_REFUSED', chipState: 'untouched' });
});

test('a plan from a backup and a plan from reading are the same plan', async () => {
  const backup = await ownBackup();
  const known = await run(`plan ${oldBlock} --image ${bootBlock} --regions bb --backup ${backup} --json`);
  const read = await run(`plan ${oldBlock} --image ${bootBlock} --regions bb --json`);
  expect(known.json()).toMatchObject({ schema: 'rom-rescue/plan/1', ok: true, regions: ['bb'], bytesErased: 5 * 4096 });
  expect(read.json()).toEqual(known.json());
});

test('a boot block is written, verified whole, and nothing else changes', async () => {
  const backup = await ownBackup();
  const chip = path('chip-whole.bin');
  const { exit, json } = await run(
    `write ${oldBlock} --chip-file ${chip} --image ${bootBlock} --regions bb --backup ${backup} --yes --json`,
  );
  const wanted = practiceImage('old-boot-block');
  wanted.set(practiceBootBlock('2013'), 0xff0000);
  expect({ exit, ...json() }).toMatchObject({
    exit: 0,
    ok: true,
    verified: true,
    verify: 'full',
    chipState: 'verified',
    comparedBytes: 0x1000000,
  });
  expect(Buffer.compare(readFileSync(chip), wanted)).toBe(0);

  const check = await run(`verify ${oldBlock} --chip-file ${chip} --image ${bootBlock} --regions bb --json`);
  expect({ exit: check.exit, ...check.json() }).toMatchObject({ exit: 0, equal: true, differences: [] });
  const other = await run(`verify ${oldBlock} --chip-file ${chip} --image ${backup} --json`);
  expect({ exit: other.exit, equal: other.json()['equal'] }).toEqual({ exit: 1, equal: false });
  expect((other.json()['differences'] as { region: string }[]).every(({ region }) => region === 'bb')).toBe(true);
});

test('writing what is there already is done and good, and is still compared', async () => {
  const backup = await ownBackup();
  const same = file('bb2011.bin', practiceBootBlock('2011'));
  const { exit, json } = await run(`write ${oldBlock} --image ${same} --regions bb --backup ${backup} --yes --verify touched --json`);
  expect({ exit, ...json() }).toMatchObject({ exit: 0, verified: true, plan: { steps: [] }, comparedBytes: 0x10000 });
});

test('without a backup, a record, a whole record, or consent nothing is written', async () => {
  const backup = await ownBackup();
  const write = `write ${oldBlock} --image ${bootBlock} --regions bb --json`;
  const refusal = { exit: 4, code: 'SAFETY_REFUSED', chipState: 'untouched' };
  expect(errorOf(await run(`${write} --yes`))).toEqual(refusal);
  expect(errorOf(await run(`${write} --yes --backup ${file('plain.bin', practiceImage('old-boot-block'))}`))).toEqual(refusal);
  expect(errorOf(await run(`${write} --backup ${backup}`))).toEqual(refusal);
  expect(errorOf(await run(`${write} --backup ${backup}`, { typed: 'yes' }))).toEqual(refusal);
  expect((await run(`${write} --backup ${backup} --verify touched`, { typed: 'WRITE' })).exit).toBe(0);
});

test('a backup that was altered after it was taken is refused', async () => {
  const backup = await ownBackup();
  const bytes = readFileSync(backup);
  bytes[0x123456]! ^= 1;
  const altered = file('altered.bin', bytes);
  file('altered.bin.json', readFileSync(`${backup}.json`, 'utf8'));
  expect(errorOf(await run(`write ${oldBlock} --image ${bootBlock} --regions bb --backup ${altered} --yes --json`))).toEqual({
    exit: 4,
    code: 'BACKUP_ALTERED',
    chipState: 'untouched',
  });
});

test('a chip that is not what the backup says is not written, and --fresh reads the bytes concerned', async () => {
  const backup = await ownBackup();
  const write = `write ${oldBlock} --image ${bootBlock} --regions bb --backup ${backup} --verify touched --yes --json`;
  const other = file(
    'chip-other.bin',
    practiceImage('old-boot-block').map((byte) => byte ^ 0x55),
  );
  expect(errorOf(await run(`${write} --chip-file ${other}`))).toEqual({ exit: 4, code: 'WRITE_CONTENTS_CHANGED', chipState: 'untouched' });

  const worn = practiceImage('old-boot-block');
  worn.fill(0, 0xff4000, 0xff5000);
  const chip = file('chip-worn.bin', worn);
  expect((await run(`${write} --chip-file ${chip} --fresh`)).json()).toMatchObject({ verified: true, plan: { bytesErased: 6 * 4096 } });
  expect(Buffer.compare(readFileSync(chip).subarray(0xff0000), practiceBootBlock('2013'))).toBe(0);
});

test('an image that would take the identity of the board is refused until regions are named', async () => {
  const backup = await ownBackup();
  const stock = file('stock.bin', practiceStockImage());
  const write = `write ${oldBlock} --image ${stock} --backup ${backup} --yes --json`;
  const refused = await run(write);
  expect(errorOf(refused)).toMatchObject({ exit: 4, code: 'SAFETY_REFUSED' });
  expect((refused.json()['error'] as { message: string }).message).toContain('gbe');
  expect((await run(`${write} --regions bb --verify touched`)).exit).toBe(0);
});

test.each([
  ['empty', new Uint8Array(0), 'IMAGE_EMPTY', 2],
  ['cut', good.slice(0, 0x800000), 'IMAGE_WRONG_SIZE', 2],
  ['of another family', practiceStockImage('J63'), 'IMAGE_WRONG_FAMILY', 2],
  ['noise', Uint8Array.from({ length: 0x1000000 }, (_, at) => (at * 2654435761) >>> 24), 'IMAGE_FOREIGN', 2],
])('an image that is %s is refused with the chip untouched', async (name, bytes, code, exit) => {
  const backup = await ownBackup();
  const image = file(`bad-${name.replaceAll(' ', '-')}.bin`, bytes);
  const regions = bytes.length === 0x1000000 ? '--regions bios,bb' : '--regions bb';
  expect(errorOf(await run(`write ${oldBlock} --image ${image} ${regions} --backup ${backup} --yes --json`))).toEqual({
    exit,
    code,
    chipState: 'untouched',
  });
});

test('a file that is not there and a folder that cannot be written are told apart', async () => {
  expect(errorOf(await run(`verify ${oldBlock} --image ${path('none.bin')} --json`))).toMatchObject({ exit: 2, code: 'DISK_NOT_FOUND' });
  expect(errorOf(await run(`read ${oldBlock} -o ${path('none/x.bin')} --range 0:4K --json`))).toMatchObject({
    exit: 2,
    code: 'DISK_NOT_FOUND',
  });
});

test.each([
  ['clip-slips', 'BUS_LOST', 'unknown'],
  ['adapter-unplugged', 'USB_UNPLUGGED', 'unknown'],
])('%s in the middle of a write: the folder is named and the write goes on from there', async (scenario, code, chipState) => {
  const programmer = `--programmer simulated:${scenario}`;
  const backup = await ownBackup();
  const chip = path(`chip-${scenario}.bin`);
  const said = await run(`write ${programmer} --chip-file ${chip} --image ${bootBlock} --regions bb --backup ${backup} --yes --json`);
  expect(errorOf(said)).toEqual({ exit: 3, code, chipState });
  const { resume, blocks } = said.json() as { resume: string; blocks: { unknown: unknown[] } };
  expect(blocks.unknown.length).toBeGreaterThan(0);

  const resumed = await run(`write ${programmer} --chip-file ${chip} --resume ${resume} --verify touched --yes --json`);
  const wanted = practiceImage('old-boot-block');
  wanted.set(practiceBootBlock('2013'), 0xff0000);
  expect({ exit: resumed.exit, ...resumed.json() }).toMatchObject({ exit: 0, verified: true });
  expect(Buffer.compare(readFileSync(chip), wanted)).toBe(0);
});

test('a chip that keeps its write protection says so and stays as it was', async () => {
  const programmer = '--programmer simulated:write-protected';
  const backup = await ownBackup();
  const said = await run(`write ${programmer} --image ${bootBlock} --regions bb --backup ${backup} --yes --json`);
  expect(errorOf(said)).toEqual({ exit: 3, code: 'CHIP_PROTECTED', chipState: 'untouched' });
});

test('Ctrl-C in a write stops after the block, says where it stands, and the write goes on later', async () => {
  const backup = await ownBackup();
  const chip = path('chip-cancelled.bin');
  const controller = new AbortController();
  const said = await run(
    `write ${oldBlock} --chip-file ${chip} --image ${bootBlock} --regions bb --backup ${backup} --verify touched --yes`,
    {
      signal: controller.signal,
      onNote: (line) => void (line === 'phase programming' && controller.abort()),
    },
  );
  expect(said.exit).toBe(130);
  expect(said.stderr).toContain('Written and read back: 0xFF0000-0xFF0FFF');
  const [, resume = ''] = /--resume (\S+)/.exec(said.stderr) ?? [];
  expect((await run(`write ${oldBlock} --chip-file ${chip} --resume ${resume} --verify touched --yes --json`)).exit).toBe(0);
});

test('people get aligned text, and the last line says how to leave', async () => {
  const backup = await ownBackup();
  const { stdout } = await run(`write ${oldBlock} --image ${bootBlock} --regions bb --backup ${backup} --verify touched --yes`);
  expect(stdout.split('\n').at(-1)).toBe('Unplug the adapter from USB first, then take the clip off.');
  expect(stdout).toContain('Verified: the 20 KiB written were read back equal; the rest was not read.');
});
