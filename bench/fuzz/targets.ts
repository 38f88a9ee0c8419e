// Every parser of bytes from outside, with sound pieces to start from. Small ones, so that many inputs are seen.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { joinBackupSet } from '../../shared/firmware/backup-set';
import { lzmaAlone } from '../../shared/firmware/compression/lzma';
import { efiDecompress, tianoDecompress } from '../../shared/firmware/compression/tiano';
import { containerOf, isMicrocodeFile } from '../../shared/firmware/containers';
import { readDescriptor } from '../../shared/firmware/descriptor';
import { scanBlocks } from '../../shared/firmware/dump/scan-blocks';
import { diagnoseDump, orderOfUnknown } from '../../shared/firmware/dump-diagnosis';
import { readGbe } from '../../shared/firmware/gbe';
import { identifyFile } from '../../shared/firmware/identify-file';
import { inspectImage } from '../../shared/firmware/inspect';
import { readMe } from '../../shared/firmware/me';
import { parseAcm } from '../../shared/firmware/platform/acm';
import { parseEdk2Store } from '../../shared/firmware/platform/edk2-variables';
import { parseFit } from '../../shared/firmware/platform/fit';
import { parseMicrocode } from '../../shared/firmware/platform/microcode';
import { parseNvarStore } from '../../shared/firmware/platform/nvar';
import { readPlatform } from '../../shared/firmware/platform/read-platform';
import { syntheticBootBlock } from '../../shared/firmware/synthetic/bios';
import { nvarStore } from '../../shared/firmware/synthetic/firmware-files';
import { syntheticDescriptor, syntheticGbe } from '../../shared/firmware/synthetic/flash-head';
import { sampleImage } from '../../shared/firmware/synthetic/sample-image';
import { uefiSample } from '../../shared/firmware/synthetic/uefi-sample';
import { tianoPack } from '../../shared/firmware/synthetic/uefi-tiano';
import { readVolumes } from '../../shared/firmware/volumes/read-volumes';
import { zx20Layout } from '../../shared/machines/zx20-layout';

export interface FuzzTarget {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  readonly run: (bytes: Uint8Array) => unknown;
  /** One input may take so long on a busy machine. */
  readonly limitMs: number;
}

const tools = { sha256: (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest()) };
const realFolder = new URL('../../../shared/real/', import.meta.url);
const limits = { maxOutputBytes: 1 << 20 };

function real(name: string): Uint8Array[] {
  const file = new URL(name, realFolder);
  return existsSync(file) ? [new Uint8Array(gunzipSync(readFileSync(file)))] : [];
}

/** 512 KiB of a machine that is not known: descriptor, network settings, volumes up to the end. */
function miniImage(): Uint8Array {
  const image = new Uint8Array(0x80000).fill(0xff);
  const range = (offset: number, length: number) => ({ offset, length });
  image.set(
    syntheticDescriptor({
      sizeBytes: image.length,
      bios: range(0x10000, 0x70000),
      me: range(0x5000, 0xb000),
      gbe: range(0x1000, 0x2000),
      pdr: range(0x3000, 0x2000),
    }),
  );
  image.set(syntheticGbe([0, 0, 0x5e, 0, 0x53, 7]), 0x1000);
  const volume = uefiSample();
  image.set(volume, 0x10000);
  image.set(syntheticBootBlock({ family: 'J61', version: '03.04', date: '03/06/2013', signedWith: '03.96' }), 0x70000);
  return image;
}

/** The end of a BIOS in small: boot block with a FIT, microcode and an ACM behind its start. */
function smallBios(sample: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(0x20000).fill(0xff);
  bytes.set(sample.subarray(0xec0000, 0xec1000), 0);
  bytes.set(sample.subarray(0xed0000, 0xed1000), 0x1000);
  bytes.set(sample.subarray(0x580060, 0x588060), 0x2000);
  bytes.set(sample.subarray(0xff0000), 0x10000);
  new DataView(bytes.buffer).setUint32(0x1ffc0, 0xfffe0000, true);
  return bytes;
}

