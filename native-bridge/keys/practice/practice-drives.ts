// Practice drives: sticks that exist in memory only, so that anybody can write, spoil and mend keys without a drive of their own. Each
// behaves as some real stick does: honest, loose in its socket, too small, lying about its size, large. They go through the same rules and
// the same writer as real ones.
import { isFilledWith } from '../../../shared/firmware/bytes';
import type { Drive } from '../../../shared/keys/types';
import { fault } from '../../../shared/model/errors';
import { systemClock, type Clock } from '../../clock';
import { readPartitionTable } from '../disk/partition-table';
import { SECTOR_BYTES, SparseImage } from '../disk/sector-store';
import type { DriveSystem, FoundDrive } from '../drives/found-drive';
import type { DriveDevice } from '../writer/drive-device';
import type { WriteTools } from '../writer/perform-write';

const PREFIX = 'practice:';
const GB = 1e9;
const MIB = 1024 * 1024;
/** Of a middling USB 2 stick. */
const WRITE_BYTES_PER_MS = 8000;
const READ_BYTES_PER_MS = 30_000;
/** Sleeping shorter is not exact anywhere; what is owed is collected. */
const LEAST_WAIT_MS = 20;

/** Whether an id is that of a practice drive. */
export const isPracticeDrive = (id: string): boolean => id.startsWith(PREFIX);

interface Character {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly removable?: false;
  readonly bus?: Drive['bus'];
  readonly mounts?: readonly string[];
  readonly contents?: Drive['contents'];
  readonly signs?: FoundDrive['signs'];
  /** It leaves when so much was written since it was opened, and is there again afterwards. */
  readonly leavesAfterBytes?: number;
  /** It holds this much; what is written beyond is forgotten. */
  readonly reallyBytes?: number;
}

const sectors = (bytes: number): number => Math.floor(bytes / 512) * 512;

const characters: readonly Character[] = [
  {
    id: 'stick',
    name: 'Practice stick',
    sizeBytes: sectors(8 * GB),
    contents: [{ label: 'HOLIDAYS', fileSystem: 'vfat', sizeBytes: sectors(8 * GB) - MIB }],
  },
  { id: 'loose', name: 'Practice stick, loose', sizeBytes: sectors(4 * GB), leavesAfterBytes: 6 * MIB },
  { id: 'fake', name: 'Practice stick, not honest', sizeBytes: sectors(64 * GB), reallyBytes: 2 * GB },
  {
    id: 'large',
    name: 'Practice disk',
    sizeBytes: sectors(500 * GB),
    removable: false,
    bus: 'sata',
    contents: [{ label: 'BACKUPS', fileSystem: 'ext4', sizeBytes: sectors(500 * GB) - MIB }],
  },
  { id: 'small', name: 'Practice stick of 2003', sizeBytes: 16 * MIB },
  {
    id: 'system',
    name: 'Practice system disk',
    sizeBytes: sectors(256 * GB),
    removable: false,
    bus: 'nvme',
    mounts: ['/'],
    contents: [{ fileSystem: 'ext4', sizeBytes: sectors(256 * GB) - MIB }],
    signs: ['system'],
  },
];

export interface PracticeDrives {
  /** Lists and resolves them, as the lister of a system does. */
  readonly system: DriveSystem;
  /** For the writer, in place of the tools of this computer. */
  readonly tools: WriteTools;
  /** What stands on one now. @throws KEY_DRIVE_UNKNOWN */
  imageOf(id: string): SparseImage;
  /** Takes the mark "active" from its partitions: a fault that can be mended. @throws KEY_DRIVE_UNKNOWN */
  spoil(id: string): void;
}

