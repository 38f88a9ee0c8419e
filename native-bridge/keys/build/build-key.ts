// Makes a key in memory: partition table, file system, boot records, files. The same packages give the same bytes.
import { createHash } from 'node:crypto';
import type { Finding } from '../../../shared/firmware/report';
import type { KeyFileSystem, KeyKind, KeyPlan } from '../../../shared/keys/types';
import { u32 } from '../../../shared/firmware/bytes';
import { formatFat, openFat } from '../disk/fat-volume';
import { makeBootRecord, readFatParameters } from '../disk/fat-parameters';
import { finishDirectories, labelPlaceholder } from '../disk/finish-directories';
import { makeFirstSector, partitionTypes } from '../disk/partition-table';
import { partOf, SECTOR_BYTES, SparseImage, type SectorStore } from '../disk/sector-store';
import { fault } from '../../../shared/model/errors';
import { mbrCode, fat16Record } from './boot-code';
import { keyLayout } from './key-layout';
import type { KeyFile } from './rompaq-files';

export interface KeyRequest {
  readonly kind: KeyKind;
  readonly fileSystem: KeyFileSystem;
  /** Of the whole drive or image file. */
  readonly sizeBytes: number;
  /** Other than the usual size. */
  readonly partitionBytes?: number;
  readonly files: readonly KeyFile[];
  /** Code of the FAT32 boot record; a crisis key needs none: nothing boots from it. */
  readonly bootRecord?: Uint8Array;
  readonly family?: string;
  /** ISO day that all files carry. */
  readonly date: string;
  readonly findings?: readonly Finding[];
  /** Of the volume; notebooks look for theirs. Eleven characters at most. */
  readonly label?: string;
}

export interface BuiltKey {
  readonly plan: KeyPlan;
  readonly image: SparseImage;
}

const LABEL = { rompaq: 'ROMPAQ', crisis: 'HPBIOS' } as const;

/** @throws KEY_SIZE, KEY_FULL, KEY_FILE_SYSTEM */
export async function buildKey(request: KeyRequest): Promise<BuiltKey> {
  const { kind, fileSystem, files } = request;
  const { sizeBytes, partition } = keyLayout(kind, fileSystem, request.sizeBytes, request.partitionBytes);
  requireRoom(files, partition.length);
  const image = new SparseImage(sizeBytes);
  const volume = partOf(image, partition.offset, partition.length);
  await formatFat(volume, fileSystem);
  const fat = await openFat(volume);
  // The first entry, as formatting tools do; it becomes the label below.
  fat.write(labelPlaceholder, new Uint8Array());
  for (const { path, bytes } of files) fat.write(path, bytes);
  fat.close();
  writeBootRecords(volume, partition.offset, request);
  const type = fileSystem === 'fat32' ? partitionTypes.fat32Lba : partitionTypes.fat16Lba;
  image.write(0, makeFirstSector(mbrCode, { type, ...partition }));
  const plan: KeyPlan = {
    kind,
    fileSystem,
    sizeBytes,
    partition,
    ...(request.family ? { family: request.family } : {}),
    files: files.map(({ path, bytes, from }) => ({ path, size: bytes.length, sha256: sha256Of(bytes).toString('hex'), from })),
    findings: request.findings ?? [],
  };
  return { plan, image };
}

/** What a directory entry can say; and said before anything is copied. */
const LARGEST_FILE_BYTES = 0xffffffff;

function requireRoom(files: readonly KeyFile[], roomBytes: number): void {
  let left = roomBytes;
  for (const { path, bytes } of files) {
    left -= bytes.length;
    if (left < 0 || bytes.length > LARGEST_FILE_BYTES) throw fault('KEY_FULL', { name: path });
  }
}

const sha256Of = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

function writeBootRecords(volume: SectorStore, partitionOffset: number, request: KeyRequest): void {
  const { kind, fileSystem, files, bootRecord, date, label = LABEL[kind] } = request;
  const formatted = volume.read(0, SECTOR_BYTES);
  const parameters = readFatParameters(formatted);
  const expected = fileSystem === 'fat32' ? 'fat32' : 'fat16';
  if (parameters?.kind !== expected)
    throw fault('KEY_FILE_SYSTEM', { detail: `made ${parameters?.kind ?? 'nothing'} instead of ${expected}` });
  const content = sha256Of(Buffer.concat(files.map(({ path, bytes }) => Buffer.concat([Buffer.from(path), sha256Of(bytes)]))));
  const record = makeBootRecord(formatted, {
    kind: fileSystem,
    bootRecord: bootRecord ?? (fileSystem === 'fat16' && kind === 'rompaq' ? fat16Record : formatted),
    partitionOffset,
    volumeId: u32(content, 0),
    label,
  });
  volume.write(0, record);
  if (parameters.backupSector !== undefined && parameters.backupSector > 0) volume.write(parameters.backupSector * SECTOR_BYTES, record);
  finishDirectories(volume, parameters, { date, label });
}
