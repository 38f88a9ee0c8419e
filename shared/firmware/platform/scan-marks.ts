// Finds where microcode, tables, tags and variable volumes may stand. Only candidates: readers check them.
import { words32 } from '../bytes';

/** More of one kind than this is noise. */
const MAX_MARKS = 512;
const LOADER_WORD = 5;
/** `_FIT` and three blanks behind it. */
const FIT_LOW = 0x5449465f;
const FIT_HIGH = 0x2020205f;
const FLSH = 0x48534c46;
const RCRV = 0x56524352;
const FVH = 0x4856465f;
const FVH_WORD = 10;
/** First word of FFF12B8D-7696-4C8B-A985-2747075B4F50. */
const VARIABLE_FILE_SYSTEM = 0xfff12b8d;
const FILE_SYSTEM_WORD = 4;
/** Volumes start where an erase block does. */
const BLOCK_WORDS = 0x400;

/** Offsets where a header version of 1 and, further on, a loader version of 1 stand. Only multiples of four. */
export function microcodeCandidates(bytes: Uint8Array, from: number): number[] {
  const words = words32(bytes);
  const found: number[] = [];
  // The native search is several times faster than a loop; words of 1 are rare in firmware.
  for (let at = words.indexOf(1, from >>> 2); at >= 0 && found.length < MAX_MARKS; at = words.indexOf(1, at + 1))
    if (words[at + LOADER_WORD] === 1) found.push(at * 4);
  return found;
}

/** Where the text of a firmware interface table stands. */
export function fitCandidates(bytes: Uint8Array, from: number): number[] {
  const words = words32(bytes);
  const found: number[] = [];
  for (let at = words.indexOf(FIT_LOW, from >>> 2); at >= 0 && found.length < MAX_MARKS; at = words.indexOf(FIT_LOW, at + 1))
    if (words[at + 1] === FIT_HIGH) found.push(at * 4);
  return found;
}

export interface VolumeMarks {
  /** `FLSH` or `RCRV` in front of a volume. */
  readonly tags: readonly number[];
  /** Volumes with the file system of edk2's variable stores. */
  readonly variableVolumes: readonly number[];
}

export function volumeMarks(bytes: Uint8Array, from: number): VolumeMarks {
  const words = words32(bytes);
  const [tags, variableVolumes]: [number[], number[]] = [[], []];
  for (let at = from >>> 2; at + FVH_WORD < words.length; at += BLOCK_WORDS) {
    if (words[at + FVH_WORD] !== FVH) continue;
    const first = words[at];
    if ((first === FLSH || first === RCRV) && tags.length < MAX_MARKS) tags.push(at * 4);
    if (words[at + FILE_SYSTEM_WORD] === VARIABLE_FILE_SYSTEM && variableVolumes.length < MAX_MARKS) variableVolumes.push(at * 4);
  }
  return { tags, variableVolumes };
}
