// Chip contents of the bench: noise from a fixed seed, so that every run measures the same job. No vendor bytes.
export const CHIP_BYTES = 16 * 1024 * 1024;
const PAGE_BYTES = 256;
export const bootBlock = { offset: 0xff0000, length: 0x10000 };
/** 6 MiB from the start of the BIOS code. */
export const biosCode = { offset: 0x580000, length: 6 * 1024 * 1024 };

/** xorshift32: fast, and the same everywhere. */
export function noise(length: number, seed: number): Uint8Array {
  const words = new Uint32Array(length / 4);
  let state = seed;
  for (let at = 0; at < words.length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  return new Uint8Array(words.buffer);
}

export function oldChip(): Uint8Array {
  const chip = noise(CHIP_BYTES, 1);
  blankedGap(chip.subarray(bootBlock.offset));
  return chip;
}

/** The old chip with another boot block: all of the parts that are not blank differ. */
export function withNewBootBlock(): Uint8Array {
  const block = blankedGap(noise(bootBlock.length, 2));
  return patched(bootBlock.offset, block);
}

/** Only 0-0FFF and C000-FFFF of a boot block hold anything (domain: z620 3). */
function blankedGap(block: Uint8Array): Uint8Array {
  block.fill(0xff, 0x1000, 0xc000);
  return block;
}

/** The old chip with 6 MiB of other BIOS code, 35 % of its pages blank. */
export function withNewBiosCode(): Uint8Array {
  const code = noise(biosCode.length, 3);
  const dice = noise((biosCode.length / PAGE_BYTES) * 4, 4);
  for (let page = 0; page < biosCode.length / PAGE_BYTES; page++) {
    const roll = (dice[page * 4]! * 256 + dice[page * 4 + 1]!) / 65_536;
    if (roll < 0.35) code.fill(0xff, page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
  }
  return patched(biosCode.offset, code);
}

export const allNew = (): Uint8Array => noise(CHIP_BYTES, 5);

function patched(offset: number, bytes: Uint8Array): Uint8Array {
  const chip = oldChip();
  chip.set(bytes, offset);
  return chip;
}
