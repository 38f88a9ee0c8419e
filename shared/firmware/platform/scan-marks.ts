// One pass over the bytes for what stands on 16-byte steps: microcode, tables, tags and volumes. Only candidates: readers check them.
import { words32 } from '../bytes';

export interface Marks {
  /** A header version 1 and loader 1 stand where those of a microcode update would. */
  readonly microcode: readonly number[];
  /** `_FIT_   ` */
  readonly fit: readonly number[];
  /** `FLSH` or `RCRV` in front of a volume. */
  readonly tags: readonly number[];
  /** Volumes with the file system of edk2's variable stores. */
  readonly variableVolumes: readonly number[];
}

/** More of one kind than this is noise. */
const MAX_MARKS = 512;
const FIT_LOW = 0x5449465f;
const FIT_HIGH = 0x2020205f;
const FLSH = 0x48534c46;
const RCRV = 0x56524352;
const FVH = 0x4856465f;
/** First word of FFF12B8D-7696-4C8B-A985-2747075B4F50. */
const VARIABLE_FILE_SYSTEM = 0xfff12b8d;

/** Looks at [from, to); offsets are those in `bytes`. */
export function scanMarks(bytes: Uint8Array, from = 0, to = bytes.length): Marks {
  const words = words32(bytes);
  const marks = { microcode: [] as number[], fit: [] as number[], tags: [] as number[], variableVolumes: [] as number[] };
  const keep = (list: number[], index: number): void => void (list.length < MAX_MARKS && list.push(index * 4));
  const last = Math.min(to >>> 2, words.length) - 11;
  for (let index = ((from + 15) >>> 4) << 2; index < last; index += 4) {
    const first = words[index]!;
    if (first === 1) {
      if (words[index + 5] === 1) keep(marks.microcode, index);
    } else if (first === FIT_LOW) {
      if (words[index + 1] === FIT_HIGH) keep(marks.fit, index);
    }
    if (words[index + 10] === FVH) {
      if (first === FLSH || first === RCRV) keep(marks.tags, index);
      if (words[index + 4] === VARIABLE_FILE_SYSTEM) keep(marks.variableVolumes, index);
    }
  }
  return marks;
}
