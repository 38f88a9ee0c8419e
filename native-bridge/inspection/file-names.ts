// Names of files: in which order they are told, and which are no dumps by their name alone.

/** What lies beside dumps: the program's own records, notes, pictures. Looked at only where it is named itself. */
const companions = new Set(
  'json ndjson txt md htm html xml csv tsv log pdf doc docx xls xlsx png jpg jpeg gif webp bmp svg mp4 mov sha1 sha256 md5 sfv ini url lnk tmp part'.split(
    ' ',
  ),
);

/** Whether a folder's or an archive's member of that name is passed over. */
export function isCompanion(path: string): boolean {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name.startsWith('.') || companions.has(name.slice(name.lastIndexOf('.') + 1).toLowerCase());
}

let collator: Intl.Collator | undefined;

/** "read2" before "read10"; the same order on every system. */
export function compareNames(one: string, other: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(one, other) || (one < other ? -1 : Number(one > other));
}

/** A name from outside, fit to be shown: no control characters, no turned direction of writing, no novel. */
export const shownName = (name: string): string => {
  const clean = name.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
  return clean.length > 300 ? `${clean.slice(0, 299)}…` : clean;
};
