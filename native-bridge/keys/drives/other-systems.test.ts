import { describe, expect, it } from 'vitest';
import { parseDiskutil, wholeDisksIn } from './diskutil';
import { diskutilInfos, diskutilList, getDisk } from './fixtures/documented-outputs';
import { catalinaInfos, catalinaList, sierraInfos, sierraList, windows10 } from './fixtures/posted-outputs';
import { parseGetDisk } from './get-disk';
import { macNodeOf } from './macos';
import { parsePropertyList } from './property-list';
import { protect } from './protection';
import { windowsNodeOf } from './windows';

describe('drives of macOS, after documented output', () => {
  const drives = parseDiskutil({ list: diskutilList, infos: diskutilInfos });

  it('lists disks, and not the container that only looks like one', () => {
    expect(wholeDisksIn(diskutilList)).toEqual(['disk0', 'disk3', 'disk4']);
    expect(drives.map(({ id }) => id)).toEqual(['/dev/disk0', '/dev/disk4']);
  });

  it('refuses the disk under the container of the running system', () => {
    expect(protect(drives[0]!)).toMatchObject({ refusals: ['system', 'swap', 'mounted-not-removable'], needsTypedName: true });
    expect(drives[0]!.parts).toContain('disk3s1');
  });

  it('takes a stick that calls itself fixed', () => {
    expect(protect(drives[1]!)).toMatchObject({
      name: 'Flash Disk',
      bus: 'usb',
      removable: true,
      mounts: ['/Volumes/R&D'],
      refusals: [],
      needsTypedName: false,
    });
  });

  it('leaves out a disk that tells nothing about itself', () => {
    expect(parseDiskutil({ list: diskutilList, infos: { disk0: diskutilInfos.disk0 } }).map(({ id }) => id)).toEqual(['/dev/disk0']);
  });

  it.each([
    ['/dev/disk4', 'disk4'],
    ['/dev/rdisk4', 'disk4'],
    ['disk4', 'disk4'],
    ['/dev/disk4s1', 'disk4s1'],
    ['/tmp/disk4', undefined],
  ])('reads %s', (spelling, node) => expect(macNodeOf(spelling)).toBe(node));
});

describe('drives that people posted', () => {
  it('the system disk of macOS 10.15 is refused, with its swap', () => {
    const drives = parseDiskutil({ list: catalinaList, infos: catalinaInfos });
    expect(drives.map((drive) => [drive.id, protect(drive).refusals])).toEqual([
      ['/dev/disk0', ['system', 'swap', 'mounted-not-removable']],
    ]);
    expect(drives[0]!.parts).toEqual(expect.arrayContaining(['disk0s2', 'disk1', 'disk1s5']));
  });

  it('the disk under an encrypted CoreStorage system is refused; a stick beside it that says "Fixed" is not', () => {
    const drives = parseDiskutil({ list: sierraList, infos: sierraInfos });
    expect(drives.map(({ id }) => id)).toEqual(['/dev/disk0', '/dev/disk2']);
    expect(protect(drives[0]!).refusals).toEqual(expect.arrayContaining(['system', 'raid-or-volume-group']));
    expect(protect(drives[1]!)).toMatchObject({ name: 'Flash Disk', refusals: [], needsTypedName: false });
  });

  it('the system disk of Windows 10 is refused by its flags alone, and a backup disk on USB needs its name typed', () => {
    const drives = parseGetDisk(JSON.stringify(windows10)).map((drive) => protect(drive));
    expect(drives.map(({ id, serial, removable, refusals, needsTypedName }) => [id, serial, removable, refusals, needsTypedName])).toEqual([
      ['\\\\.\\PHYSICALDRIVE1', '50026B7700000001', false, ['system'], true],
      ['\\\\.\\PHYSICALDRIVE4', 'WD-WCAVY0000001', false, [], true],
      ['\\\\.\\PHYSICALDRIVE3', 'EC0000000001', true, [], true],
    ]);
  });
});

describe('property lists', () => {
  it('reads every kind of value', () => {
    const xml =
      '<plist version="1.0"><dict><key>a</key><array><integer>-3</integer><real>1.5</real><true/><false/><string/><array/><dict/></array><key>b</key><string>&lt;x&gt; &#65;</string></dict></plist>';
    expect(parsePropertyList(xml)).toEqual({ a: [-3, 1.5, true, false, '', [], {}], b: '<x> A' });
  });

  it.each([
    '',
    '<plist>',
    '<plist><dict><key>a</key></plist>',
    '<plist><array>',
    `<plist>${'<array>'.repeat(500)}`,
    '<plist><string>a</plist>',
  ])('says of broken text that it is none: %#', (xml) => expect(parsePropertyList(xml)).toBeUndefined());
});

describe('drives of Windows, after documented output', () => {
  const drives = parseGetDisk(JSON.stringify(getDisk));

  it('refuses the system disk, with its page file', () => {
    expect(protect(drives[0]!)).toMatchObject({ id: '\\\\.\\PHYSICALDRIVE0', refusals: ['system', 'swap', 'mounted-not-removable'] });
  });

  it('refuses a stick that is locked with BitLocker', () => {
    expect(protect(drives[1]!).refusals).toEqual(['encrypted']);
  });

  it('takes a plain stick', () => {
    expect(protect(drives[2]!)).toMatchObject({
      name: 'SanDisk Ultra',
      serial: '4C53',
      removable: true,
      mounts: ['F:\\'],
      contents: [{ label: 'KEY', fileSystem: 'FAT32', sizeBytes: 31456231424 }],
      refusals: [],
    });
  });

  it('knows the drive by its letters and volumes', () => {
    expect(drives[2]!.parts).toEqual(['F:', 'F:\\', '\\\\?\\VOLUME{D}\\']);
  });

  it.each([
    ['\\\\.\\PhysicalDrive2', 'disk2'],
    ['\\\\?\\PHYSICALDRIVE2', 'disk2'],
    ['//./PhysicalDrive02', 'disk2'],
    ['e:', 'E:'],
    ['E:\\', 'E:'],
    ['\\\\.\\E:', 'E:'],
    ['\\\\?\\Volume{12ab}', '\\\\?\\VOLUME{12AB}\\'],
    ['E:\\folder', undefined],
    ['disk 2', undefined],
  ])('reads %s', (spelling, node) => expect(windowsNodeOf(spelling)).toBe(node));
});
