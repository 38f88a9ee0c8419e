import { describe, expect, it } from 'vitest';
import type { FoundDrive } from './found-drive';
import { parseLsblk, type LinuxFacts } from './lsblk';
import { identityOf, listDrives, requireWritable, resolveDrive, sameDrive } from './list-drives';
import { numberOf } from './linux';
import { protect } from './protection';
import { recordedLsblk } from './fixtures/lsblk-recorded';
import type { DriveSystem } from './found-drive';

const GIB = 1024 ** 3;

/** In the shape lsblk 2.38 prints, as recorded in fixtures/. */
const node = (changes: object): object => ({
  name: 'sda',
  path: '/dev/sda',
  'maj:min': '8:0',
  type: 'disk',
  size: 500 * GIB,
  ro: false,
  rm: false,
  hotplug: false,
  tran: 'sata',
  vendor: 'ATA     ',
  model: 'Disk 500',
  serial: 'S1',
  mountpoints: [null],
  fstype: null,
  label: null,
  uuid: null,
  'log-sec': 512,
  ...changes,
});
const stick = (changes: object = {}): object =>
  node({
    name: 'sdb',
    path: '/dev/sdb',
    'maj:min': '8:16',
    size: 16 * GIB,
    rm: true,
    hotplug: true,
    tran: 'usb',
    vendor: 'SanDisk ',
    model: 'Ultra',
    serial: '4C53',
    ...changes,
  });
const part = (changes: object): object => node({ name: 'sda1', path: '/dev/sda1', 'maj:min': '8:1', type: 'part', tran: null, ...changes });
const stickPart = (changes: object = {}): object =>
  part({ name: 'sdb1', path: '/dev/sdb1', 'maj:min': '8:17', size: 15 * GIB, rm: true, hotplug: true, ...changes });

const find = (devices: object[], facts: Partial<LinuxFacts> = {}): FoundDrive[] =>
  parseLsblk({ lsblk: JSON.stringify({ blockdevices: devices }), ...facts });
const refusalsOf = (devices: object[], facts?: Partial<LinuxFacts>): readonly string[] => protect(find(devices, facts)[0]!).refusals;
const mount = (device: string, place: string, type: string, source: string): string =>
  `36 35 ${device} / ${place} rw,relatime shared:1 - ${type} ${source} rw`;

