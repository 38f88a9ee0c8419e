// The frame of a key: partition table, boot code, file system. What stands in the files is judged elsewhere.
import { isFilledWith, sameBytes, startsWith } from '../../../shared/firmware/bytes';
import { fail, note, warn } from '../../../shared/firmware/checks/finding';
import type { Finding } from '../../../shared/firmware/report';
import type { KeyFact, KeyKind } from '../../../shared/keys/types';
import { readFatParameters, type FatParameters } from '../disk/fat-parameters';
import { readPartitionTable, type Partition } from '../disk/partition-table';
import { partOf, SECTOR_BYTES, type SectorStore } from '../disk/sector-store';
import { bootRecordKind, type BootRecordKind } from './boot-record-kind';

export interface KeyFrame {
  readonly findings: readonly Finding[];
  readonly facts: readonly KeyFact[];
  /** Absent where no FAT volume was found. */
  readonly volume?: SectorStore;
  readonly parameters?: FatParameters;
  readonly partition?: Partition;
  readonly bootRecord?: BootRecordKind;
}

const COMPARE_BYTES = 1024 * 1024;
const rebuild = 'Build the key anew.';
const hexByte = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;

/** Reads the parts of a key that decide whether it starts; tolerant of any bytes. */
export function readFrame(disk: SectorStore): KeyFrame {
  if (disk.sizeBytes < SECTOR_BYTES) return onlyFindings([fail('KEY_EMPTY', 'There is nothing on it.', { next: rebuild })]);
  const first = disk.read(0, SECTOR_BYTES);
  if (isFilledWith(first, 0) || isFilledWith(first, 0xff))
    return onlyFindings([
      fail('KEY_EMPTY', 'The first sector is empty: the stick was never made a key, or was erased.', {
        offset: 0,
        length: SECTOR_BYTES,
        next: rebuild,
      }),
    ]);
  const lone = foreignFileSystem(first) ?? undefined;
  if (lone) return onlyFindings([lone]);
  if (readFatParameters(first)) return superfloppy(disk, first);
  const table = readPartitionTable(first);
  if (!table.hasSignature)
    return onlyFindings([
      fail('KEY_NO_SIGNATURE', 'The first sector lacks the mark 55 AA: no machine starts from it.', {
        offset: 510,
        length: 2,
        next: rebuild,
      }),
    ]);
  if (table.partitions.some(({ type }) => type === 0xee))
    return onlyFindings([
      fail('KEY_GPT', 'The stick has a GPT partition table: these machines only know the older MBR.', {
        offset: 0,
        length: SECTOR_BYTES,
        next: rebuild,
      }),
    ]);
  const findings: Finding[] = [];
  const active = table.partitions.filter((partition) => partition.active);
  const chosen = active[0] ?? table.partitions[0];
  if (!chosen) return onlyFindings([fail('KEY_NO_PARTITION', 'The partition table is empty.', { offset: 446, length: 64, next: rebuild })]);
  if (active.length === 0)
    findings.push(
      fail('KEY_NOT_ACTIVE', 'No partition is marked active: the machine does not start from the key.', {
        offset: 446,
        length: 64,
        next: 'Mark it active.',
      }),
    );
  if (active.length > 1)
    findings.push(fail('KEY_SEVERAL_ACTIVE', 'More than one partition is marked active.', { offset: 446, length: 64, next: rebuild }));
  if (table.partitions.length > 1)
    findings.push(
      warn('KEY_SEVERAL_PARTITIONS', 'The stick has several partitions: some firmware looks at the first only.', {
        offset: 446,
        length: 64,
      }),
    );
  if (!table.hasBootCode)
    findings.push(
      fail('KEY_NO_BOOT_CODE', 'The first sector has no boot code: the machine stops before it reaches the partition.', {
        offset: 0,
        length: 440,
        next: 'Write boot code.',
      }),
    );
  if (chosen.offset + chosen.length > disk.sizeBytes)
    findings.push(
      fail('KEY_PARTITION_OUTSIDE', 'The partition ends behind the end of the stick: the key was made for a larger one, or cut.', {
        offset: 446,
        length: 64,
        next: rebuild,
      }),
    );
  if (chosen.offset + SECTOR_BYTES > disk.sizeBytes) return { findings, facts: [], partition: chosen };
  if (extendedTypes.includes(chosen.type)) return { findings: [extendedFinding, ...findings], facts: [], partition: chosen };
  const record = disk.read(chosen.offset, SECTOR_BYTES);
  const foreign = foreignFileSystem(record);
  if (foreign) return { findings: [...findings, { ...foreign, offset: chosen.offset }], facts: [], partition: chosen };
  const parameters = readFatParameters(record);
  if (!parameters)
    return {
      findings: [
        ...findings,
        fail('KEY_NO_FAT', 'The partition holds no FAT file system.', { offset: chosen.offset, length: SECTOR_BYTES, next: rebuild }),
      ],
      facts: [],
      partition: chosen,
    };
  const length = Math.min(chosen.length, disk.sizeBytes - chosen.offset);
  const volume = partOf(disk, chosen.offset, length);
  const boot = bootRecordKind(record, parameters.kind === 'fat32' ? 0x5a : 0x3e);
  findings.push(
    ...checkParameters(parameters, chosen, record),
    ...checkTables(volume, parameters, chosen.offset),
    ...checkType(parameters, chosen),
  );
  return {
    findings,
    facts: factsOf(parameters, chosen, boot),
    volume,
    parameters,
    partition: chosen,
    ...(boot ? { bootRecord: boot } : {}),
  };
}

