// Lengths that an image of a flash chip can have. Looks at no byte.

const MIB = 1024 * 1024;
/** Chips that business PCs carry. */
const chipBytes: ReadonlySet<number> = new Set([2, 4, 8, 16, 32].map((mebibytes) => mebibytes * MIB));

/** As long as a flash chip: worth looking into. */
export const mayBeFirmware = (size: number): boolean => chipBytes.has(size);
