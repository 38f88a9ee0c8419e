// Dates as firmware writes them, as ISO days.

/** Undefined for what is no day of the years firmware was made in. */
export function isoDay(year: number, month: number, day: number): string | undefined {
  const isDay = year >= 1990 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  return isDay ? `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` : undefined;
}

/** Two decimal digits a byte; NaN where a digit is a letter. */
const decimal = (value: number, digits: number): number => {
  const text = value.toString(16);
  return text.length <= digits && /^\d+$/.test(text) ? Number(text) : Number.NaN;
};

/** 0x03142019, as microcode has it. */
export const bcdMonthDayYear = (value: number): string | undefined =>
  isoDay(decimal(value & 0xffff, 4), decimal(value >>> 24, 2), decimal((value >>> 16) & 0xff, 2));

/** 0x20130906, as the modules signed by Intel have it. */
export const bcdYearMonthDay = (value: number): string | undefined =>
  isoDay(decimal(value >>> 16, 4), decimal((value >>> 8) & 0xff, 2), decimal(value & 0xff, 2));
