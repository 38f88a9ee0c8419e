// Drives of macOS from the property lists of diskutil. Pure.
import type { Drive, DriveRefusal } from '../../../shared/keys/types';
import type { FoundDrive } from './found-drive';
import { parsePropertyList, type PropertyDict, type PropertyValue } from './property-list';

export interface MacFacts {
  /** diskutil list -plist */
  readonly list: string;
  /** "disk4" → diskutil info -plist disk4 */
  readonly infos: Readonly<Record<string, string>>;
  /** diskutil apfs list -plist; absent where it fails. */
  readonly apfs?: string;
}

/** Whole disks in a list, by name; among them are containers that only look like disks. */
export function wholeDisksIn(list: string): string[] {
  return dicts(dict(parsePropertyList(list)).AllDisksAndPartitions).flatMap((disk) => text(disk.DeviceIdentifier) ?? []);
}

/** What cannot be read about a drive counts against it: without its own information it is left out. */
export function parseDiskutil({ list, infos, apfs = '' }: MacFacts): FoundDrive[] {
  const disks = dicts(dict(parsePropertyList(list)).AllDisksAndPartitions);
  const containers = disks.filter((disk) => dicts(disk.APFSPhysicalStores).length > 0);
  const encrypted = encryptedStores(apfs);
  return disks
    .filter((disk) => !containers.includes(disk))
    .flatMap((disk) => {
      const name = text(disk.DeviceIdentifier);
      const info = dict(parsePropertyList(infos[name ?? ''] ?? ''));
      if (name === undefined || text(info.DeviceIdentifier) !== name) return [];
      // CoreStorage and RAID make disks of other disks; those below them are listed too, and carry the signs.
      if (info.CoreStorageLVUUID !== undefined || info.RAIDMaster === true) return [];
      const partitions = dicts(disk.Partitions);
      const own = [name, ...partitions.flatMap((part) => text(part.DeviceIdentifier) ?? [])];
      const held = containers.filter((container) =>
        dicts(container.APFSPhysicalStores).some((store) => own.includes(text(store.DeviceIdentifier) ?? '')),
      );
      const volumes = held.flatMap((container) => dicts(container.APFSVolumes));
      const upper = disks.filter((other) => pvsOf(infos[text(other.DeviceIdentifier) ?? '']).some((store) => own.includes(store)));
      const mounts = [disk, ...partitions, ...volumes, ...upper].flatMap(placesOf);
      const contents = partitions.length > 0 ? partitions : text(disk.VolumeName) ? [disk] : [];
      return [
        {
          ...factsOf(name, info),
          mounts: [...new Set(mounts)],
          contents: [...contents, ...volumes].map(contentOf),
          node: name,
          parts: [...own.slice(1), ...[...held, ...volumes, ...upper].flatMap((part) => text(part.DeviceIdentifier) ?? [])],
          signs: signsOf({ info, partitions, volumes, mounts, own, encrypted }),
        },
      ];
    });
}

const isSystemPlace = (place: string): boolean => place === '/' || /^\/(System\/Volumes|private\/var|usr|Library|Users)(\/|$)/.test(place);

interface Seen {
  readonly info: PropertyDict;
  readonly partitions: readonly PropertyDict[];
  readonly volumes: readonly PropertyDict[];
  readonly mounts: readonly string[];
  readonly own: readonly string[];
  readonly encrypted: ReadonlySet<string>;
}

function signsOf({ info, partitions, mounts, own, encrypted }: Seen): DriveRefusal[] {
  const contents = partitions.map(({ Content }) => text(Content) ?? '');
  const isSystem = info.OSInternalMedia === true || info.SystemImage === true || mounts.some(isSystemPlace);
  const isMember = contents.some((kind) => /^(Apple_RAID|Apple_CoreStorage)/.test(kind)) || info.RAIDSlice === true;
  return [
    ...(isSystem ? (['system'] as const) : []),
    ...(mounts.some((place) => /^\/(System\/Volumes|private\/var)\/(VM|vm)$/.test(place)) ? (['swap'] as const) : []),
    ...(isMember ? (['raid-or-volume-group'] as const) : []),
    ...(info.CoreStorageEncrypted === true || own.some((name) => encrypted.has(name)) ? (['encrypted'] as const) : []),
  ];
}

function factsOf(name: string, info: PropertyDict): Omit<FoundDrive, 'mounts' | 'contents' | 'node' | 'parts' | 'signs'> {
  const model = text(info.MediaName) ?? text(info.IORegistryEntryName)?.replace(/ Media$/, '');
  const external =
    info.RemovableMediaOrExternalDevice ?? (info.RemovableMedia === true || info.Removable === true || info.Internal === false);
  return {
    id: `/dev/${name}`,
    name: model ?? name,
    ...(model ? { model } : {}),
    sizeBytes: number(info.TotalSize) ?? number(info.Size) ?? 0,
    bus: busOf(text(info.BusProtocol) ?? '', text(info.VirtualOrPhysical)),
    removable: external === true,
    // Absent on what cannot be written at all.
    readOnly: info.WritableMedia === false || (info.WritableMedia === undefined && info.Writable === false),
    logicalBlockBytes: number(info.DeviceBlockSize) ?? 512,
  };
}

function busOf(protocol: string, kind: string | undefined): Drive['bus'] {
  if (kind === 'Virtual' || /disk image|virtual/i.test(protocol)) return 'virtual';
  if (/usb/i.test(protocol)) return 'usb';
  if (/secure digital/i.test(protocol)) return 'sd';
  if (/sata/i.test(protocol)) return 'sata';
  return /pci|nvme|apple fabric/i.test(protocol) ? 'nvme' : 'other';
}

function contentOf(part: PropertyDict): Drive['contents'][number] {
  const [label, fileSystem] = [text(part.VolumeName), text(part.Content)];
  return { ...(label ? { label } : {}), ...(fileSystem ? { fileSystem } : {}), sizeBytes: number(part.Size) ?? 0 };
}

/** Stores of containers that hold an encrypted volume. */
function encryptedStores(apfs: string): Set<string> {
  const containers = dicts(dict(parsePropertyList(apfs)).Containers);
  const locked = containers.filter(({ Volumes }) =>
    dicts(Volumes).some((volume) => volume.Encryption === true || volume.FileVault === true),
  );
  return new Set(locked.flatMap(({ PhysicalStores }) => dicts(PhysicalStores).flatMap((store) => text(store.DeviceIdentifier) ?? [])));
}

const pvsOf = (info = ''): string[] =>
  dicts(dict(parsePropertyList(info)).CoreStoragePVs).flatMap((pv) => text(pv.CoreStoragePVDisk) ?? []);
const placesOf = (part: PropertyDict): string[] => [
  ...(text(part.MountPoint) ? [text(part.MountPoint)!] : []),
  // The sealed system is mounted from a snapshot of its volume.
  ...dicts(part.MountedSnapshots).flatMap((snapshot) => text(snapshot.SnapshotMountPoint) ?? []),
];

const isDict = (value: PropertyValue | undefined): value is PropertyDict => typeof value === 'object' && !Array.isArray(value);
const dict = (value: PropertyValue | undefined): PropertyDict => (isDict(value) ? value : {});
const dicts = (value: PropertyValue | undefined): PropertyDict[] =>
  Array.isArray(value) ? (value as readonly PropertyValue[]).filter(isDict) : [];
const text = (value: PropertyValue | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const number = (value: PropertyValue | undefined): number | undefined => (typeof value === 'number' ? value : undefined);
