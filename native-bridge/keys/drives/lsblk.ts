// Drives of Linux from the text of lsblk, mountinfo, swaps and the backing files of loop devices. Pure.
import { z } from 'zod';
import type { Drive, DriveRefusal } from '../../../shared/keys/types';
import type { FoundDrive } from './found-drive';
import { holderOf, parseMounts, type Mount } from './mounts';

/** Older versions write numbers and truths as text. */
const truth = z.union([z.boolean(), z.number(), z.string()]).nullish();
const text = z.string().nullish();
const nodeSchema = z.looseObject({
  name: z.string(),
  path: text,
  'maj:min': text,
  type: text,
  size: z.union([z.number(), z.string()]).nullish(),
  ro: truth,
  rm: truth,
  hotplug: truth,
  tran: text,
  vendor: text,
  model: text,
  serial: text,
  mountpoint: text,
  mountpoints: z.array(z.string().nullable()).nullish(),
  fstype: text,
  label: text,
  uuid: text,
  'log-sec': z.union([z.number(), z.string()]).nullish(),
  get children() {
    return z.array(nodeSchema).nullish();
  },
});
type Node = z.infer<typeof nodeSchema>;
const listSchema = z.object({ blockdevices: z.array(nodeSchema) });

export interface LinuxFacts {
  readonly lsblk: string;
  /** /proc/self/mountinfo */
  readonly mountinfo?: string;
  /** /proc/swaps */
  readonly swaps?: string;
  /** Loop device name → the file behind it. */
  readonly backing?: Readonly<Record<string, string>>;
  /** Names of built-in memory cards ("mmcblk0"), which only look removable. */
  readonly builtIn?: readonly string[];
}

/** Where a system keeps itself; also where live systems hang the stick they were started from. */
const systemPlaces =
  /^\/($|(boot|efi|usr|var|home|root|etc|opt|srv|nix|gnu|sysroot|ostree|rofs|cdrom|isodevice|lib\/live|usr\/lib\/live|run\/(live|archiso|initramfs|miso|rootfsbase|overlay|root-|install))(\/|$))/;
/** Where people hang sticks. */
const peoplesPlaces = /^\/(media|run\/media|mnt)(\/|$)/;
/** Of a root that no disk holds: the system runs from a live medium, or in a container. */
const liveRoots = ['overlay', 'tmpfs', 'squashfs', 'aufs', 'rootfs', 'ramfs', 'erofs', 'iso9660'];
const neverDrives = /^(zram|ram|fd|nbd|sr|md|dm-|mtdblock|mmcblk\d+(boot|rpmb))/;

/** @throws a zod or syntax error where the text is not lsblk's */
export function parseLsblk({ lsblk, mountinfo = '', swaps = '', backing = {}, builtIn = [] }: LinuxFacts): FoundDrive[] {
  const { blockdevices } = listSchema.parse(JSON.parse(lsblk));
  const mounts = parseMounts(mountinfo);
  const root = mounts.findLast(({ place }) => place === '/');
  const look: Look = {
    mounts,
    isLive: root !== undefined && liveRoots.includes(root.type),
    swapPaths: swaps.split('\n').flatMap((line) => (line.startsWith('/') ? [line.split(/\s/)[0]!] : [])),
  };
  const found = blockdevices
    .filter(({ name, type }) => (type === 'disk' || type === 'loop') && !neverDrives.test(name))
    .map((node) => ({ ...describe(node, look, builtIn), uuids: uuidsOf(node) }));
  spreadAcrossFileSystems(found);
  spreadThroughLoops(found, backing, mounts);
  return found
    .filter(({ sizeBytes, removable }) => sizeBytes > 0 || removable)
    .map(({ signs, uuids: _, ...drive }) => ({ ...drive, signs: [...signs] }));
}

interface Look {
  readonly mounts: readonly Mount[];
  readonly isLive: boolean;
  readonly swapPaths: readonly string[];
}

type Working = Omit<FoundDrive, 'signs'> & { readonly signs: Set<DriveRefusal>; readonly uuids: readonly string[] };

const tree = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(tree)];
const uuidsOf = (node: Node): string[] => tree(node).flatMap(({ uuid, fstype }) => (uuid && fstype === 'btrfs' ? [uuid] : []));
const isTrue = (value: Node['ro']): boolean => value === true || value === 1 || value === '1';
const pathOf = ({ path, name }: Node): string => path ?? `/dev/${name}`;

