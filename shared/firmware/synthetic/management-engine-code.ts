// One code partition of the synthetic ME: a signed manifest, a module that is packed and hashed as real ones are, and noise for the rest.
import { pureTools } from '../hashing';
import { MANIFEST_HEADER_BYTES, MODULE_HEADER_BYTES } from '../me/manifest';
import { blank, noise, put, putText } from './paint';
import { packLiterals } from './pack-literals';
import { signForPractice } from './practice-key';

const LZMA = 2 << 4;
const HUFFMAN = 1 << 4;
const MODULES = 2;
const SKU_BYTES = 0x10;
const MANIFEST_BYTES = MANIFEST_HEADER_BYTES + MODULES * MODULE_HEADER_BYTES + SKU_BYTES;
const UNPACKED_BYTES = 0x1000;

export type MeVersion = readonly [number, number, number, number];

interface PackedModule {
  readonly packed: Uint8Array;
  /** Bytes reversed, as headers hold it. */
  readonly hash: Uint8Array;
}

/** By seed: building an image again does not pack again. */
const modules = new Map<number, PackedModule>();

/** Fills the partition; it is blank before. */
export function syntheticCode(partition: Uint8Array, name: string, seed: number, version: MeVersion): void {
  const { packed, hash } = packedModule(seed);
  const used = Math.floor((partition.length * 0.92) / 0x1000) * 0x1000;
  noise(partition, MANIFEST_BYTES, used - MANIFEST_BYTES, 810 + seed);
  partition.set(packed, MANIFEST_BYTES);
  const shared = MANIFEST_BYTES + packed.length;
  const manifest = new Uint8Array(MANIFEST_BYTES);
  put(manifest, 0, 4, 4);
  put(manifest, 4, 0xa1, 4);
  put(manifest, 0x10, 0x8086, 4);
  put(manifest, 0x14, 0x20240102, 4);
  put(manifest, 0x18, MANIFEST_BYTES / 4, 4);
  putText(manifest, 0x1c, '$MN2');
  put(manifest, 0x20, MODULES, 4);
  version.forEach((part, index) => put(manifest, 0x24 + index * 2, part, 2));
  putText(manifest, 0x284, name);
  writeModule(manifest, 0, { name: `${name}_A`, offset: MANIFEST_BYTES, length: packed.length, packing: LZMA, hash });
  writeModule(manifest, 1, { name: `${name}_B`, offset: shared, length: used - shared, packing: HUFFMAN, hash: blank(32) });
  // "5MB"; ME 7 says with the top bit that it is for C600 boards.
  putText(manifest, MANIFEST_BYTES - SKU_BYTES, '$SKU');
  put(manifest, MANIFEST_BYTES - SKU_BYTES + 0x0c, version[0] === 7 ? 0x8a : 0x0a, 1);
  signForPractice(manifest);
  partition.set(manifest);
}

interface ModuleHeader {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
  readonly packing: number;
  readonly hash: Uint8Array;
}

function writeModule(manifest: Uint8Array, index: number, { name, offset, length, packing, hash }: ModuleHeader): void {
  const at = MANIFEST_HEADER_BYTES + index * MODULE_HEADER_BYTES;
  putText(manifest, at, '$MME');
  putText(manifest, at + 4, name);
  manifest.set(hash, at + 0x14);
  put(manifest, at + 0x38, offset, 4);
  put(manifest, at + 0x3c, UNPACKED_BYTES, 4);
  put(manifest, at + 0x40, length, 4);
  put(manifest, at + 0x50, packing, 4);
}

function packedModule(seed: number): PackedModule {
  const known = modules.get(seed);
  if (known) return known;
  const content = new Uint8Array(UNPACKED_BYTES);
  noise(content, 0, UNPACKED_BYTES, 820 + seed);
  const made = { packed: packLiterals(content), hash: pureTools.sha256(content).reverse() };
  modules.set(seed, made);
  return made;
}
