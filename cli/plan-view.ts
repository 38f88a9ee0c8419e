// A write plan as the public JSON has it, and as text.
import { planSteps, predictedWriteMs, type WritePlan } from '../shared/model/plan';
import type { ByteRange } from '../shared/model/plan';
import { count, durationText, rangeText, sizeText, table } from './wording';

export function planJson(plan: WritePlan): Record<string, unknown> {
  return {
    steps: planSteps(plan),
    bytesErased: plan.bytesErased,
    bytesProgrammed: plan.bytesProgrammed,
    bytesChanged: plan.bytesChanged,
    predictedMs: Math.round(predictedWriteMs(plan)),
    predictedVerifyMs: Math.round(plan.predicted.fullVerifyMs),
    regions: plan.regions,
  };
}

export function planText(plan: WritePlan): string[] {
  if (plan.units.length === 0) return ['Nothing to write: the chip already holds this image there.'];
  return table([
    ['regions', plan.regions.join(', ')],
    ['changes', `${sizeText(plan.bytesChanged)} in ${count(plan.units.length, 'block')}`],
    ['erases', sizeText(plan.bytesErased)],
    ['programs', sizeText(plan.bytesProgrammed)],
    [
      'takes',
      `${durationText(predictedWriteMs(plan))}, and ${durationText(plan.predicted.fullVerifyMs)} to verify the whole chip (predicted)`,
    ],
  ]);
}

export const rangesText = (ranges: readonly ByteRange[]): string => (ranges.length === 0 ? 'none' : ranges.map(rangeText).join(', '));
