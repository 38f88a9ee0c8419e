import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isProcessAlive, lockFolder, processBirth, type LockOwner } from './case-lock';
import { nodeDisk } from './files';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rom-rescue-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ownerNamed = (owner: string): LockOwner => ({ pid: process.pid, owner, isAlive: isProcessAlive });
const lockPath = () => join(folder, 'lock.json');

describe('the lock of a case', () => {
  it('keeps a second owner out, and lets it in when the first has let go', async () => {
    const unlock = await lockFolder(nodeDisk, folder, ownerNamed('a'));
    await expect(lockFolder(nodeDisk, folder, ownerNamed('b'))).rejects.toMatchObject({ error: { code: 'CASE_IN_USE' } });
    await unlock();
    const unlockSecond = await lockFolder(nodeDisk, folder, ownerNamed('b'));
    await unlockSecond();
    expect(await nodeDisk.exists(lockPath())).toBe(false);
  });

  it('does not remove the lock of the owner that came after it', async () => {
    const unlock = await lockFolder(nodeDisk, folder, ownerNamed('a'));
    await rm(lockPath());
    await lockFolder(nodeDisk, folder, ownerNamed('b'));
    await unlock();
    expect(JSON.parse(await readFile(lockPath(), 'utf8'))).toMatchObject({ owner: 'b' });
  });

  it.each([
    ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, owner: 'dead' })],
    ['a file that was torn', '{"pid": 1'],
  ])('takes over from %s', async (_, text) => {
    await writeFile(lockPath(), text);
    await lockFolder(nodeDisk, folder, ownerNamed('b'));
    expect(JSON.parse(await readFile(lockPath(), 'utf8'))).toMatchObject({ owner: 'b', pid: process.pid });
  });

  it.skipIf(process.platform !== 'linux')('takes over from a process whose pid another one has now', async () => {
    await writeFile(lockPath(), JSON.stringify({ pid: process.pid, owner: 'dead', birth: 'an-earlier-start/1' }));
    await lockFolder(nodeDisk, folder, ownerNamed('b'));
    expect(JSON.parse(await readFile(lockPath(), 'utf8'))).toMatchObject({ owner: 'b', birth: processBirth(process.pid) });
  });

  it('believes a living pid where the birth is not told', async () => {
    await writeFile(lockPath(), JSON.stringify({ pid: process.pid, owner: 'other' }));
    await expect(lockFolder(nodeDisk, folder, ownerNamed('b'))).rejects.toMatchObject({ error: { code: 'CASE_IN_USE' } });
  });
});