const extendedTypes = [0x05, 0x0f, 0x85];
const extendedFinding = fail(
  'KEY_EXTENDED_PARTITION',
  'The only partition is an extended one: machines neither start from it nor look into it.',
  {
    offset: 446,
    length: 64,
    next: rebuild,
  },
);

const onlyFindings = (findings: readonly Finding[]): KeyFrame => ({ findings, facts: [] });

function foreignFileSystem(record: Uint8Array): Finding | undefined {
  const say = (name: string): Finding =>
    fail('KEY_FILE_SYSTEM', `The stick is formatted as ${name}: these machines read FAT only.`, {
      offset: 0,
      length: SECTOR_BYTES,
      next: rebuild,
    });
  if (startsWith(record, 3, 'EXFAT   ')) return say('exFAT');
  if (startsWith(record, 3, 'NTFS    ')) return say('NTFS');
  return undefined;
}

/** A file system without partition table: crisis recovery reads it, whether a server starts from it was never tried. */
function superfloppy(disk: SectorStore, record: Uint8Array): KeyFrame {
  const parameters = readFatParameters(record)!;
  const boot = bootRecordKind(record, parameters.kind === 'fat32' ? 0x5a : 0x3e);
  const partition: Partition = { number: 0, active: true, type: 0, offset: 0, length: disk.sizeBytes };
  return {
    findings: [
      warn('KEY_NO_PARTITION_TABLE', 'The stick has no partition table: whether a server starts from such a key was never tried.', {
        offset: 0,
        length: SECTOR_BYTES,
        next: rebuild,
      }),
      ...checkTables(disk, parameters, 0),
    ],
    facts: factsOf(parameters, partition, boot),
    volume: disk,
    parameters,
    partition,
    ...(boot ? { bootRecord: boot } : {}),
  };
}

function checkParameters(parameters: FatParameters, { offset, length }: Partition, record: Uint8Array): Finding[] {
  const at = { offset, length: SECTOR_BYTES };
  const findings: Finding[] = [];
  if (parameters.sectorBytes !== SECTOR_BYTES)
    findings.push(
      fail('KEY_SECTOR_SIZE', 'The file system has sectors of another size than 512 bytes.', {
        ...at,
        next: rebuild,
        evidence: `${parameters.sectorBytes}`,
      }),
    );
  if (parameters.totalSectors * parameters.sectorBytes > length)
    findings.push(
      fail('KEY_VOLUME_TOO_LONG', 'The file system is longer than its partition.', {
        ...at,
        next: rebuild,
        evidence: `${parameters.totalSectors} sectors in ${length / SECTOR_BYTES}`,
      }),
    );
  if (parameters.hiddenSectors !== offset / SECTOR_BYTES)
    findings.push(
      fail('KEY_HIDDEN_SECTORS', 'The boot record names another place than its own: it then loads from the wrong sector.', {
        ...at,
        next: 'Set it right.',
        evidence: `${parameters.hiddenSectors} instead of ${offset / SECTOR_BYTES}`,
      }),
    );
  if (parameters.driveNumber !== 0x80)
    findings.push(
      warn('KEY_DRIVE_NUMBER', 'The boot record names another drive than the first disk: some boot code then looks there.', {
        ...at,
        next: 'Set it right.',
        evidence: hexByte(parameters.driveNumber),
      }),
    );
  if (!parameters.hasSignature)
    findings.push(fail('KEY_RECORD_SIGNATURE', 'The boot record lacks the mark 55 AA.', { ...at, next: rebuild }));
  if (record[0] !== 0xeb && record[0] !== 0xe9)
    findings.push(fail('KEY_RECORD_JUMP', 'The boot record does not begin with a jump.', { ...at, next: rebuild }));
  return findings;
}