/** They hold what was written to them for as long as this lives. */
export function makePracticeDrives(clock: Clock = systemClock): PracticeDrives {
  const images = new Map<string, SparseImage>();
  const characterOf = (id: string): Character => {
    const found = characters.find((each) => `${PREFIX}${each.id}` === id);
    if (!found) throw fault('KEY_DRIVE_UNKNOWN', { wanted: id, stick: 'untouched' });
    return found;
  };
  const imageOf = (id: string): SparseImage => {
    const { sizeBytes } = characterOf(id);
    const image = images.get(id) ?? new SparseImage(sizeBytes);
    images.set(id, image);
    return image;
  };
  return {
    imageOf,
    spoil: (id) => {
      const image = imageOf(id);
      const first = image.read(0, SECTOR_BYTES);
      for (const entry of [446, 462, 478, 494]) first[entry] = 0;
      image.write(0, first);
    },
    system: {
      find: () => Promise.resolve(characters.map((each) => found(each, images.get(`${PREFIX}${each.id}`)))),
      nodeOf: (spelling) => Promise.resolve(isPracticeDrive(spelling) ? spelling : undefined),
      nodesHolding: () => Promise.resolve([]),
    },
    tools: {
      // There is nothing to unmount or to eject.
      run: () => Promise.resolve(''),
      open: ({ id }) => Promise.resolve(deviceOf(characterOf(id), imageOf(id), clock)),
    },
  };
}

function found(character: Character, image: SparseImage | undefined): FoundDrive {
  const { id, name, sizeBytes, removable = true, bus = 'usb', mounts = [], contents = [], signs = [] } = character;
  return {
    id: `${PREFIX}${id}`,
    name,
    serial: `PRACTICE-${id.toUpperCase()}`,
    sizeBytes,
    bus,
    removable,
    readOnly: false,
    logicalBlockBytes: 512,
    mounts,
    contents: image ? contentsOf(image) : contents,
    node: `${PREFIX}${id}`,
    parts: [],
    signs,
  };
}

/** Partitions by their table, named by their boot record. */
function contentsOf(image: SparseImage): Drive['contents'] {
  return readPartitionTable(image.read(0, 512)).partitions.map(({ offset, length }) => {
    const record = image.read(offset, 512);
    const [at32, at16] = [textOf(record, 0x52), textOf(record, 0x36)];
    const isFat = at32.startsWith('FAT32') || at16.startsWith('FAT');
    const label = at32.startsWith('FAT32') ? textOf(record, 0x47, 11) : at16.startsWith('FAT') ? textOf(record, 0x2b, 11) : '';
    return { ...(label && label !== 'NO NAME' ? { label } : {}), ...(isFat ? { fileSystem: 'vfat' } : {}), sizeBytes: length };
  });
}

const textOf = (bytes: Uint8Array, at: number, length = 8): string =>
  String.fromCharCode(...bytes.subarray(at, at + length))
    .replaceAll(/[^ -~]/g, '')
    .trim();

function deviceOf({ sizeBytes, leavesAfterBytes, reallyBytes }: Character, image: SparseImage, clock: Clock): DriveDevice {
  let owedMs = 0;
  let writtenBytes = 0;
  const take = async (ms: number): Promise<void> => {
    owedMs += ms;
    if (owedMs < LEAST_WAIT_MS) return;
    const wait = owedMs;
    owedMs = 0;
    await clock.wait(wait);
  };
  const isThere = (offset: number): boolean => reallyBytes === undefined || offset < reallyBytes;
  return {
    sizeBytes,
    read: async (offset, length) => {
      await take(length / READ_BYTES_PER_MS);
      return isThere(offset) ? image.read(offset, length) : new Uint8Array(length);
    },
    write: async (offset, bytes) => {
      await take(bytes.length / WRITE_BYTES_PER_MS);
      writtenBytes += bytes.length;
      if (leavesAfterBytes !== undefined && writtenBytes > leavesAfterBytes)
        throw Object.assign(new Error('the practice stick was pulled out'), { code: 'ENODEV' });
      // Zeros where nothing stands take no memory: a large drive's tables are full of them.
      if (isThere(offset) && !(isFilledWith(bytes, 0) && isFilledWith(image.read(offset, bytes.length), 0))) image.write(offset, bytes);
    },
    flush: () => Promise.resolve(),
    dropCaches: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
