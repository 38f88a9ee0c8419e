import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test, vi } from 'vitest';
import { sampleImage } from '../../shared/firmware/synthetic/sample-image';
import { runHere } from '../testing/run-here';

vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string): string => join(folder, name);
const file = (name: string, bytes: Uint8Array): string => {
  writeFileSync(path(name), bytes);
  return path(name);
};
const image = sampleImage();
const good = file('good.bin', image);
const changed = (name: string, change: (bytes: Uint8Array) => void): string => {
  const bytes = image.slice();
  change(bytes);
  return file(name, bytes);
};

describe('compare', () => {
  it('says that equal files are equal, and exits with 0', async () => {
    const { exit, json } = await runHere(['compare', good, file('copy.bin', image), '--json']);
    expect({ exit, ...json() }).toMatchObject({ exit: 0, schema: 'rom-rescue/compare/1', ok: true, equal: true, differences: [] });
  });

  it('lists each difference with its region and kind, and exits with 1', async () => {
    const other = changed('other.bin', (bytes) => bytes.fill(0xff, 0x612345, 0x612445));
    const { exit, json } = await runHere(['compare', good, other, '--json']);
    expect({ exit, ...json() }).toMatchObject({
      exit: 1,
      ok: false,
      equal: false,
      differences: [{ region: 'bios', kind: 'ff-right', file: other }],
      meanings: [{ code: 'READ_BUS_LOST' }],
    });
  });

  it('puts the meaning first, then the table', async () => {
    const other = changed('variables.bin', (bytes) => bytes.fill(0x42, 0x510100, 0x510200));
    const { exit, stdout } = await runHere(['compare', good, other]);
    expect(exit).toBe(1);
    expect(stdout.split('\n')[0]).toContain('the machine ran between the two reads');
    expect(stdout).toMatch(/^nvram +0x510000-0x57FFFF +25\d +1$/m);
  });

  it('leaves out what is to be ignored', async () => {
    const other = changed('variables.bin', (bytes) => bytes.fill(0x42, 0x510100, 0x510200));
    const { exit, json } = await runHere(['compare', good, other, '--ignore', 'nvram,me-data', '--json']);
    expect({ exit, ...json() }).toMatchObject({ exit: 0, equal: true, identical: false, ignored: ['nvram', 'me-data'] });
  });

  mkdirSync(path('folder'));
  test.each([
    ['a missing file', () => path('none.bin'), 'DISK_NOT_FOUND'],
    ['a folder', () => path('folder'), 'INPUT_INVALID'],
    ['an empty file', () => file('empty.bin', new Uint8Array(0)), 'IMAGE_EMPTY'],
  ])('%s is unreadable input', async (_what, other, code) => {
    const { exit, json } = await runHere(['compare', good, other(), '--json']);
    expect({ exit, ...json() }).toMatchObject({ exit: 2, ok: false, error: { code } });
  });

  test.each([[['compare', good]], [['compare', good, good, '--ignore', 'everything']]])('%j is wrong usage', async (line) => {
    const { exit, json } = await runHere([...line, '--json']);
    expect({ exit, ...json() }).toMatchObject({ exit: 2, error: { code: 'INPUT_INVALID' } });
  });
});

describe('extract', () => {
  it('writes one region, with its hash and who says where it is', async () => {
    const { exit, json } = await runHere(['extract', good, 'me', '-o', path('me.bin'), '--json']);
    expect({ exit, ...json() }).toMatchObject({ exit: 0, region: 'me', offset: 0x5000, length: 0x50b000, by: 'descriptor' });
    expect(readFileSync(path('me.bin')).equals(image.subarray(0x5000, 0x510000))).toBe(true);
  });

  it('knows the whole BIOS region and single partitions', async () => {
    const region = await runHere(['extract', good, 'bios-region', '-o', path('region.bin'), '--json']);
    expect(region.json()).toMatchObject({ offset: 0x510000, length: 0xaf0000, by: 'descriptor' });
    const partition = await runHere(['extract', good, 'ftpr', '-o', path('ftpr.bin'), '--json']);
    expect(partition.json()).toMatchObject({ region: 'FTPR', offset: 0x185000, by: 'structure' });
  });

  it('goes by the map of the machine where the descriptor is gone, and says so', async () => {
    const other = changed('no-descriptor.bin', (bytes) => bytes.fill(0xff, 0, 0x1000));
    const { stdout } = await runHere(['extract', other, 'gbe', '-o', path('gbe.bin')]);
    expect(stdout).toContain('the map of the machine');
  });

  it('never overwrites', async () => {
    const taken = file('taken.bin', Uint8Array.of(1, 2, 3));
    const { exit, json } = await runHere(['extract', good, 'fd', '-o', taken, '--json']);
    expect({ exit, ...json() }).toMatchObject({ exit: 4, error: { code: 'SAFETY_REFUSED' } });
    expect([...readFileSync(taken)]).toEqual([1, 2, 3]);
  });

  it('says of a file that was cut off that the region is behind its end', async () => {
    const { exit, stderr } = await runHere(['extract', file('cut.bin', image.slice(0, 0xc00000)), 'bios', '-o', path('x.bin')]);
    expect(exit).toBe(2);
    expect(stderr).toContain('the file is cut off');
  });

  it('claims no region of a file that has none', async () => {
    const { exit, stderr } = await runHere(['extract', file('noise.bin', new Uint8Array(4096).fill(7)), 'me', '-o', path('y.bin')]);
    expect(exit).toBe(2);
    expect(stderr).toContain('no regions are known');
  });
});