export function fuzzTargets(): FuzzTarget[] {
  const sample = sampleImage();
  const composite = real('z620-composite.bin.gz');
  const volume = uefiSample();
  const mini = miniImage();
  const bios = smallBios(sample);
  const boot = sample.slice(0xff0000);
  const me = sample.subarray(0x5000, 0x510000);
  const text = new TextEncoder().encode('A text that repeats itself, repeats itself, and repeats itself again. '.repeat(20));
  const variables = nvarStore(
    [
      { name: 'Setup', data: text.subarray(0, 40) },
      { name: 'Boot0000', data: text.subarray(0, 90) },
    ],
    64,
  );
  const quick = { limitMs: 2000 };
  return [
    {
      name: 'descriptor',
      seeds: [sample.slice(0, 0x1000), ...real('coreboot-link-descriptor.bin.gz'), ...composite.map((image) => image.slice(0, 0x1000))],
      run: (bytes) => readDescriptor(bytes, { sizeBytes: 0x1000000, layout: zx20Layout, chipJedec: 'EF 40 18' }),
      ...quick,
    },
    { name: 'network region', seeds: [sample.slice(0x1000, 0x3000)], run: (bytes) => readGbe(bytes, 0x1000), ...quick },
    {
      name: 'ME table and data',
      seeds: [me.slice(0, 0x10000), ...real('coreboot-link-me.bin.gz').map((region) => region.slice(0, 0x10000))],
      run: (bytes) => readMe(bytes, 0x5000, { isC600: true }, tools),
      ...quick,
    },
    {
      name: 'ME code',
      seeds: [
        me.slice(0xe3000, 0xe7000),
        me.slice(0x180000, 0x190000),
        ...composite.map((image) => image.slice(0x5000 + 0xe3000, 0x5000 + 0xe7000)),
        ...composite.map((image) => image.slice(0x5000 + 0x180000, 0x5000 + 0x1a0000)),
      ],
      run: (bytes) => readMe(bytes, 0, {}, tools),
      ...quick,
    },
    {
      name: 'volumes, files, sections',
      seeds: [volume, boot],
      run: (bytes) => readVolumes(bytes, { offset: 0, length: bytes.length }),
      limitMs: 4000,
    },
    {
      name: 'Tiano stream',
      seeds: [tianoPack(text, { positionBits: 5 }), tianoPack(text, { positionBits: 4, isSkewed: true })],
      run: (bytes) => [tianoDecompress(bytes, limits), efiDecompress(bytes, limits)],
      ...quick,
    },
    { name: 'LZMA stream', seeds: lzmaSeeds(volume), run: (bytes) => lzmaAlone(bytes, limits), ...quick },
    {
      name: 'NVAR store',
      seeds: [variables],
      run: (bytes) => [parseNvarStore(bytes, { endIsKnown: true }), parseNvarStore(bytes, { endIsKnown: false })],
      ...quick,
    },
    { name: 'edk2 variables', seeds: [edk2Seed()], run: (bytes) => parseEdk2Store(bytes, 0), ...quick },
    {
      name: 'FIT',
      seeds: [bios.slice(0, 0x100), bios.slice(0x1ff00)],
      run: (bytes) => parseFit(bytes, { base: 0x1000000 - bytes.length, sizeBytes: 0x1000000 }, () => 0),
      ...quick,
    },
    {
      name: 'microcode',
      seeds: [sample.slice(0x580060, 0x580860), sample.slice(0x580060, 0x584060)],
      run: (bytes) => [parseMicrocode(bytes, 0), isMicrocodeFile(bytes)],
      ...quick,
    },
    {
      name: 'ACM',
      seeds: [sample.slice(0xed0000, 0xed1000), ...composite.map((image) => image.slice(0xed0000, 0xed2000))],
      run: (bytes) => parseAcm(bytes, 0, tools),
      ...quick,
    },
    {
      name: 'platform data',
      seeds: [bios],
      run: (bytes) =>
        readPlatform(bytes, { base: Math.max(0, 0x1000000 - bytes.length), sizeBytes: 0x1000000, layout: zx20Layout, files: [] }, tools),
      ...quick,
    },
    {
      name: 'diagnosis',
      seeds: [mini, boot],
      run: (bytes) => [diagnoseDump(bytes, { layout: zx20Layout, scan: scanBlocks(bytes) }), orderOfUnknown(bytes)],
      limitMs: 4000,
    },
    {
      name: 'recognition',
      seeds: [boot, volume.slice(0, 0x1000), ...containers()],
      run: (bytes) => [containerOf(bytes), identifyFile(bytes, zx20Layout)],
      ...quick,
    },
    {
      name: 'backup set',
      seeds: [sample.slice(0, 0x1000), sample.slice(0x1000, 0x3000)],
      run: (bytes) =>
        joinBackupSet(
          [
            { name: 'FDOO.BIN', bytes },
            { name: 'GBEO.BIN', bytes },
          ],
          zx20Layout,
        ),
      ...quick,
    },
    {
      name: 'report of a small file',
      seeds: [sample.slice(0, 0x1000), sample.slice(0x1000, 0x3000), boot, volume, bios, ...containers()],
      run: inspect,
      limitMs: 6000,
    },
    { name: 'report of a small image', seeds: [mini], run: inspect, limitMs: 8000 },
    { name: 'report of a whole image', seeds: [sample, ...composite], run: inspect, limitMs: 60_000 },
  ];
  function inspect(bytes: Uint8Array): unknown {
    const report = inspectImage(bytes, { withIdentity: true, chipJedec: 'EF 40 18' }, tools);
    const failed = report.findings.find(({ code }) => code === 'READER_FAILED');
    if (failed) throw new Error(`a reader failed: ${failed.evidence}`);
    return report;
  }
}