describe('drives of Linux', () => {
  it('reads what lsblk really printed: the system disk, and nothing else', () => {
    const [disk, ...others] = parseLsblk({ lsblk: recordedLsblk });
    expect(others).toEqual([]);
    expect(protect(disk!)).toMatchObject({ id: '/dev/vda', sizeBytes: 274_877_906_944, refusals: ['system', 'mounted-not-removable'] });
  });

  it('takes an ordinary stick, mounted where the desktop mounts it', () => {
    const [found] = find([stick({ children: [stickPart({ fstype: 'vfat', label: 'PHOTOS', mountpoints: ['/media/me/PHOTOS'] })] })]);
    expect(protect(found!)).toMatchObject({
      id: '/dev/sdb',
      name: 'SanDisk Ultra',
      serial: '4C53',
      bus: 'usb',
      removable: true,
      mounts: ['/media/me/PHOTOS'],
      contents: [{ label: 'PHOTOS', fileSystem: 'vfat', sizeBytes: 15 * GIB }],
      refusals: [],
      needsTypedName: false,
    });
  });

  it('understands the text and numbers of older versions', () => {
    const [found] = find([
      stick({ size: '16000000000', rm: '1', ro: '0', hotplug: '1', 'log-sec': '512', mountpoints: undefined, mountpoint: '/mnt/x' }),
    ]);
    expect(protect(found!)).toMatchObject({ sizeBytes: 16_000_000_000, removable: true, mounts: ['/mnt/x'], refusals: [] });
  });

  it.each<[string, object, string]>([
    ['/ on a partition', { children: [part({ mountpoints: ['/'] })] }, 'system'],
    ['/boot/efi', { children: [part({ mountpoints: ['/boot/efi'] })] }, 'system'],
    ['/home on a USB disk', { rm: true, tran: 'usb', children: [part({ mountpoints: ['/home'] })] }, 'system'],
    [
      'root on LVM on LUKS',
      {
        children: [
          part({ fstype: 'crypto_LUKS', children: [part({ type: 'crypt', children: [part({ type: 'lvm', mountpoints: ['/'] })] })] }),
        ],
      },
      'system',
    ],
    ['swap in use', { children: [part({ fstype: 'swap', mountpoints: ['[SWAP]'] })] }, 'swap'],
    ['a member of a RAID', { children: [part({ fstype: 'linux_raid_member' })] }, 'raid-or-volume-group'],
    ['a member of a volume group', { rm: true, tran: 'usb', fstype: 'LVM2_member' }, 'raid-or-volume-group'],
    ['a ZFS member', { fstype: 'zfs_member' }, 'raid-or-volume-group'],
    ['LUKS on a stick', { rm: true, children: [part({ fstype: 'crypto_LUKS' })] }, 'encrypted'],
    ['BitLocker on a stick', { rm: true, children: [part({ fstype: 'BitLocker' })] }, 'encrypted'],
    ['a built-in disk with data', { children: [part({ mountpoints: ['/data'] })] }, 'mounted-not-removable'],
    ['the read-only switch', { rm: true, ro: true }, 'read-only'],
    ['an empty card reader', { rm: true, size: 0 }, 'no-medium'],
    ['8 MiB', { rm: true, size: 8 * 1024 * 1024 }, 'too-small'],
    ['blocks of 4096 bytes', { rm: true, 'log-sec': 4096 }, 'large-blocks'],
  ])('refuses %s', (_, changes, reason) => {
    expect(refusalsOf([node(changes)])).toContain(reason);
  });

  it('refuses swap that only /proc/swaps tells of', () => {
    const swaps = 'Filename\tType\tSize\tUsed\tPriority\n/dev/sdb1   partition\t1024\t0\t-2\n';
    expect(refusalsOf([stick({ children: [stickPart()] })], { swaps })).toEqual(['swap']);
  });

  it('refuses a second drive of a file system that is mounted from the first', () => {
    const [, second] = find([
      node({ fstype: 'btrfs', uuid: 'U', mountpoints: ['/'] }),
      stick({ fstype: 'btrfs', uuid: 'U', mountpoints: [null] }),
    ]);
    expect(protect(second!).refusals).toContain('system');
  });

  it.each<[string, string[], Record<string, string>]>([
    [
      'Debian live',
      [mount('8:17', '/run/live/medium', 'iso9660', '/dev/sdb1'), mount('0:30', '/', 'overlay', 'overlay')],
      { loop0: '/run/live/medium/live/filesystem.squashfs' },
    ],
    [
      'Ubuntu',
      [mount('8:17', '/cdrom', 'iso9660', '/dev/sdb1'), mount('0:30', '/', 'overlay', '/cow')],
      { loop0: '/cdrom/casper/filesystem.squashfs' },
    ],
    ['a live system of another kind', [mount('8:17', '/odd/place', 'vfat', '/dev/sdb1'), mount('0:30', '/', 'overlay', 'overlay')], {}],
    [
      'a root in a loop file',
      [mount('8:17', '/mnt/host', 'vfat', '/dev/sdb1'), mount('7:0', '/', 'ext4', '/dev/loop0')],
      { loop0: '/mnt/host/root.img' },
    ],
  ])('refuses the stick that the system was started from: %s', (_, mounts, backing) => {
    const loop = node({
      name: 'loop0',
      path: '/dev/loop0',
      'maj:min': '7:0',
      type: 'loop',
      size: GIB,
      ro: true,
      tran: null,
      vendor: null,
      model: null,
    });
    const found = find([stick({ children: [stickPart()] }), loop], { mountinfo: mounts.join('\n'), backing });
    expect(protect(found[0]!).refusals).toContain('system');
  });

  it('asks for the name of large and built-in drives', () => {
    expect(protect(find([stick({ size: 256 * GIB })])[0]!).needsTypedName).toBe(true);
    expect(protect(find([node({})])[0]!).needsTypedName).toBe(true);
    expect(
      protect(find([node({ name: 'mmcblk0', path: '/dev/mmcblk0', hotplug: true, tran: null })], { builtIn: ['mmcblk0'] })[0]!),
    ).toMatchObject({ removable: false, bus: 'sd' });
  });

  it('knows major and minor numbers as the kernel packs them', () => {
    expect(numberOf(0x0811)).toBe('8:17');
    expect(numberOf(0x10300)).toBe('259:0');
    expect(numberOf(0x110305)).toBe('259:261');
  });
});

