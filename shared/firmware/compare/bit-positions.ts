// Counts how often each bit of a byte is set in a run of words: carry-save adders take eight words to one, so that the
// positions are picked apart only once in eight (Harley and Seal's way to count bits, kept apart by position).

/** 128 eights: what a count of 8 bits holds. */
const MOST_WORDS = 1024;
/** The lowest bit of each byte. */
const EACH = 0x01010101;

/** Adds to `into[0..7]` how often bit 0..7 is set among the bytes of the first `count` words. */
export function addBitPositions(words: Int32Array, count: number, into: Uint32Array): void {
  for (let from = 0; from < count; from += MOST_WORDS) addRun(words, from, Math.min(from + MOST_WORDS, count), into);
}

/** No more than `MOST_WORDS`. */
function addRun(words: Int32Array, from: number, to: number, into: Uint32Array): void {
  let [ones, twos, fours] = [0, 0, 0];
  // Eights by bit, each byte of the word counted in 8 bits for itself.
  let [s0, s1, s2, s3, s4, s5, s6, s7] = [0, 0, 0, 0, 0, 0, 0, 0];
  let at = from;
  for (; at + 8 <= to; at += 8) {
    const [a, b, c, d] = [words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!];
    const [e, f, g, h] = [words[at + 4]!, words[at + 5]!, words[at + 6]!, words[at + 7]!];
    let u = ones ^ a;
    const twosA = (ones & a) | (u & b);
    ones = u ^ b;
    u = ones ^ c;
    const twosB = (ones & c) | (u & d);
    ones = u ^ d;
    u = ones ^ e;
    const twosC = (ones & e) | (u & f);
    ones = u ^ f;
    u = ones ^ g;
    const twosD = (ones & g) | (u & h);
    ones = u ^ h;
    u = twos ^ twosA;
    const foursA = (twos & twosA) | (u & twosB);
    twos = u ^ twosB;
    u = twos ^ twosC;
    const foursB = (twos & twosC) | (u & twosD);
    twos = u ^ twosD;
    u = fours ^ foursA;
    const eights = (fours & foursA) | (u & foursB);
    fours = u ^ foursB;
    s0 = (s0 + (eights & EACH)) | 0;
    s1 = (s1 + ((eights >>> 1) & EACH)) | 0;
    s2 = (s2 + ((eights >>> 2) & EACH)) | 0;
    s3 = (s3 + ((eights >>> 3) & EACH)) | 0;
    s4 = (s4 + ((eights >>> 4) & EACH)) | 0;
    s5 = (s5 + ((eights >>> 5) & EACH)) | 0;
    s6 = (s6 + ((eights >>> 6) & EACH)) | 0;
    s7 = (s7 + ((eights >>> 7) & EACH)) | 0;
  }
  const sums = [s0, s1, s2, s3, s4, s5, s6, s7];
  for (let bit = 0; bit < 8; bit++) into[bit]! += 8 * bytesOf(sums[bit]!);
  addPositions(fours, 4, into);
  addPositions(twos, 2, into);
  addPositions(ones, 1, into);
  for (; at < to; at++) addPositions(words[at]!, 1, into);
}

const bytesOf = (word: number): number => (word & 0xff) + ((word >>> 8) & 0xff) + ((word >>> 16) & 0xff) + (word >>> 24);

function addPositions(word: number, weight: number, into: Uint32Array): void {
  if (word === 0) return;
  // The four bytes' counts of one bit, added in the top byte: at most 4.
  for (let bit = 0; bit < 8; bit++) into[bit]! += weight * (Math.imul((word >>> bit) & 0x01010101, 0x01010101) >>> 24);
}
