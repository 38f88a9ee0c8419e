// Drives of macOS: asks diskutil, and knows a device by its number. Written after documentation, and not yet run on a Mac.
import { realpath } from 'node:fs/promises';
import { fault } from '../../../shared/model/errors';
import { parseDiskutil, wholeDisksIn } from './diskutil';
import type { DriveSystem } from './found-drive';
import { runProgram, type RunProgram } from './run-program';

const DISKUTIL = '/usr/sbin/diskutil';

export const macDrives = (run: RunProgram = runProgram): DriveSystem => ({
  find: async () => {
    try {
      const [list, apfs] = await Promise.all([
        run(DISKUTIL, ['list', '-plist']),
        run(DISKUTIL, ['apfs', 'list', '-plist']).catch(() => ''),
      ]);
      const infos: Record<string, string> = {};
      // One after the other: diskutil queues them anyway. One that fails has just been pulled out.
      for (const name of wholeDisksIn(list)) infos[name] = await run(DISKUTIL, ['info', '-plist', name]).catch(() => '');
      return parseDiskutil({ list, infos, apfs });
    } catch (thrown) {
      throw fault('KEY_DRIVE_LIST', { detail: thrown instanceof Error ? thrown.message : 'diskutil', stick: 'untouched' }, thrown);
    }
  },
  nodeOf: async (spelling) => macNodeOf(await realpath(spelling).catch(() => spelling)),
  nodesHolding: async (file) => {
    const [, line = ''] = (await run('/bin/df', ['-P', file])).trim().split('\n');
    const node = macNodeOf(line.split(/\s/)[0] ?? '');
    return node === undefined ? [] : [node];
  },
});

/** "/dev/rdisk4s1" → "disk4s1" */
export const macNodeOf = (path: string): string | undefined => /^(?:\/dev\/)?r?(disk\d+(?:s\d+)*)$/.exec(path)?.[1];
