// Drives of Linux: asks lsblk and /proc, and knows a device by its number, whatever it is called.
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fault } from '../../../shared/model/errors';
import type { DriveSystem } from './found-drive';
import { parseLsblk, type LinuxFacts } from './lsblk';
import { holderOf, parseMounts } from './mounts';
import { ProgramFailure, runProgram, type RunProgram } from './run-program';

const COLUMNS = 'NAME,PATH,MAJ:MIN,TYPE,SIZE,RO,RM,HOTPLUG,TRAN,VENDOR,MODEL,SERIAL,FSTYPE,LABEL,UUID,LOG-SEC,PKNAME';

export const linuxDrives = (run: RunProgram = runProgram): DriveSystem => ({
  find: async () => {
    try {
      return parseLsblk(await linuxFacts(run));
    } catch (thrown) {
      throw fault('KEY_DRIVE_LIST', { detail: thrown instanceof ProgramFailure ? thrown.message : 'lsblk', stick: 'untouched' }, thrown);
    }
  },
  nodeOf: async (spelling) => {
    const status = await stat(spelling).catch(() => undefined);
    if (status?.isBlockDevice()) return numberOf(status.rdev);
    return spelling.includes('/') ? undefined : ofBareName(spelling);
  },
  nodesHolding: async (file) => {
    const [status, place, mountinfo] = await Promise.all([stat(file), realpath(file), quietly('/proc/self/mountinfo')]);
    const mount = holderOf(place, parseMounts(mountinfo));
    const source = mount?.source.startsWith('/') ? await stat(mount.source).catch(() => undefined) : undefined;
    // Some file systems give their files a number that no device has: the mount's source says more.
    const nodes = [numberOf(status.dev), mount?.device, source?.isBlockDevice() ? numberOf(source.rdev) : undefined];
    const held = nodes.filter((node): node is string => node !== undefined);
    return [...held, ...(await behindLoops(held, new Set(held)))];
  },
});

const quietly = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

/** "sdb" and a label under /dev/disk are names too. */
async function ofBareName(name: string): Promise<string | undefined> {
  const status = await stat(join('/dev', name)).catch(() => undefined);
  return status?.isBlockDevice() ? numberOf(status.rdev) : undefined;
}

/** Major and minor as the kernel packs them. */
export function numberOf(device: number): string {
  const value = BigInt(device);
  const major = ((value >> 8n) & 0xfffn) | ((value >> 32n) & 0xfffff000n);
  const minor = (value & 0xffn) | ((value >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}

/** The drives under the files behind loop devices. */
async function behindLoops(nodes: readonly string[], seen: Set<string>): Promise<string[]> {
  const found: string[] = [];
  for (const node of nodes) {
    const file = (await quietly(`/sys/dev/block/${node}/loop/backing_file`)).trim();
    const status = file === '' ? undefined : await stat(file).catch(() => undefined);
    const next = status && numberOf(status.dev);
    if (next === undefined || seen.has(next)) continue;
    seen.add(next);
    found.push(next, ...(await behindLoops([next], seen)));
  }
  return found;
}

async function linuxFacts(run: RunProgram): Promise<LinuxFacts> {
  const ask = (columns: string): Promise<string> => run('lsblk', ['--json', '--bytes', '--all', '--output', columns]);
  const [lsblk, mountinfo, swaps, names] = await Promise.all([
    // util-linux before 2.37 knows one place only; mountinfo has the others.
    ask(`${COLUMNS},MOUNTPOINTS`).catch((thrown: unknown) => {
      if (thrown instanceof ProgramFailure && /unknown column/i.test(thrown.said)) return ask(`${COLUMNS},MOUNTPOINT`);
      throw thrown;
    }),
    quietly('/proc/self/mountinfo'),
    quietly('/proc/swaps'),
    readdir('/sys/block').catch((): string[] => []),
  ]);
  const backing: Record<string, string> = {};
  const builtIn: string[] = [];
  for (const name of names) {
    if (name.startsWith('loop')) {
      const file = (await quietly(`/sys/block/${name}/loop/backing_file`)).trim();
      if (file) backing[name] = file;
    }
    if (name.startsWith('mmcblk') && (await quietly(`/sys/block/${name}/device/type`)).trim() === 'MMC') builtIn.push(name);
  }
  return { lsblk, mountinfo, swaps, backing, builtIn };
}
