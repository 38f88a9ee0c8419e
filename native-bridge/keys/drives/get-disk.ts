// Drives of Windows from the JSON of Get-Disk, Get-Partition and Get-Volume. Pure.
import { z } from 'zod';
import type { Drive, DriveRefusal } from '../../../shared/keys/types';
import type { FoundDrive } from './found-drive';

const text = z.string().nullish();
const flag = z.boolean().nullish();
/** PowerShell writes one element without its list, and none as null. */
const listOf = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value: unknown): unknown[] => (value === null || value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value]),
    z.array(item),
  );

const windowsSchema = z.object({
  disks: listOf(
    z.looseObject({
      Number: z.number(),
      FriendlyName: text,
      Model: text,
      Manufacturer: text,
      SerialNumber: text,
      Size: z.number().nullish(),
      LogicalSectorSize: z.number().nullish(),
      BusType: z.union([z.string(), z.number()]).nullish(),
      IsSystem: flag,
      IsBoot: flag,
      BootFromDisk: flag,
      IsReadOnly: flag,
      IsClustered: flag,
      OperationalStatus: z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]).nullish(),
      /** Of Win32_DiskDrive: "Removable Media", "External hard disk media", "Fixed hard disk media". */
      MediaType: text,
    }),
  ),
  partitions: listOf(
    z.looseObject({
      DiskNumber: z.number(),
      Size: z.number().nullish(),
      DriveLetter: text,
      AccessPaths: listOf(z.string()),
      GptType: text,
      MbrType: z.number().nullish(),
      IsSystem: flag,
      IsBoot: flag,
    }),
  ),
  volumes: listOf(
    z.looseObject({ Path: text, DriveLetter: text, FileSystem: text, FileSystemLabel: text, BitLocker: z.number().nullish() }),
  ),
  /** "C:\\pagefile.sys" */
  pageFiles: listOf(z.string()),
  /** "C:" */
  systemDrive: text,
});
type Windows = z.infer<typeof windowsSchema>;
type Partition = Windows['partitions'][number];

/** Names since Windows 10, and the numbers older versions write. */
const buses: Readonly<Record<string, Drive['bus']>> = {
  USB: 'usb',
  7: 'usb',
  SD: 'sd',
  12: 'sd',
  MMC: 'sd',
  13: 'sd',
  SATA: 'sata',
  11: 'sata',
  NVMe: 'nvme',
  17: 'nvme',
  Virtual: 'virtual',
  14: 'virtual',
  'File Backed Virtual': 'virtual',
  15: 'virtual',
};
const dynamicGpt = /5808c8aa-7e8f-42e0-85d2-e1e90434cfb3|af9b60a0-1431-4f62-bc68-3311714a69ad|e75caf8f-f680-4cee-afa3-b001e56efc2d/i;
const DYNAMIC_MBR = 0x42;
/** Shell's System.Volume.BitLockerProtection: 2 is off; absent or 0 is not known. */
const BITLOCKER_OFF = [0, 2];

/** @throws a zod or syntax error where the text is not that of our script */
export function parseGetDisk(json: string): FoundDrive[] {
  const all = windowsSchema.parse(JSON.parse(json));
  return all.disks.map((disk): FoundDrive => {
    const partitions = all.partitions.filter(({ DiskNumber }) => DiskNumber === disk.Number);
    const places = partitions.flatMap(({ AccessPaths }) => AccessPaths).filter((path) => !path.startsWith('\\\\?\\'));
    const bus = buses[String(disk.BusType)] ?? 'other';
    const model = (disk.FriendlyName ?? disk.Model)?.trim() || undefined;
    const [vendor, serial] = [disk.Manufacturer, disk.SerialNumber].map((word) => word?.trim() || undefined);
    const states = [disk.OperationalStatus].flat();
    return {
      id: `\\\\.\\PHYSICALDRIVE${disk.Number}`,
      name: model ?? `disk ${disk.Number}`,
      ...(vendor ? { vendor } : {}),
      ...(model ? { model } : {}),
      ...(serial ? { serial } : {}),
      sizeBytes: states.includes('No Media') ? 0 : (disk.Size ?? 0),
      bus,
      removable: bus === 'usb' || (bus === 'sd' && disk.MediaType !== 'Fixed hard disk media') || disk.MediaType === 'Removable Media',
      readOnly: disk.IsReadOnly === true,
      logicalBlockBytes: disk.LogicalSectorSize ?? 512,
      mounts: places,
      contents: partitions.map((partition) => contentOf(partition, all.volumes)),
      node: `disk${disk.Number}`,
      parts: partitions.flatMap(({ DriveLetter, AccessPaths }) => [
        ...(isLetter(DriveLetter) ? [`${DriveLetter.toUpperCase()}:`] : []),
        ...AccessPaths.map((path) => path.toUpperCase()),
      ]),
      signs: signsOf(disk, partitions, all),
    };
  });
}

function signsOf(
  disk: Windows['disks'][number],
  partitions: readonly Partition[],
  { volumes, pageFiles, systemDrive }: Windows,
): DriveRefusal[] {
  const letters = partitions.flatMap(({ DriveLetter }) => (isLetter(DriveLetter) ? [`${DriveLetter.toUpperCase()}:`] : []));
  const isHere = (path: string): boolean => letters.some((letter) => path.toUpperCase().startsWith(letter));
  const isSystem =
    disk.IsSystem === true ||
    disk.IsBoot === true ||
    disk.BootFromDisk === true ||
    partitions.some(({ IsBoot, IsSystem }) => IsBoot === true || IsSystem === true) ||
    (!!systemDrive && isHere(systemDrive));
  const isMember =
    disk.IsClustered === true ||
    ['Spaces', 16, 'RAID', 8].includes(disk.BusType ?? '') ||
    partitions.some(({ GptType, MbrType }) => dynamicGpt.test(GptType ?? '') || MbrType === DYNAMIC_MBR);
  const isLocked = partitions.some((partition) => {
    const state = volumeOf(partition, volumes)?.BitLocker;
    return state !== null && state !== undefined && !BITLOCKER_OFF.includes(state);
  });
  return [
    ...(isSystem ? (['system'] as const) : []),
    ...(pageFiles.some(isHere) ? (['swap'] as const) : []),
    ...(isMember ? (['raid-or-volume-group'] as const) : []),
    ...(isLocked ? (['encrypted'] as const) : []),
  ];
}

/** An absent letter is a NUL character. */
const isLetter = (letter: string | null | undefined): letter is string => /^[a-z]$/i.test(letter ?? '');
const volumeOf = ({ AccessPaths }: Partition, volumes: Windows['volumes']): Windows['volumes'][number] | undefined =>
  volumes.find(({ Path }) => !!Path && AccessPaths.includes(Path));

function contentOf(partition: Partition, volumes: Windows['volumes']): Drive['contents'][number] {
  const volume = volumeOf(partition, volumes);
  return {
    ...(volume?.FileSystemLabel ? { label: volume.FileSystemLabel } : {}),
    ...(volume?.FileSystem ? { fileSystem: volume.FileSystem } : {}),
    sizeBytes: partition.Size ?? 0,
  };
}
