// Which rows of a long table are drawn: those in sight, some before and behind them, and the one that the keyboard is at. What is not
// drawn is held open by gaps. Pure: heights in, rows and gaps out.

/** Of a row that was not drawn yet; a name and a sentence on two lines. */
export const USUAL_ROW_PX = 64;

export type Drawn =
  { readonly kind: 'row'; readonly index: number } | { readonly kind: 'gap'; readonly before: number; readonly px: number };

export interface Span {
  /** First row drawn, and the one behind the last. */
  readonly from: number;
  readonly to: number;
}

/** Where each row begins, and at the end where the last one ends. In px of the rows alone, without the head of the table. */
export function rowTops(heights: readonly (number | undefined)[]): Float64Array {
  const tops = new Float64Array(heights.length + 1);
  heights.forEach((height, index) => (tops[index + 1] = (tops[index] ?? 0) + (height ?? USUAL_ROW_PX)));
  return tops;
}

/** Rows that touch `from` to `to`, in px. */
export function rowsBetween(tops: Float64Array, fromPx: number, toPx: number): Span {
  const count = tops.length - 1;
  const from = Math.min(indexAt(tops, fromPx), Math.max(0, count - 1));
  return { from, to: Math.min(count, indexAt(tops, toPx) + 1) };
}

/** The last row that begins at or before a place. */
function indexAt(tops: Float64Array, px: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? 0) <= px) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** In the order of the table. `kept`: a row that is drawn wherever it is; outside of the table it is none. */
export function drawnRows(tops: Float64Array, { from, to }: Span, kept: number): Drawn[] {
  const count = tops.length - 1;
  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  if (kept >= 0 && kept < from) indexes.unshift(kept);
  if (kept >= to && kept < count) indexes.push(kept);
  const drawn: Drawn[] = [];
  let next = 0;
  const skipTo = (index: number) => {
    const px = (tops[index] ?? 0) - (tops[next] ?? 0);
    if (px > 0) drawn.push({ kind: 'gap', before: index, px });
  };
  for (const index of indexes) {
    skipTo(index);
    drawn.push({ kind: 'row', index });
    next = index + 1;
  }
  skipTo(count);
  return drawn;
}
