// Proves after the fact that every byte of a composed image is either the base's or follows from a step, by looking at the bytes again.
// Believes no step: what a step claims to have copied is compared with its input.
import type { ByteRange } from '../../model/plan';
import { fail } from '../checks/finding';
import { endOf } from '../ranges';
import type { Finding } from '../report';
import type { ComposeInput, ComposeStep, ExplainedRange, PlacedRegion } from './types';

export interface ExplainRequest {
  readonly base: Uint8Array;
  readonly target: Uint8Array;
  /** The base is the first. */
  readonly inputs: readonly ComposeInput[];
  readonly steps: readonly ComposeStep[];
  readonly regions: readonly PlacedRegion[];
}

export interface Explanation {
  /** The whole target, ascending, without gap. */
  readonly ranges: readonly ExplainedRange[];
  /** One `fail` for each range that nothing explains. */
  readonly findings: readonly Finding[];
}

export function explainComposition({ base, target, inputs, steps, regions }: ExplainRequest): Explanation {
  const size = target.length;
  const borders = [0, size, ...[...regions, ...steps].flatMap((range) => [range.offset, endOf(range)])].filter(
    (at) => at >= 0 && at <= size,
  );
  const cuts = [...new Set(borders)].sort((a, b) => a - b);
  const pieces: ExplainedRange[] = [];
  cuts.slice(0, -1).forEach((offset, index) => {
    const range = { offset, length: cuts[index + 1]! - offset };
    const region = regions.find((each) => offset >= each.offset && offset < endOf(each))?.name ?? '';
    const step = steps.findLast((each) => offset >= each.offset && offset < endOf(each));
    pieces.push(...explainPiece(range, region, step, base, target, inputs));
  });
  const ranges = joined(pieces);
  const findings = ranges
    .filter(({ rule }) => rule === 'unexplained')
    .map(({ offset, length, changedBytes }) =>
      fail('COMPOSE_UNEXPLAINED', 'Bytes of the composed image are neither the base’s nor explained by a rule.', {
        offset,
        length,
        evidence: `${changedBytes} bytes differ from the base`,
        next: 'Do not write this image. Report it: it is a fault of the program.',
      }),
    );
  return { ranges, findings };
}

function explainPiece(
  range: ByteRange,
  region: string,
  step: ComposeStep | undefined,
  base: Uint8Array,
  target: Uint8Array,
  inputs: readonly ComposeInput[],
): ExplainedRange[] {
  const { offset, length } = range;
  const actual = target.subarray(offset, offset + length);
  const changedBytes = countDiffering(base.subarray(offset, offset + length), actual);
  const piece = { ...range, region, changedBytes };
  const baseName = inputs[0]?.name ?? 'base';
  if (!step)
    return changedBytes === 0
      ? [{ ...piece, rule: 'kept', from: baseName }]
      : splitAtFault(piece, base.subarray(offset, offset + length), actual, baseName);
  const into = offset - step.offset;
  const expected =
    step.kind === 'copy'
      ? inputs[step.input]?.bytes.subarray(step.from + into, step.from + into + length)
      : Uint8Array.from(step.bytes.slice(into, into + length));
  if (!expected || countDiffering(expected, actual) > 0) return [{ ...piece, rule: 'unexplained' }];
  if (step.kind === 'edit') return [{ ...piece, rule: step.rule }];
  return [{ ...piece, rule: step.rule, from: inputs[step.input]!.name }];
}

/** What is kept up to the first byte that is not, the span that is not, and the rest. */
function splitAtFault(piece: Omit<ExplainedRange, 'rule'>, before: Uint8Array, after: Uint8Array, baseName: string): ExplainedRange[] {
  let first = 0;
  while (before[first] === after[first]) first++;
  let last = after.length - 1;
  while (before[last] === after[last]) last--;
  const cut = (from: number, to: number) => ({ offset: piece.offset + from, length: to - from, region: piece.region });
  return [
    { ...cut(0, first), changedBytes: 0, rule: 'kept' as const, from: baseName },
    { ...cut(first, last + 1), changedBytes: piece.changedBytes, rule: 'unexplained' as const },
    { ...cut(last + 1, after.length), changedBytes: 0, rule: 'kept' as const, from: baseName },
  ].filter(({ length }) => length > 0);
}

/** Neighbours that tell the same are one. */
function joined(pieces: readonly ExplainedRange[]): ExplainedRange[] {
  const out: ExplainedRange[] = [];
  for (const piece of pieces) {
    const previous = out.at(-1);
    if (previous && previous.region === piece.region && previous.rule === piece.rule && previous.from === piece.from)
      out[out.length - 1] = {
        ...previous,
        length: previous.length + piece.length,
        changedBytes: previous.changedBytes + piece.changedBytes,
      };
    else out.push(piece);
  }
  return out;
}

/** Bytes that only one of them has count too. */
function countDiffering(left: Uint8Array, right: Uint8Array): number {
  const shared = Math.min(left.length, right.length);
  let count = Math.max(left.length, right.length) - shared;
  let at = 0;
  if (((left.byteOffset | right.byteOffset) & 3) === 0) {
    // Four at a time: nearly all of nearly every image is equal to its base.
    const words = shared >>> 2;
    const [a, b] = [new Uint32Array(left.buffer, left.byteOffset, words), new Uint32Array(right.buffer, right.byteOffset, words)];
    for (let word = 0; word < words; word++) {
      const bits = a[word]! ^ b[word]!;
      if (bits !== 0)
        count +=
          ((bits & 0xff) !== 0 ? 1 : 0) + ((bits & 0xff00) !== 0 ? 1 : 0) + ((bits & 0xff0000) !== 0 ? 1 : 0) + (bits >>> 24 !== 0 ? 1 : 0);
    }
    at = words * 4;
  }
  for (; at < shared; at++) if (left[at] !== right[at]) count++;
  return count;
}
