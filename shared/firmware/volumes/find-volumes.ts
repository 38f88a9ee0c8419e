// Looks for places where a firmware volume may begin. Whether one does, its header decides.
import { nearGuid, volumeGuids } from './volume-header';

const SIGNATURE_AT = 0x28;
const FILE_SYSTEM_AT = 0x10;
const UNDERSCORE = 0x5f;
const F = 0x46;
const V = 0x56;
const H = 0x48;

const guidStarts = volumeGuids.map(({ bytes }) => bytes[0]!);

/** Goes once through [from, to), however often it is asked: hostile bytes name a candidate every few bytes. */
export class VolumeFinder {
  private signatureAt = -1;

  constructor(
    private readonly bytes: Uint8Array,
    from: number,
    private readonly to: number,
  ) {
    this.signatureAt = this.nextSignature(from);
  }

  /** First place from `from` on that has `_FVH`, or the identifier of a known file system, where a header would; -1 without one. */
  next(from: number): number {
    if (this.signatureAt >= 0 && this.signatureAt < from) this.signatureAt = this.nextSignature(from);
    const stop = this.signatureAt >= 0 ? this.signatureAt : this.to;
    const guidAt = this.nextFileSystem(from, Math.min(stop, this.bytes.length - FILE_SYSTEM_AT - 16));
    return guidAt >= 0 ? guidAt : this.signatureAt;
  }

  /** Only on fours: these matter where the signature itself is damaged, not in shifted files. */
  private nextFileSystem(from: number, to: number): number {
    const { bytes } = this;
    const [first, second, third, fourth] = guidStarts;
    for (let at = (from + 3) & ~3; at < to; at += 4) {
      const byte = bytes[at + FILE_SYSTEM_AT];
      if (byte !== first && byte !== second && byte !== third && byte !== fourth) continue;
      if (nearGuid(bytes, at + FILE_SYSTEM_AT, 0) !== undefined) return at;
    }
    return -1;
  }

  /** Steps over four bytes at a time: each step must hit one of the four letters. */
  private nextSignature(from: number): number {
    const { bytes } = this;
    const start = from + SIGNATURE_AT;
    const end = Math.min(this.to + SIGNATURE_AT, bytes.length);
    for (let at = start + 3; at < end; at += 4) {
      const letter = bytes[at];
      if (letter !== H && letter !== V && letter !== F && letter !== UNDERSCORE) continue;
      const text = at - (letter === H ? 3 : letter === V ? 2 : letter === F ? 1 : 0);
      if (text + 4 > end) return -1;
      if (bytes[text] === UNDERSCORE && bytes[text + 1] === F && bytes[text + 2] === V && bytes[text + 3] === H) return text - SIGNATURE_AT;
    }
    // The last signature may end where no step came.
    return -1;
  }
}