const containers = (): Uint8Array[] =>
  [
    'PK\x03\x04',
    'MZ\x90\0',
    ':10000000FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF0\r\n:00000001FF\r\n',
    'S00600004844521B\n',
    '<html>',
    '\xbd\x86\x66\x3b',
  ].map((head) => {
    const bytes = new Uint8Array(0x200);
    for (let at = 0; at < head.length; at++) bytes[at] = head.charCodeAt(at);
    return head.startsWith(':') || head.startsWith('S') || head.startsWith('<') ? bytes.slice(0, head.length) : bytes;
  });

/** The header of an "alone" stream before content of any kind: most of it is refused early, some is decoded for a while. */
function lzmaSeeds(content: Uint8Array): Uint8Array[] {
  const head = (size: number): Uint8Array => {
    const bytes = new Uint8Array(13 + 0x400);
    bytes[0] = 0x5d;
    new DataView(bytes.buffer).setUint32(1, 0x10000, true);
    new DataView(bytes.buffer).setUint32(5, size, true);
    bytes.set(content.subarray(0x100, 0x4ff), 14);
    return bytes;
  };
  const firstLzma = indexOf(content, [0x5d, 0, 0]);
  return [head(0x1000), head(0x10000), ...(firstLzma >= 0 ? [content.slice(firstLzma, firstLzma + 0x2000)] : [])];
}

function indexOf(bytes: Uint8Array, wanted: readonly number[]): number {
  for (let at = 0; at + wanted.length <= bytes.length; at++) if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
  return -1;
}

/** Header of an authenticated store (AAF32C78-…) with one variable, by the published format. */
function edk2Seed(): Uint8Array {
  const bytes = new Uint8Array(0x400).fill(0xff);
  bytes.set([0x78, 0x2c, 0xf3, 0xaa, 0x7b, 0x94, 0x9a, 0x43, 0xa1, 0x80, 0x2e, 0x14, 0x4e, 0xc3, 0x77, 0x92]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, bytes.length, true);
  bytes.set([0x5a, 0xfe, 0, 0], 20);
  view.setUint32(24, 0, true);
  bytes.fill(0, 28, 28 + 60);
  view.setUint16(28, 0x55aa, true);
  bytes[30] = 0x3f;
  view.setUint32(28 + 36, 8, true);
  view.setUint32(28 + 40, 4, true);
  bytes.set([0x41, 0, 0x42, 0, 0x43, 0, 0, 0], 28 + 60);
  return bytes;
}
