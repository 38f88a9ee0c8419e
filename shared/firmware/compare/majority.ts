// What most of several reads hold, byte by byte: a view to look at, never a backup. Tells places and files, no bytes.
import { JOIN_BYTES, paddedWords } from './tally';
import type { MajorityRange, MajorityView } from './types';

const MAX_LISTED = 1000;

/** Three or more reads of one length. */
export function majorityView(reads: readonly Uint8Array[]): MajorityView {
  const words = reads.map(paddedWords);
  const length = reads[0]?.length ?? 0;
  const [first, ...others] = words;
  const oddBytes = reads.map(() => 0);
  const ranges: { offset: number; length: number; odd: number[]; decided: boolean }[] = [];
  let [undecidedBytes, rangesTotal] = [0, 0];
  let lastKey = '';
  let lastEnd = -JOIN_BYTES;
  for (let word = 0; word < first!.length; word++) {
    let differing = 0;
    for (const other of others) differing |= first![word]! ^ other[word]!;
    if (differing === 0) continue;
    for (let at = word * 4; at < Math.min(word * 4 + 4, length); at++) {
      if (((differing >>> ((at & 3) * 8)) & 0xff) === 0) continue;
      const odd = oddAt(reads, at);
      if (odd) for (const index of odd) oddBytes[index]!++;
      else undecidedBytes++;
      const key = odd ? odd.join() : '';
      if (key === lastKey && at - lastEnd < JOIN_BYTES) {
        if (rangesTotal <= MAX_LISTED) ranges.at(-1)!.length = at + 1 - ranges.at(-1)!.offset;
      } else {
        if (++rangesTotal <= MAX_LISTED)
          ranges.push({ offset: at, length: 1, odd: odd ?? reads.map((_, index) => index), decided: odd !== undefined });
        lastKey = key;
      }
      lastEnd = at + 1;
    }
  }
  const listed: MajorityRange[] = ranges;
  return { everywhere: undecidedBytes === 0, oddBytes, undecidedBytes, ranges: listed, rangesTotal };
}

/** Indices that stand against more than half; undefined where no value has more than half. */
function oddAt(reads: readonly Uint8Array[], at: number): number[] | undefined {
  for (const candidate of reads) {
    const value = candidate[at];
    const odd: number[] = [];
    for (let index = 0; index < reads.length; index++) if (reads[index]![at] !== value) odd.push(index);
    if (odd.length * 2 < reads.length) return odd;
  }
  return undefined;
}
