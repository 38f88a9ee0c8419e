// The firmware interface table: a pointer near the end of the image, a header, then what the processor loads before any code runs.
import { startsWith, u32, u8 } from './bytes';

const ENTRY_BYTES = 16;
const MAX_ENTRIES = 64;
const MICROCODE = 1;

export type FitState = 'good' | 'no-pointer' | 'pointer-outside' | 'no-table' | 'microcode-missing';

export interface Fit {
  readonly state: FitState;
  /** Flash offset of the table. */
  readonly offset?: number;
  /** Processor signatures of the microcode it points at: "306E4". */
  readonly processors: readonly string[];
}

/** `bytes` is the whole chip, mapped so that it ends at 4 GiB. */
export function parseFit(bytes: Uint8Array, pointerAt: number): Fit {
  const pointer = u32(bytes, pointerAt);
  const toFlash = (address: number): number => address - (0x1_0000_0000 - bytes.length);
  if (pointer === 0xffffffff || pointer === 0) return { state: 'no-pointer', processors: [] };
  const offset = toFlash(pointer);
  if (offset < 0 || offset + ENTRY_BYTES > bytes.length) return { state: 'pointer-outside', processors: [] };
  if (!startsWith(bytes, offset, '_FIT_   ')) return { state: 'no-table', offset, processors: [] };
  const processors: string[] = [];
  let missing = false;
  for (let index = 1; index < Math.min(u32(bytes, offset + 8) & 0xffffff, MAX_ENTRIES); index++) {
    const at = offset + index * ENTRY_BYTES;
    if ((u8(bytes, at + 14) & 0x7f) !== MICROCODE) continue;
    const update = toFlash(u32(bytes, at));
    if (update >= 0 && update + 48 <= bytes.length && u32(bytes, update) === 1)
      processors.push(
        u32(bytes, update + 12)
          .toString(16)
          .toUpperCase(),
      );
    else missing = true;
  }
  return { state: missing ? 'microcode-missing' : 'good', offset, processors };
}
