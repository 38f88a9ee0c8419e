import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../clock';
import { listDrives, resolveDrive } from '../drives/list-drives';
import { openFat } from '../disk/fat-volume';
import { partOf } from '../disk/sector-store';
import { makeDriveNormal } from '../writer/write-key';
import { isPracticeDrive, makePracticeDrives } from './practice-drives';

const MIB = 1024 * 1024;

describe('practice drives', () => {
  it('are known only to their own list: no name of one means a drive of this computer', async () => {
    const { system } = makePracticeDrives();
    const drives = await listDrives({}, system);
    expect(drives.every(({ id }) => isPracticeDrive(id))).toBe(true);
    expect(isPracticeDrive('/dev/sda')).toBe(false);
    await expect(resolveDrive('/dev/sda', {}, system)).rejects.toMatchObject({ error: { code: 'KEY_DRIVE_UNKNOWN' } });
  });

  it.each(['practice:stick', 'practice:large'])('%s made normal again holds one empty file system, and says so in the list', async (id) => {
    const practice = makePracticeDrives(new VirtualClock());
    const drive = await resolveDrive(id, {}, practice.system);
    const phases = new Set<string>();
    const written = await makeDriveNormal(
      drive,
      { typedName: drive.name, fakeCapacityCheck: true, onProgress: ({ phase }) => phases.add(phase) },
      { here: { ...practice.tools, system: practice.system } },
    );
    expect([written.verified, phases.has('checking-capacity'), phases.has('asking-for-rights')]).toEqual([true, true, false]);
    const [partition] = (await resolveDrive(id, {}, practice.system)).contents;
    expect(partition?.fileSystem).toBe('vfat');
    const fat = await openFat(partOf(practice.imageOf(id), MIB, partition!.sizeBytes));
    expect(fat.list()).toEqual([]);
    fat.close();
  });

  it('that was pulled out once is there again, and goes out again at the same place', async () => {
    const practice = makePracticeDrives(new VirtualClock());
    for (let turn = 0; turn < 2; turn++) {
      const device = await practice.tools.open!(await resolveDrive('practice:loose', {}, practice.system));
      const block = new Uint8Array(MIB).fill(1);
      const writeAll = async () => {
        for (let at = 0; at < 8 * MIB; at += MIB) await device.write(at, block);
      };
      await expect(writeAll()).rejects.toMatchObject({ code: 'ENODEV' });
    }
  });
});
