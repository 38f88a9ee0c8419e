// key build, key crisis and key check as a person runs them on a drive: a real block device of Linux, which needs root.
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { practicePackage } from '../../native-bridge/keys/practice/practice-files';
import { makeLoopDrive, whyNoLoopDrives, type LoopDrive } from '../../native-bridge/keys/writer/testing/loop-drive';
import { runHere, type RunOptions } from '../testing/run-here';

const MIB = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-key-drives-'));
const at = (name: string): string => join(folder, name);
const rompaq = practicePackage('rompaq');
const crisis = practicePackage('crisis');
const made: LoopDrive[] = [];
const loop = (sizeBytes = 128 * MIB): LoopDrive => {
  const drive = makeLoopDrive(sizeBytes);
  made.push(drive);
  return drive;
};
beforeAll(() => {
  for (const { name, bytes } of [rompaq, crisis]) writeFileSync(at(name), bytes);
});
afterEach(() => made.splice(0).forEach((drive) => drive.remove()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const build = (drive: string, more: readonly string[] = [], options: RunOptions = {}) =>
  runHere(['key', 'build', '--from', at(rompaq.name), '--drive', drive, '--json', ...more], options);
const named = (drive: string): string[] => ['--drive-name', basename(drive)];
const check = (drive: string, ...more: string[]) => runHere(['key', 'check', '--drive', drive, '--json', ...more]);

function firstSector(id: string): Buffer {
  const bytes = Buffer.alloc(512);
  const file = openSync(id, 'r');
  readSync(file, bytes, 0, 512, 0);
  closeSync(file);
  return bytes;
}

/** Content that a write would destroy. */
function fillFirst(id: string): Buffer {
  const mark = Buffer.alloc(512, 0x5a);
  putFirst(id, mark);
  return mark;
}

function putFirst(id: string, bytes: Buffer): void {
  const file = openSync(id, 'r+');
  writeSync(file, bytes, 0, 512, 0);
  fsyncSync(file);
  closeSync(file);
}

const isEmpty = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

describe.skipIf(whyNoLoopDrives !== '')(`keys on a real block device${whyNoLoopDrives}`, () => {
  it.each(['fat32', 'fat16'])('a ROMPaq key with %s is written, read back, and found ready by the check', async (fileSystem) => {
    const { id } = loop();
    const said = await build(id, [...named(id), '--file-system', fileSystem]);
    expect(said.json()).toMatchObject({
      ok: true,
      drive: id,
      size: 128 * MIB,
      written: { verified: true },
      plan: { kind: 'rompaq', fileSystem },
      check: { verdict: 'ready' },
    });
    expect(said.exit).toBe(0);
    const checked = await check(id, '--family', 'Z99');
    expect([checked.exit, checked.json().verdict]).toEqual([0, 'ready']);
    expect((await check(id, '--family', 'P63')).exit).toBe(1);
  });

  it('a crisis key is written and found ready for its machine alone', async () => {
    const { id } = loop(300 * MIB);
    const said = await runHere(['key', 'crisis', '--bios', at(crisis.name), '--machine', 'z620', '--drive', id, ...named(id), '--json']);
    expect([said.exit, said.stderr]).toEqual([0, '']);
    expect((await check(id, '--machine', 'z620')).json()).toMatchObject({ verdict: 'ready', kind: 'crisis' });
    expect((await check(id, '--machine', 'z820')).exit).toBe(1);
  });

  it('is found by a link to it, as by-id names are', async () => {
    const { id, folder: mine } = loop();
    const link = join(mine, 'usb-Maker_Stick_123-0:0');
    symlinkSync(id, link);
    expect((await build(link, named(id))).json()).toMatchObject({ ok: true, drive: id });
  });

  it.each<[string, readonly string[], RunOptions, string]>([
    ['no name is typed', ['--yes'], {}, 'KEY_DRIVE_NEEDS_NAME'],
    ['another name is typed', ['--drive-name', 'SanDisk Ultra'], {}, 'KEY_DRIVE_NEEDS_NAME'],
    ['yes is typed where the name is needed', [], { typed: 'yes' }, 'KEY_DRIVE_NEEDS_NAME'],
  ])('is refused where %s, and the drive keeps what it holds', async (_what, more, options, code) => {
    const { id } = loop();
    const before = fillFirst(id);
    const said = await build(id, more, options);
    expect(said.exit).toBe(4);
    expect(said.json()).toMatchObject({ ok: false, error: { code } });
    expect(Buffer.compare(firstSector(id), before)).toBe(0);
  });

  it.each([
    ['a file', () => at(rompaq.name)],
    ['a folder', () => folder],
    ['a device that is no drive', () => '/dev/null'],
    ['a drive that is not there', () => '/dev/sdzzz'],
    ['words', () => 'the blue one'],
  ])('is refused for %s, which is no drive', async (_what, drive) => {
    const said = await build(drive(), ['--yes']);
    expect(said.exit).toBe(2);
    expect(said.json()).toMatchObject({ ok: false, error: { code: 'KEY_DRIVE_UNKNOWN' } });
    expect((await check(drive())).exit).toBe(2);
  });

  it.each([8, 20])('is refused on a drive of %i MiB, which holds no such key, before a byte is written', async (mebibytes) => {
    const { id } = loop(mebibytes * MIB);
    const before = fillFirst(id);
    const said = await build(id, named(id));
    expect([said.exit, said.json().ok]).toEqual([mebibytes === 8 ? 4 : 2, false]);
    expect(said.json().error).toMatchObject({ code: mebibytes === 8 ? 'KEY_DRIVE_REFUSED' : 'KEY_SIZE' });
    expect(Buffer.compare(firstSector(id), before)).toBe(0);
  });

  it('is refused on the drive that the package lies on', async () => {
    const { id, folder: mine } = loop(300 * MIB);
    execFileSync('mkfs.ext4', ['-q', id]);
    const place = join(mine, 'mounted');
    mkdirSync(place);
    execFileSync('mount', [id, place]);
    try {
      writeFileSync(join(place, rompaq.name), rompaq.bytes);
      const said = await runHere(['key', 'build', '--from', join(place, rompaq.name), '--drive', id, ...named(id), '--json']);
      expect(said.exit).toBe(4);
      expect(said.json()).toMatchObject({ error: { code: 'KEY_DRIVE_REFUSED', params: { why: expect.stringContaining('lies on it') } } });
    } finally {
      execFileSync('umount', [place]);
    }
  });

  it('is written after the size of the drive was proved, where that is asked for', async () => {
    const { id } = loop();
    const phases = new Set<string>();
    const said = await build(id, [...named(id), '--test-size'], { onStatus: (line) => phases.add(line.split(' ')[0] ?? '') });
    expect([said.exit, phases.has('checking-capacity')]).toEqual([0, true]);
    expect((await check(id)).exit).toBe(0);
  });

  it('is mended on the drive: the wrong sector is written, and everything else stays as it was', async () => {
    const { id, file } = loop(64 * MIB);
    await build(id, named(id));
    const good = readFileSync(file);
    const first = firstSector(id);
    first[446] = 0;
    putFirst(id, first);
    expect((await check(id)).exit).toBe(1);
    expect((await check(id, '--repair')).json()).toMatchObject({ ok: false, error: { code: 'KEY_DRIVE_NEEDS_NAME' } });
    const mended = await check(id, '--repair', ...named(id));
    expect([mended.exit, mended.json()]).toMatchObject([0, { verdict: 'ready', mended: ['KEY_NOT_ACTIVE'] }]);
    expect((await check(id)).exit).toBe(0);
    execFileSync('blockdev', ['--flushbufs', id]);
    expect(Buffer.compare(readFileSync(file), good)).toBe(0);
    expect((await check(id, '--repair', ...named(id))).json()).toMatchObject({ verdict: 'ready', mended: [] });
  });

  it('that was cancelled in the middle starts nothing, and says in what state the drive is', async () => {
    const { id } = loop();
    fillFirst(id);
    const stop = new AbortController();
    const said = await build(id, named(id), { signal: stop.signal, onStatus: (line) => void (line.startsWith('writing') && stop.abort()) });
    expect(said.exit).toBe(130);
    expect(said.json()).toMatchObject({ ok: false, error: { code: 'CANCELLED', params: { stick: 'not-bootable' } } });
    expect(isEmpty(firstSector(id))).toBe(true);
    const again = await check(id);
    expect([again.exit, again.json().verdict]).toEqual([1, 'will-not-work']);
  });

  it('that was cancelled before it began leaves the drive as it was', async () => {
    const { id } = loop();
    const before = fillFirst(id);
    const stop = new AbortController();
    stop.abort();
    const said = await build(id, named(id), { signal: stop.signal });
    expect(said.exit).toBe(130);
    expect(Buffer.compare(firstSector(id), before)).toBe(0);
  });
});

describe.skipIf(process.platform !== 'linux')('the drive this computer runs from', () => {
  const root = process.platform === 'linux' ? execFileSync('findmnt', ['-no', 'SOURCE', '/'], { encoding: 'utf8' }).trim() : '';
  const isDevice = root.startsWith('/dev/');
  const whole = (): string => {
    const parent = execFileSync('lsblk', ['-dno', 'PKNAME', root], { encoding: 'utf8' }).trim();
    return parent === '' ? root : `/dev/${parent}`;
  };

  it.skipIf(!isDevice)(
    `is refused by path, link and by-id name, whatever is typed${isDevice ? '' : ' (skipped: / is on no device)'}`,
    async () => {
      const disk = whole();
      const link = at('ata-system');
      symlinkSync(disk, link);
      const byId = at('by-id');
      mkdirSync(byId);
      symlinkSync(link, join(byId, 'usb-SanDisk_Ultra_4C530001-0:0'));
      for (const spelling of [
        disk,
        basename(disk),
        link,
        join(byId, 'usb-SanDisk_Ultra_4C530001-0:0'),
        `/dev/../dev/./${basename(disk)}`,
      ]) {
        const said = await build(spelling, ['--yes', ...named(disk)]);
        expect([said.exit, said.json().error], spelling).toMatchObject([4, { code: 'KEY_DRIVE_REFUSED' }]);
      }
    },
  );
});
