// Takes a drive out of the system's hands before writing, and gives it back afterwards: unmount, rescan, eject.
import { readdir, readFile, readlink } from 'node:fs/promises';
import type { Drive } from '../../../shared/keys/types';
import { fault } from '../../../shared/model/errors';
import { ProgramFailure, type RunProgram } from '../drives/run-program';

const DISKUTIL = '/usr/sbin/diskutil';
const MOST_NAMES = 5;

/** Unmounts all of it. @throws KEY_DRIVE_BUSY, KEY_DRIVE_NO_RIGHTS */
export async function releaseDrive(drive: Drive, run: RunProgram): Promise<void> {
  try {
    if (process.platform === 'darwin') await run(DISKUTIL, ['unmountDisk', drive.id]);
    else if (process.platform === 'win32') await clearOnWindows(drive, run);
    // Deepest first: places may lie in each other.
    else for (const place of [...drive.mounts].sort((a, b) => b.length - a.length)) await run('umount', ['--', place]);
  } catch (thrown) {
    if (!(thrown instanceof ProgramFailure)) throw thrown;
    if (/not permitted|permission|must be superuser|access is denied/i.test(thrown.said))
      throw fault('KEY_DRIVE_NO_RIGHTS', { name: drive.id, stick: 'untouched' }, thrown);
    const list = (await programsIn(drive.mounts)).join(', ') || firstLine(thrown.said);
    throw fault('KEY_DRIVE_BUSY', { name: drive.id, list, stick: 'untouched' }, thrown);
  }
}

/**
 * Windows guards the sectors of volumes it knows: without volumes the whole disk can be written. What is on the drive is lost here.
 * Written after documentation, and not yet run on Windows.
 */
async function clearOnWindows(drive: Drive, run: RunProgram): Promise<void> {
  const script = `$ErrorActionPreference = 'Stop'
$disk = Get-Disk -Number ${diskNumber(drive)}
if ($disk.PartitionStyle -ne 'RAW') { $disk | Clear-Disk -RemoveData -RemoveOEM -Confirm:$false }`;
  await powerShell(run, script);
}

const diskNumber = ({ id }: Drive): number => Number(/(\d+)$/.exec(id)?.[1]);
const powerShell = (run: RunProgram, script: string): Promise<string> =>
  run('powershell.exe', ['-NoProfile', '-NonInteractive', '-EncodedCommand', Buffer.from(script, 'utf16le').toString('base64')]);
const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';

/** After the device was closed: lets the system look at it anew, then put it away. Whether it may be pulled out as it is. */
export async function ejectDrive(drive: Drive, run: RunProgram): Promise<boolean> {
  const worked = (work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => true,
      () => false,
    );
  switch (process.platform) {
    case 'darwin':
      return worked(run(DISKUTIL, ['eject', drive.id]));
    case 'win32':
      await worked(powerShell(run, 'Update-HostStorageCache'));
      return false;
    default:
      if (drive.bus === 'virtual') return false;
      return (await worked(run('udisksctl', ['power-off', '--no-user-interaction', '-b', drive.id]))) || worked(run('eject', [drive.id]));
  }
}

/** Programs that stand in these places or have files open there; as far as the rights go. Linux only. */
export async function programsIn(places: readonly string[]): Promise<string[]> {
  const names = new Set<string>();
  const isInside = (path: string): boolean => places.some((place) => path === place || path.startsWith(`${place}/`));
  for (const id of (await readdir('/proc').catch((): string[] => [])).filter((name) => /^\d+$/.test(name))) {
    if (names.size >= MOST_NAMES) break;
    const files = await readdir(`/proc/${id}/fd`).catch((): string[] => []);
    for (const link of ['cwd', 'root', 'exe', ...files.map((file) => `fd/${file}`)]) {
      if (!isInside(await readlink(`/proc/${id}/${link}`).catch(() => ''))) continue;
      const name = (await readFile(`/proc/${id}/comm`, 'utf8').catch(() => '')).trim();
      names.add(`${name || '?'} (${id})`);
      break;
    }
  }
  return [...names];
}
