// What the sentences on a plan say: sizes and the predicted time, in units people use.
import { predictedWriteMs, type WritePlan } from '../shared/model/plan';
import { formatBytes, formatDuration } from './format';

export const planFigures = (plan: WritePlan) => ({
  erased: formatBytes(plan.bytesErased),
  programmed: formatBytes(plan.bytesProgrammed),
  time: formatDuration(predictedWriteMs(plan)),
});
