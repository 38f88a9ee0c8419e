// Where the bytes of a file stand in the chip, and where the chip stands below 4 GiB. Addresses are those the processor sees.

export interface ChipPlace {
  /** Chip offset of the file's first byte. */
  readonly base: number;
  /** Of the whole chip: it ends at 4 GiB. */
  readonly sizeBytes: number;
}

const TOP = 0x1_0000_0000;

/** Offset in the file; may lie outside it. */
export const fileOffsetOf = (address: number, { base, sizeBytes }: ChipPlace): number => address - (TOP - sizeBytes) - base;

export const addressOf = (fileOffset: number, { base, sizeBytes }: ChipPlace): number => TOP - sizeBytes + base + fileOffset;

export const isInChip = (address: number, length: number, { sizeBytes }: ChipPlace): boolean =>
  address >= TOP - sizeBytes && address + length <= TOP;

export const isInFile = (bytes: Uint8Array, offset: number, length: number): boolean => offset >= 0 && offset + length <= bytes.length;
