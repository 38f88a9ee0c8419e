// Makes the image to be written, and judges it: placing, inspecting, explaining in one go. Where the inspection runs elsewhere, the
// caller does the three steps itself.
import { err, ok, type Result } from '../../model/result';
import { inspectImage, type InspectHints } from '../inspect';
import type { ImageReport } from '../report';
import { judgeComposition, refuseBase } from './judge';
import { placeRegions } from './place-regions';
import type { ComposeRequest, Composition } from './types';

export interface ComposeTools {
  readonly inspect?: (bytes: Uint8Array, hints: InspectHints) => ImageReport;
  /** Of the base, where it is known already. */
  readonly baseReport?: ImageReport;
}

/**
 * The errors of `placeRegions` and `refuseBase`. A target with `fail` findings is still answered: whether it may be written is not
 * decided here.
 */
export function composeTarget(request: ComposeRequest, { inspect = inspectImage, baseReport }: ComposeTools = {}): Result<Composition> {
  const placed = placeRegions(request);
  if (!placed.ok) return placed;
  const hints = hintsFor(request);
  const base = baseReport ?? inspect(request.base, hints);
  const refused = refuseBase(base, request);
  if (refused) return err(refused);
  return ok(judgeComposition(request, placed.value, base, inspect(placed.value.target, hints)));
}

export const hintsFor = ({ machine }: Pick<ComposeRequest, 'machine'>): InspectHints => (machine ? { machineId: machine.id } : {});
