/** What is true of the chip's content now, as far as the program can prove it. */
export const chipStates = ['untouched', 'modified', 'verified', 'unknown'] as const;
export type ChipState = (typeof chipStates)[number];
