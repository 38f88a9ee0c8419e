import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../shared/model/errors';
import { readSteadyFile, ReusedBuffer, systemCalls, type FileCalls } from './read-file';

const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'dump.bin');
beforeEach(() => writeFileSync(path, 'first content'));

/** Runs `change` after each read, so many times. */
function disturbed(times: number, change: () => void): FileCalls {
  let left = times;
  const read: FileCalls['read'] = (...args) => {
    const got = systemCalls.read(...args);
    if (left-- > 0) change();
    return got;
  };
  return { ...systemCalls, read };
}
function codeOf(work: () => unknown): string {
  try {
    work();
    return 'nothing';
  } catch (thrown) {
    return thrown instanceof Fault ? thrown.error.code : String(thrown);
  }
}
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const onUnix = process.platform !== 'win32';
const isRoot = process.getuid?.() === 0;

describe('a file that changes while it is read', () => {
  const changes: Record<string, () => void> = {
    grows: () => appendFileSync(path, '!'),
    'is replaced by another': () => {
      writeFileSync(`${path}.next`, 'first content');
      renameSync(`${path}.next`, path);
    },
    'is cut': () => truncateSync(path, 5),
  };
  it.each(Object.entries(changes))('is read once more where it %s', (_what, change) => {
    expect(codeOf(() => readSteadyFile(path, new ReusedBuffer(), disturbed(1, change)))).toBe('nothing');
  });

  it('gives what it holds afterwards', () => {
    const bytes = readSteadyFile(
      path,
      new ReusedBuffer(),
      disturbed(1, () => writeFileSync(path, 'second and longer content')),
    );
    expect(text(bytes)).toBe('second and longer content');
  });

  it('is refused where it does not stop changing', () => {
    expect(
      codeOf(() =>
        readSteadyFile(
          path,
          new ReusedBuffer(),
          disturbed(9, () => appendFileSync(path, '!')),
        ),
      ),
    ).toBe('FILE_CHANGED');
  });
});

describe('what is no file to read', () => {
  it('is told by its own code', () => {
    const read = (name: string): string => codeOf(() => readSteadyFile(join(folder, name), new ReusedBuffer()));
    mkdirSync(join(folder, 'folder'));
    writeFileSync(join(folder, 'empty'), '');
    writeFileSync(join(folder, 'huge'), '');
    truncateSync(join(folder, 'huge'), 4 * 1024 ** 3);
    expect([read('folder'), read('empty'), read('huge'), read('gone'), read('dump.bin/x')]).toEqual([
      'FILE_IS_FOLDER',
      'IMAGE_EMPTY',
      'FILE_TOO_LARGE',
      'FILE_GONE',
      'FILE_GONE',
    ]);
  });

  it.runIf(onUnix)('never waits for a pipe, reads a device or follows links in a circle', () => {
    const read = (name: string): string => codeOf(() => readSteadyFile(join(folder, name), new ReusedBuffer()));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    symlinkSync('loop', join(folder, 'loop'));
    symlinkSync('/dev/zero', join(folder, 'device'));
    expect([read('pipe'), read('loop'), read('device')]).toEqual(['FILE_SPECIAL', 'FILE_LINK_LOOP', 'FILE_SPECIAL']);
  });

  it.runIf(onUnix && !isRoot)('is told as closed to this user', () => {
    chmodSync(path, 0);
    expect(codeOf(() => readSteadyFile(path, new ReusedBuffer()))).toBe('FILE_NO_ACCESS');
    chmodSync(path, 0o600);
  });
});

it('one buffer serves one file after another', () => {
  const buffer = new ReusedBuffer();
  const first = readSteadyFile(path, buffer);
  writeFileSync(path, 'second');
  expect(readSteadyFile(path, buffer).buffer).toBe(first.buffer);
});
