import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemError } from './testing/memory-device';
import { driveFault } from './drive-faults';
import { elevatedWrite, type StartWithRights } from './elevated-write';
import { jobSchema, lineSplitter } from './helper-protocol';
import { sourceOfImage, sourceOfPatch } from './key-source';
import { SparseImage } from '../disk/sector-store';
import { resolveDrive, identityOf } from '../drives/list-drives';
import { runJob } from './run-job';
import { commandLine } from './shell-quote';
import { makeLoopDrive, whyNoLoopDrives } from './testing/loop-drive';

const MIB = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'helper-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hostile = [
  'plain',
  'with blank',
  "it's",
  'say "hi"',
  '$(touch hit)',
  '`touch hit`',
  '$HOME',
  '\\',
  'a\\"b',
  '; touch hit',
  '& touch hit',
  '| touch hit',
  '!x',
  '*',
  '~',
  '%PATH%',
  '-n',
  'ünïcödé',
  "'\\''",
  '\\$(touch hit)',
];
const show = join(folder, 'show.cjs');
writeFileSync(show, 'process.stdout.write(JSON.stringify([process.argv.slice(2), process.env.MARK]))');
const command = { program: process.execPath, args: [show, ...hostile], env: { MARK: 'a \'b\' $(c) "d"' } };
const onPosix = process.platform !== 'win32';

