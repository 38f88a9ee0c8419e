// Counts how often each bit of a byte is set in a run of words: carry-save adders take eight words to one, so that the
// positions are picked apart only once in eight (Harley and Seal's way to count bits, kept apart by position).

/** Adds to `into[0..7]` how often bit 0..7 is set among the bytes of the first `count` words. */
export function addBitPositions(words: Int32Array, count: number, into: Uint32Array): void {
  let [ones, twos, fours] = [0, 0, 0];
  let at = 0;
  for (; at + 8 <= count; at += 8) {
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
    addPositions((fours & foursA) | (u & foursB), 8, into);
    fours = u ^ foursB;
  }
  addPositions(fours, 4, into);
  addPositions(twos, 2, into);
  addPositions(ones, 1, into);
  for (; at < count; at++) addPositions(words[at]!, 1, into);
}

function addPositions(word: number, weight: number, into: Uint32Array): void {
  if (word === 0) return;
  // The four bytes' counts of one bit, added in the top byte: at most 4.
  for (let bit = 0; bit < 8; bit++) into[bit]! += weight * (Math.imul((word >>> bit) & 0x01010101, 0x01010101) >>> 24);
}