const typesOf: Record<FatParameters['kind'], readonly number[]> = { fat12: [0x01], fat16: [0x04, 0x06, 0x0e], fat32: [0x0b, 0x0c] };

function checkType({ kind }: FatParameters, { type }: Partition): Finding[] {
  if (typesOf[kind].includes(type)) return [];
  return [
    warn('KEY_PARTITION_TYPE', 'The type of the partition is not that of its file system.', {
      offset: 446,
      length: 64,
      next: 'Set it right.',
      evidence: `${hexByte(type)} for ${kind.toUpperCase()}`,
    }),
  ];
}

/** Both tables must be equal, and the copy of a FAT32 boot record like the first. */
function checkTables(volume: SectorStore, parameters: FatParameters, offset: number): Finding[] {
  const { reservedSectors, fatSectors, fats, sectorBytes, backupSector } = parameters;
  const findings: Finding[] = [];
  const tableBytes = fatSectors * sectorBytes;
  const start = reservedSectors * sectorBytes;
  if (start + fats * tableBytes > volume.sizeBytes)
    return [fail('KEY_CUT', 'The stick ends within its file system.', { offset, next: rebuild })];
  if (fats < 2) findings.push(note('KEY_ONE_FAT', 'The file system keeps only one copy of its table.', { offset }));
  for (let at = 0; fats > 1 && at < tableBytes; at += COMPARE_BYTES) {
    const length = Math.min(COMPARE_BYTES, tableBytes - at);
    if (sameBytes(volume.read(start + at, length), volume.read(start + tableBytes + at, length))) continue;
    findings.push(
      fail('KEY_TABLES_DIFFER', 'The two copies of the file table differ: a write was cut short, or the stick is bad.', {
        offset: offset + start + at,
        length,
        next: rebuild,
      }),
    );
    break;
  }
  if (backupSector !== undefined && backupSector > 0 && backupSector < reservedSectors) {
    const copy = volume.read(backupSector * sectorBytes, SECTOR_BYTES);
    if (!sameBytes(copy, volume.read(0, SECTOR_BYTES)))
      findings.push(
        note('KEY_RECORD_COPY', 'The spare copy of the boot record differs from the first.', {
          offset: offset + backupSector * sectorBytes,
          length: SECTOR_BYTES,
        }),
      );
  }
  return findings;
}

function factsOf(parameters: FatParameters, partition: Partition, boot: BootRecordKind | undefined): KeyFact[] {
  return [
    { name: 'file system', value: parameters.kind.toUpperCase() },
    {
      name: 'partition',
      value:
        partition.number === 0
          ? 'none'
          : `${partition.number} at sector ${partition.offset / SECTOR_BYTES}, ${Math.round(partition.length / 1024 / 1024)} MiB`,
    },
    { name: 'cluster', value: `${parameters.clusterSectors * parameters.sectorBytes} bytes` },
    { name: 'boot record', value: boot?.name ?? 'not known' },
    ...(parameters.label ? [{ name: 'label', value: parameters.label }] : []),
  ];
}

/** Whether a key of that kind must start by itself: a crisis key is only read. */
export const mustStart = (kind: KeyKind | 'unknown'): boolean => kind !== 'crisis';
/** Findings that only matter where the machine starts from the key. */
export const startOnly: ReadonlySet<string> = new Set([
  'KEY_NOT_ACTIVE',
  'KEY_SEVERAL_ACTIVE',
  'KEY_NO_BOOT_CODE',
  'KEY_HIDDEN_SECTORS',
  'KEY_DRIVE_NUMBER',
  'KEY_RECORD_JUMP',
  // Crisis recovery reads such a stick (domain z620.md 8).
  'KEY_NO_PARTITION_TABLE',
]);