describe.skipIf(!onPosix)('the command line of the helper', () => {
  it('hands on every word unharmed through both shells of Linux', () => {
    // What sudo-prompt does with it, without the question for rights.
    const line = commandLine(command, 'linux').replace(/"/g, '\\"');
    const said = execFileSync('/bin/sh', ['-c', `/bin/bash -c "echo MAGIC; ${line}"`], { encoding: 'utf8', cwd: folder });
    expect(JSON.parse(said.slice('MAGIC\n'.length))).toEqual([hostile, command.env.MARK]);
  });

  it('hands on every word unharmed through the script of macOS', () => {
    const script = join(folder, 'script');
    writeFileSync(script, commandLine(command, 'darwin'));
    expect(JSON.parse(execFileSync('/bin/sh', [script], { encoding: 'utf8', cwd: folder }))).toEqual([hostile, command.env.MARK]);
  });

  it('runs nothing of its own accord', () => {
    expect(() => execFileSync('ls', [join(folder, 'hit')], { stdio: 'pipe' })).toThrow();
  });

  it.each(['a\nb', 'a\rb', 'a\0b'])('refuses a path that no line can carry', (path) => {
    expect(() => commandLine({ program: path, args: [] }, 'linux')).toThrow();
  });

  it('doubles percent signs and refuses quotation marks on Windows', () => {
    expect(commandLine({ program: 'C:\\a b\\x.exe', args: ['%TEMP%'] }, 'win32')).toBe('"C:\\a b\\x.exe" "%%TEMP%%"');
    expect(() => commandLine({ program: 'a"b', args: [] }, 'win32')).toThrow();
  });
});

describe('a job for the helper', () => {
  const job = {
    version: 1,
    drive: { id: '/dev/sdb', sizeBytes: 64 * MIB },
    verify: true,
    fakeCapacityCheck: false,
    eject: true,
    sourceFiles: [],
    work: {
      kind: 'pieces',
      path: '/tmp/key.bin',
      sizeBytes: 32 * MIB,
      pieces: [
        [0, 512],
        [MIB, 1024],
      ],
    },
    socket: '/tmp/socket',
    token: 'a'.repeat(64),
  };
  const accepts = (changes: object): boolean => jobSchema.safeParse({ ...job, ...changes }).success;

  it('is taken as the program writes it', () => expect(accepts({})).toBe(true));

  it.each([
    [
      'pieces that overlap',
      [
        [0, 1024],
        [512, 512],
      ],
    ],
    [
      'pieces out of order',
      [
        [MIB, 512],
        [0, 512],
      ],
    ],
    ['pieces behind the end of the key', [[32 * MIB, 512]]],
    ['half sectors', [[0, 100]]],
    ['negative places', [[-512, 512]]],
    ['empty pieces', [[0, 0]]],
  ])('is refused with %s', (_, pieces) => expect(accepts({ work: { ...job.work, pieces } })).toBe(false));

  it('is refused with fields nobody knows, and with a short token', () => {
    expect(accepts({ shell: 'rm' })).toBe(false);
    expect(accepts({ token: 'a' })).toBe(false);
  });
});

it('lines are put together from pieces, and a line without end is refused', () => {
  const lines: string[] = [];
  const split = lineSplitter((line) => lines.push(line));
  ['{"a"', ':1}\n{"b":', '2}\n'].forEach(split);
  expect(lines).toEqual(['{"a":1}', '{"b":2}']);
  expect(() => split('x'.repeat(2 * MIB))).toThrow();
});

it('an unknown error of the system is told with its own word', () => {
  const { error } = driveFault(systemError('EWEIRD'), { name: 'stick', sizeBytes: 1, offset: 7, stick: 'unknown' });
  expect(error).toMatchObject({ code: 'KEY_DRIVE_IO', params: { detail: 'EWEIRD', offset: 7 } });
});

describe('writing through the helper', () => {
  const drive = { id: '/dev/none-such', sizeBytes: 64 * MIB };
  const source = (): ReturnType<typeof sourceOfImage> => {
    const image = new SparseImage(32 * MIB);
    image.write(0, new Uint8Array(512).fill(0x55));
    image.write(5 * MIB, new Uint8Array(4096).fill(7));
    return sourceOfImage(image);
  };
  const helper = { program: 'helper', args: [] };
  const attempt = (start: StartWithRights) => elevatedWrite(drive, { kind: 'image', source: source() }, {}, { helper, start });
  const refusing =
    (message: string): StartWithRights =>
    () =>
      Promise.reject(new Error(message));

  it.each([
    ['User did not grant permission.', 'KEY_DRIVE_NOT_ALLOWED'],
    ['No polkit authentication agent found.', 'KEY_DRIVE_NO_AGENT'],
    ['Unable to find pkexec or kdesudo.', 'KEY_DRIVE_NO_AGENT'],
  ])('says what to do when the rights are not given: %s', async (message, code) => {
    await expect(attempt(refusing(message))).rejects.toMatchObject({ error: { code, params: { stick: 'untouched' } } });
  });

  it.skipIf(!onPosix)('says so when the helper ends without a word', async () => {
    await expect(attempt(() => Promise.resolve())).rejects.toMatchObject({
      error: { code: 'KEY_DRIVE_HELPER_LOST', params: { stick: 'untouched' } },
    });
  });

  it.skipIf(process.platform !== 'linux')('hands on what the helper refuses', async () => {
    const start: StartWithRights = async (line) => void (await runJob(jobIn(line)));
    await expect(attempt(start)).rejects.toMatchObject({ error: { code: 'KEY_DRIVE_UNKNOWN', params: { stick: 'untouched' } } });
  });

  it.skipIf(whyNoLoopDrives !== '')(`writes and verifies a real block device, and tells progress${whyNoLoopDrives}`, async () => {
    const stick = makeLoopDrive(64 * MIB);
    try {
      const chosen = await resolveDrive(stick.id);
      const phases = new Set<string>();
      const start: StartWithRights = async (line) => void (await runJob(jobIn(line)));
      const written = await elevatedWrite(
        identityOf(chosen),
        { kind: 'image', source: source() },
        { typedName: chosen.name, onProgress: ({ phase }) => phases.add(phase) },
        { helper, start },
      );
      expect(written.verified).toBe(true);
      expect([...phases]).toEqual(['asking-for-rights', 'preparing', 'writing', 'verifying', 'finishing']);
      const read = execFileSync('dd', [`if=${stick.file}`, 'bs=512', 'count=1'], { stdio: ['ignore', 'pipe', 'pipe'] });
      expect(read.every((byte) => byte === 0x55)).toBe(true);
    } finally {
      stick.remove();
    }
  });

  it.skipIf(whyNoLoopDrives !== '')(
    `changes only the sectors of a repair, and only while they are as they were looked at${whyNoLoopDrives}`,
    async () => {
      const stick = makeLoopDrive(64 * MIB);
      const sectorAt = (offset: number): Buffer =>
        execFileSync('dd', [`if=${stick.file}`, 'bs=512', 'count=1', `skip=${offset / 512}`], { stdio: ['ignore', 'pipe', 'pipe'] });
      try {
        const chosen = await resolveDrive(stick.id);
        const start: StartWithRights = async (line) => void (await runJob(jobIn(line)));
        const changes = [0, 3 * MIB].map((offset) => ({ offset, bytes: new Uint8Array(512).fill(9) }));
        const beforeSha256 = createHash('sha256').update(new Uint8Array(1024)).digest('hex');
        const mend = () =>
          elevatedWrite(
            identityOf(chosen),
            { kind: 'image', source: sourceOfPatch(changes, chosen.sizeBytes, { beforeSha256 }) },
            { typedName: chosen.name },
            { helper, start },
          );
        expect(await mend()).toMatchObject({ bytesWritten: 1024, verified: true });
        expect([0, 512, 3 * MIB].map((offset) => sectorAt(offset)[511])).toEqual([9, 0, 9]);
        await expect(mend()).rejects.toMatchObject({ error: { code: 'KEY_DRIVE_CHANGED', params: { stick: 'untouched' } } });
      } finally {
        stick.remove();
      }
    },
  );

  it.skipIf(whyNoLoopDrives !== '')(`stops when the program asks for it, and the drive starts nothing${whyNoLoopDrives}`, async () => {
    const stick = makeLoopDrive(64 * MIB);
    try {
      const chosen = await resolveDrive(stick.id);
      const stop = new AbortController();
      const running: Promise<number>[] = [];
      const start: StartWithRights = async (line) => {
        running.push(runJob(jobIn(line)));
        await running[0];
      };
      const attempted = elevatedWrite(
        identityOf(chosen),
        { kind: 'blank', volumeId: 1 },
        {
          typedName: chosen.name,
          signal: stop.signal,
          fakeCapacityCheck: true,
          onProgress: ({ phase }) => void (phase !== 'asking-for-rights' && stop.abort()),
        },
        { helper, start },
      );
      await expect(attempted).rejects.toMatchObject({ error: { code: 'CANCELLED' } });
      const read = execFileSync('dd', [`if=${stick.file}`, 'bs=512', 'count=1'], { stdio: ['ignore', 'pipe', 'pipe'] });
      expect(read.every((byte) => byte === 0)).toBe(true);
    } finally {
      stick.remove();
    }
  });
});

/** The job file is the last word of the command. */
const jobIn = (line: string): string => /'([^']+)'$/.exec(line)![1]!;
