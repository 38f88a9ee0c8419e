// Proof of one module: LZMA modules carry the SHA-256 of what they unpack to. Huffman modules need tables that are not public.
import { isFilledWith, u32 } from '../bytes';
import type { InspectTools } from '../hashing';
import { lzmaAlone } from '../compression/lzma';
import type { MeModule } from './manifest';

const LARGEST_MODULE_BYTES = 0x400000;
/** Some builders put three zero bytes into the stream here, which no real stream has. */
const INSERTED = { offset: 0x0e, length: 3 } as const;

/** What may still be unpacked: headers can lie, and many of them may point at one stream. */
export interface UnpackBudget {
  bytes: number;
}

export type ModuleCheck = 'good' | 'bad' | 'blank' | 'not-checkable';

export function checkModule(region: Uint8Array, module: MeModule, budget: UnpackBudget, { sha256 }: InspectTools): ModuleCheck {
  if (module.packing !== 'lzma') return 'not-checkable';
  const stored = region.subarray(module.offset, module.offset + module.storedBytes);
  if (stored.length < module.storedBytes || stored.length <= INSERTED.offset + INSERTED.length) return 'bad';
  if (isFilledWith(stored, 0xff)) return 'blank';
  // The one field of the header that changes nothing unpacked: a power of two in every build, so a flipped bit shows.
  const dictionary = u32(stored, 1);
  if (dictionary === 0 || (dictionary & (dictionary - 1)) !== 0) return 'bad';
  if (budget.bytes <= 0) return 'not-checkable';
  const unpacked = lzmaAlone(standardForm(stored), { maxOutputBytes: LARGEST_MODULE_BYTES });
  budget.bytes -= unpacked?.length ?? stored.length;
  if (!unpacked) return 'bad';
  const hash = sha256(unpacked);
  for (let at = 0; at < 32; at++) if (hash[at] !== module.hash[31 - at]) return 'bad';
  return 'good';
}

function standardForm(stored: Uint8Array): Uint8Array {
  for (let at = INSERTED.offset; at < INSERTED.offset + INSERTED.length; at++) if (stored[at] !== 0) return stored;
  const stream = new Uint8Array(stored.length - INSERTED.length);
  stream.set(stored.subarray(0, INSERTED.offset));
  stream.set(stored.subarray(INSERTED.offset + INSERTED.length), INSERTED.offset);
  return stream;
}
