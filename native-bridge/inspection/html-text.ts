// Small pieces of HTML, every one of them escaped.

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export const hexOffset = (offset: number): string => `0x${offset.toString(16).toUpperCase().padStart(6, '0')}`;

/** First and last byte. */
export const hexRange = (offset: number, length: number): string =>
  length > 0 ? `${hexOffset(offset)}–${hexOffset(offset + length - 1)}` : hexOffset(offset);

/** Cells are escaped here; `classOf` names the class of a row. */
export function htmlTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  classOf: (row: number) => string = () => '',
): string {
  if (rows.length === 0) return '';
  const cells = (row: readonly string[]): string => row.map((text) => `<td>${escaped(text)}</td>`).join('');
  const lines = rows.map((row, index) => `<tr${classOf(index) === '' ? '' : ` class="${classOf(index)}"`}>${cells(row)}</tr>`);
  return `<table><thead><tr>${head.map((title) => `<th scope="col">${escaped(title)}</th>`).join('')}</tr></thead><tbody>${lines.join('\n')}</tbody></table>`;
}

/** Titles in the first column. */
export const htmlFacts = (rows: readonly (readonly [string, string])[]): string =>
  rows.length === 0
    ? ''
    : `<table class="facts">${rows.map(([title, value]) => `<tr><th scope="row">${escaped(title)}</th><td>${escaped(value)}</td></tr>`).join('')}</table>`;
