// Which bytes of the chip a verb is about: regions by name, a range, or everything.
import { mergeRanges } from '../shared/firmware/ranges';
import type { RegionSpan } from '../shared/firmware/report';
import { fault } from '../shared/model/errors';
import type { ByteRange } from '../shared/model/plan';
import { hex, parseRange, requireInside } from './numbers';

export interface SelectionOptions {
  /** Names separated by commas; `all` is the whole chip. */
  readonly regions?: string;
  /** `OFFSET:LENGTH`. */
  readonly range?: string;
}

export interface Selection {
  /** Region names, or the range as text. */
  readonly names: readonly string[];
  /** Ascending, apart. */
  readonly ranges: readonly ByteRange[];
  /** The user named what is meant; otherwise it is the whole chip by default. */
  readonly named: boolean;
}

/** Throws INPUT_INVALID for unknown names, and for a range outside the chip. */
export function select({ regions, range }: SelectionOptions, layout: readonly RegionSpan[], chipBytes: number): Selection {
  const everything = { offset: 0, length: chipBytes };
  const spans = regions === undefined ? [] : regions.split(',').map((name) => regionNamed(name.trim(), layout, everything));
  const extra = range === undefined ? [] : [requireInside(parseRange(range), chipBytes)];
  if (regions === undefined && range === undefined) return { names: ['all'], ranges: [everything], named: false };
  return {
    names: [...spans.map(({ name }) => name), ...extra.map(({ offset, length }) => `${hex(offset)}:${hex(length)}`)],
    ranges: mergeRanges([...spans, ...extra]),
    named: true,
  };
}

function regionNamed(name: string, layout: readonly RegionSpan[], everything: ByteRange): RegionSpan {
  if (name === 'all') return { name, ...everything };
  const span = layout.find((region) => region.name === name);
  if (span) return requireSpanInside(span, everything.length);
  const known = layout.map((region) => region.name).join(', ');
  throw fault('INPUT_INVALID', {
    detail: known
      ? `there is no region "${name}"; there are: ${known}`
      : `no regions are known of this image: use --range instead of "${name}"`,
  });
}

function requireSpanInside(span: RegionSpan, chipBytes: number): RegionSpan {
  requireInside(span, chipBytes);
  return span;
}
