// The 8.3 name of a ProLiant ROM image: product, variant and a packed date (domain rompaq.md 1.2).

export interface ImageName {
  /** "J06" */
  readonly family: string;
  /** "CPQJ061": the seven characters before the index. */
  readonly productId: string;
  /** 0: an image with a header of 72 bytes; anything else is parsed by the driver. */
  readonly variant: string;
  /** Packed date as a number. */
  readonly index: number;
  /** ISO day; absent where the index is no date. */
  readonly date?: string;
}

const BASE_YEAR = 1992;

/** Of a file name without its folder, whatever its case; undefined where it is none. */
export function parseImageName(name: string): ImageName | undefined {
  const found = /^(CPQ([A-Z0-9]{3})([A-Z0-9]))([0-9A-F])\.([0-9A-F]{3})$/.exec(name.toUpperCase());
  if (!found) return undefined;
  const index = parseInt(`${found[4]}${found[5]}`, 16);
  const date = dateOfIndex(index);
  return { family: found[2]!, productId: found[1]!, variant: found[3]!, index, ...(date ? { date } : {}) };
}

/** ISO day of a packed date; undefined where month or day are none. */
export function dateOfIndex(index: number): string | undefined {
  return isoDay(BASE_YEAR + (index >>> 9), (index >>> 5) & 0xf, index & 0x1f);
}

/** The name an image of this date must have. */
export function imageNameOf(productId: string, isoDate: string): string {
  const [year = 0, month = 0, day = 0] = isoDate.split('-').map(Number);
  const index = (((year - BASE_YEAR) << 9) | (month << 5) | day).toString(16).toUpperCase().padStart(4, '0');
  return `${productId}${index.slice(0, 1)}.${index.slice(1)}`;
}

/** "2018-05-21", or undefined where the numbers are no day of the calendar. */
export function isoDay(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : undefined;
}
