import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock';
import { NorChip } from './nor-chip';
import { serveSerprog, type SerprogServer } from './serprog-server';

const run = promisify(execFile);
const findFlashrom = () => ['flashrom', '/usr/sbin/flashrom'].find((path) => spawnSync(path, ['--version']).status === 0);
const flashrom = findFlashrom();
const reason = flashrom ? '' : ' (skipped: flashrom is not installed)';

describe.skipIf(!flashrom)(`flashrom as a client of the serprog server${reason}`, () => {
  let folder: string;
  let server: SerprogServer;
  let chip: NorChip;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'serprog-'));
    chip = new NorChip();
    for (let i = 0xff0000; i < 0x1000000; i++) chip.content[i] = (i * 31 + (i >> 8)) & 0xff;
    server = await serveSerprog({ host: '127.0.0.1', port: 0, chip, clock: new VirtualClock() });
    await writeFile(join(folder, 'layout'), '00fe0000:00feffff low\n00ff0000:00ffffff boot\n');
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  const call = (...job: string[]) =>
    run(flashrom!, ['-p', `serprog:ip=127.0.0.1:${server.port}`, '-c', 'W25Q128.V', ...job], { timeout: 60_000 });

  test('reads what the chip holds', async () => {
    const file = join(folder, 'read.bin');
    await call('-r', file);
    expect((await readFile(file)).equals(chip.content)).toBe(true);
  }, 60_000);

  test('writes a region that then stands on the chip byte for byte, and nothing beside it', async () => {
    const wanted = chip.content.slice();
    for (let i = 0; i < 0x1800; i++) wanted[0xff4000 + i] = (i * 7) & 0xff;
    await writeFile(join(folder, 'image.bin'), wanted);
    await call('-l', join(folder, 'layout'), '-i', 'boot', '-N', '-w', join(folder, 'image.bin'));
    expect(Buffer.from(chip.content).equals(wanted)).toBe(true);
    const { ignoredWhileBusy, withoutWriteEnable, badProgramBits } = chip.counters;
    expect({ ignoredWhileBusy, withoutWriteEnable, badProgramBits }).toEqual({
      ignoredWhileBusy: 0,
      withoutWriteEnable: 0,
      badProgramBits: 0,
    });
  }, 60_000);
});
