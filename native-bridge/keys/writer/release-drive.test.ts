import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Drive } from '../../../shared/keys/types';
import { resolveDrive } from '../drives/list-drives';
import { runProgram } from '../drives/run-program';
import { openDrive } from './open-device';
import { releaseDrive } from './release-drive';
import { makeLoopDrive, whyNoLoopDrives, type LoopDrive } from './testing/loop-drive';

const made: { readonly loop: LoopDrive; readonly place: string }[] = [];
afterEach(() => {
  for (const { loop, place } of made.splice(0)) {
    try {
      execFileSync('umount', [place], { stdio: 'pipe' });
    } catch {
      // It was unmounted by the test.
    }
    loop.remove();
  }
});

async function mounted(): Promise<{ drive: Drive; place: string }> {
  const loop = makeLoopDrive(32 * 1024 * 1024);
  const place = join(loop.folder, 'a place');
  made.push({ loop, place });
  execFileSync('mkfs.ext4', ['-q', loop.id]);
  mkdirSync(place);
  execFileSync('mount', [loop.id, place]);
  return { drive: await resolveDrive(loop.id), place };
}

describe.skipIf(whyNoLoopDrives !== '')(`a mounted drive${whyNoLoopDrives}`, () => {
  it('cannot be opened for writing until it was unmounted', async () => {
    const { drive } = await mounted();
    await expect(openDrive(drive)).rejects.toMatchObject({ code: 'EBUSY' });
    await releaseDrive(drive, runProgram);
    await (await openDrive(drive)).close();
  });

  it('that a program uses is not written, and the program is named', async () => {
    const { drive, place } = await mounted();
    const file = openSync(join(place, 'open'), 'w');
    try {
      await expect(releaseDrive(drive, runProgram)).rejects.toMatchObject({
        error: { code: 'KEY_DRIVE_BUSY', params: { stick: 'untouched', list: expect.stringContaining(`(${process.pid})`) } },
      });
    } finally {
      closeSync(file);
    }
  });
});