describe('choosing a drive', () => {
  const found = find([
    node({ children: [part({ mountpoints: ['/'] })] }),
    stick({ children: [stickPart()] }),
    node({ name: 'loop7', path: '/dev/loop7', 'maj:min': '7:7', type: 'loop', size: GIB, tran: null }),
  ]);
  const names: Record<string, string> = {
    '/dev/sdb': '8:16',
    '/dev/disk/by-id/usb-SanDisk': '8:16',
    '/dev/sdb1': '8:17',
    '/dev/disk/by-id/ata-Disk': '8:0',
    '/dev/loop7': '7:7',
  };
  const system = (drives = found): DriveSystem => ({
    find: () => Promise.resolve(drives),
    nodeOf: (spelling) => Promise.resolve(names[spelling]),
    nodesHolding: (file) => Promise.resolve(file.startsWith('/stick') ? ['8:17'] : ['8:1']),
  });

  it('lists usable drives first, and no loop devices', async () => {
    expect((await listDrives({}, system())).map(({ id }) => id)).toEqual(['/dev/sdb', '/dev/sda']);
  });

  it('leads every spelling to the same drive and its refusals', async () => {
    expect((await resolveDrive('/dev/disk/by-id/usb-SanDisk', {}, system())).id).toBe('/dev/sdb');
    expect((await resolveDrive('/dev/disk/by-id/ata-Disk', {}, system())).refusals).toContain('system');
    expect((await resolveDrive('/dev/loop7', {}, system())).bus).toBe('virtual');
  });

  it('refuses a partition and names its drive', async () => {
    await expect(resolveDrive('/dev/sdb1', {}, system())).rejects.toMatchObject({
      error: { code: 'KEY_DRIVE_NOT_WHOLE', params: { name: '/dev/sdb' } },
    });
  });

  it('says that there is no such drive', async () => {
    await expect(resolveDrive('/dev/sdz', {}, system())).rejects.toMatchObject({
      error: { code: 'KEY_DRIVE_UNKNOWN', params: { wanted: '/dev/sdz' } },
    });
  });

  it('refuses the drive that the package lies on, and one too small for the key', async () => {
    expect((await resolveDrive('/dev/sdb', { sourceFiles: ['/stick/SP99339.exe'] }, system())).refusals).toEqual(['holds-source']);
    expect((await resolveDrive('/dev/sdb', { leastBytes: 32 * GIB }, system())).refusals).toEqual(['too-small']);
  });

  it('lets a refused drive be written under no name', async () => {
    const disk = await resolveDrive('/dev/disk/by-id/ata-Disk', {}, system());
    expect(() => requireWritable(disk, disk.name)).toThrow('KEY_DRIVE_REFUSED');
  });

  it.each([
    ['another serial number', { serial: 'OTHER' }],
    ['another size', { size: 8 * GIB }],
  ])('notices a stick that was changed for one with %s', async (_, changes) => {
    const chosen = identityOf(await resolveDrive('/dev/sdb', {}, system()));
    await expect(sameDrive(chosen, {}, system(find([stick(changes)])))).rejects.toMatchObject({ error: { code: 'KEY_DRIVE_CHANGED' } });
    await expect(sameDrive(chosen, {}, system())).resolves.toMatchObject({ id: '/dev/sdb' });
  });
});