function describe(node: Node, look: Look, builtIn: readonly string[]): Omit<Working, 'uuids'> {
  const all = tree(node);
  const isLoop = node.type === 'loop';
  const removable = !isLoop && !builtIn.includes(node.name) && (isTrue(node.rm) || isTrue(node.hotplug) || node.tran === 'usb');
  const mounts = [...new Set(all.flatMap((part) => placesOf(part, look.mounts)))];
  const signs = new Set<DriveRefusal>(all.flatMap((part) => signsOf(part, look, removable)));
  if (mounts.some((place) => systemPlaces.test(place) || (look.isLive && !peoplesPlaces.test(place)))) signs.add('system');
  const [vendor, model, serial] = [node.vendor, node.model, node.serial].map((word) => word?.trim() || undefined);
  const spoken = isLoop ? undefined : [vendor?.startsWith('0x') ? undefined : vendor, model].filter(Boolean).join(' ');
  return {
    id: pathOf(node),
    name: spoken || node.name,
    ...(vendor ? { vendor } : {}),
    ...(model ? { model } : {}),
    ...(serial ? { serial } : {}),
    sizeBytes: Number(node.size ?? 0),
    bus: busOf(node),
    removable,
    readOnly: isTrue(node.ro),
    logicalBlockBytes: Number(node['log-sec'] ?? 512),
    mounts,
    contents: contentsOf(node),
    node: node['maj:min']?.trim() ?? pathOf(node),
    parts: all.slice(1).map((part) => part['maj:min']?.trim() ?? pathOf(part)),
    signs,
  };
}

function placesOf(node: Node, mounts: readonly Mount[]): string[] {
  const told = [...(node.mountpoints ?? []), node.mountpoint].filter((place): place is string => !!place && place !== '[SWAP]');
  const number = node['maj:min']?.trim();
  const seen = mounts.filter(({ device, source }) => device === number || source === pathOf(node)).map(({ place }) => place);
  return [...told, ...seen];
}

function signsOf(node: Node, { swapPaths }: Look, removable: boolean): DriveRefusal[] {
  const { type, fstype } = node;
  const isSwap =
    [...(node.mountpoints ?? []), node.mountpoint].includes('[SWAP]') ||
    swapPaths.includes(pathOf(node)) ||
    fstype === 'swsuspend' ||
    (fstype === 'swap' && !removable);
  const isMember =
    /_member$|^bcache$/i.test(fstype ?? '') || ['lvm', 'mpath', 'dm', 'md'].includes(type ?? '') || /^raid|^linear$/.test(type ?? '');
  const isEncrypted = /luks|bitlocker|fscrypt/i.test(fstype ?? '') || type === 'crypt';
  return [
    ...(isSwap ? (['swap'] as const) : []),
    ...(isMember ? (['raid-or-volume-group'] as const) : []),
    ...(isEncrypted ? (['encrypted'] as const) : []),
  ];
}

/** A file system over several drives is mounted once, and told of one of them only. */
function spreadAcrossFileSystems(drives: readonly Working[]): void {
  for (const drive of drives)
    for (const other of drives)
      if (other !== drive && other.uuids.some((uuid) => drive.uuids.includes(uuid)))
        for (const sign of [...other.signs, ...(other.mounts.length > 0 ? (['raid-or-volume-group'] as const) : [])]) drive.signs.add(sign);
}

/** What a loop device is to the system, the drive with the file behind it is too. Loops may stand on loops. */
function spreadThroughLoops(drives: readonly Working[], backing: Readonly<Record<string, string>>, mounts: readonly Mount[]): void {
  for (let round = 0; round < 4; round += 1)
    for (const loop of drives) {
      const file = backing[loop.id.slice('/dev/'.length)];
      const holder = file === undefined ? undefined : holderOf(file, mounts);
      const drive = holder && drives.find(({ node, parts, id }) => [node, ...parts].includes(holder.device) || id === holder.source);
      if (drive && drive !== loop) for (const sign of loop.signs) if (sign === 'system' || sign === 'swap') drive.signs.add(sign);
    }
}

function busOf({ name, tran, type, model }: Node): Drive['bus'] {
  if (type === 'loop' || name.startsWith('vd') || tran === 'virtio' || /^(virtual|qemu|vbox)/i.test(model ?? '')) return 'virtual';
  if (name.startsWith('mmcblk') || tran === 'mmc') return 'sd';
  if (tran === 'usb') return 'usb';
  if (tran === 'nvme') return 'nvme';
  return tran === 'sata' || tran === 'ata' ? 'sata' : 'other';
}

function contentsOf(node: Node): Drive['contents'] {
  const parts = (node.children ?? []).filter(({ type }) => type === 'part');
  const held = parts.length > 0 ? parts : node.fstype ? [node] : [];
  return held.map(({ label, fstype, size }) => ({
    ...(label ? { label } : {}),
    ...(fstype ? { fileSystem: fstype } : {}),
    sizeBytes: Number(size ?? 0),
  }));
}
