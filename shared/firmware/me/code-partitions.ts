// Which partitions hold code, and the proof of each: signature of the manifest, hashes of the modules.
import { startsWith, u32 } from '../bytes';
import type { InspectTools } from '../hashing';
import { readManifest, type MeManifest, type MeModule } from './manifest';
import { checkManifestSignature, SIGNATURE_PLACES, type SignatureCheck } from './manifest-signature';
import { checkModule, type ModuleCheck, type UnpackBudget } from './module-hash';
import type { MeEntry, MeTable } from './partition-table';

const PAGE = 0x1000;
const LARGEST_MANIFEST_BYTES = 0x40000;
const MAX_FOUND = 16;

export interface CheckedModule {
  readonly module: MeModule;
  readonly check: ModuleCheck;
}

export interface CodePartition {
  readonly entry: MeEntry;
  /** Absent where there is none at its start. */
  readonly manifest?: MeManifest;
  /** `cut`: the length it names cannot be. */
  readonly signature: SignatureCheck | { readonly kind: 'cut' } | { readonly kind: 'none' };
  readonly modules: readonly CheckedModule[];
}

/** Code entries of the table; without a table, what manifests on page borders tell. */
export function codeEntries(region: Uint8Array, table: MeTable | undefined): MeEntry[] {
  if (table) return table.entries.filter(({ type, offset }) => type === 'code' && offset < region.length);
  const found: MeEntry[] = [];
  for (let offset = 0; offset + SIGNATURE_PLACES.end <= region.length && found.length < MAX_FOUND; offset += PAGE) {
    if (!startsWith(region, offset + 0x1c, '$MN2') || u32(region, offset + 0x10) !== 0x8086) continue;
    found.push({
      name: readManifest(region, offset)?.partitionName.slice(0, 4) || 'code',
      entryAt: offset,
      offset,
      length: 0,
      type: 'code',
    });
  }
  return found.map((entry, index) => ({ ...entry, length: (found[index + 1]?.offset ?? region.length) - entry.offset }));
}

/** `budget` is shared by all partitions of a region. */
export function checkCode(region: Uint8Array, entry: MeEntry, budget: UnpackBudget, tools: InspectTools): CodePartition {
  const manifest = readManifest(region, entry.offset);
  if (!manifest) return { entry, signature: { kind: 'none' }, modules: [] };
  return {
    entry,
    manifest,
    signature: signatureOf(region, entry, manifest, tools),
    modules: manifest.modules.map((module) => ({ module, check: checkModule(region, module, budget, tools) })),
  };
}

function signatureOf(region: Uint8Array, entry: MeEntry, manifest: MeManifest, tools: InspectTools): CodePartition['signature'] {
  if (!manifest.isModern) return { kind: 'unsupported' };
  const end = manifest.offset + manifest.length;
  if (
    manifest.length < SIGNATURE_PLACES.end ||
    manifest.length > LARGEST_MANIFEST_BYTES ||
    end > region.length ||
    manifest.length > entry.length
  )
    return { kind: 'cut' };
  return checkManifestSignature(region.subarray(manifest.offset, end), tools);
}
