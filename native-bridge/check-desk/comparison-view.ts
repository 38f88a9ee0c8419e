// The comparison as the screen shows it: what it means, by parts, by blocks, and the places to go to.
import type { ComparisonView } from '../../shared/ipc/check-views';
import type { InspectedBytes } from './inspector';
import { blockDifferences, byteDifferences } from './byte-differences';

export function comparisonView(files: readonly InspectedBytes[]): ComparisonView {
  const [base, ...others] = files;
  if (!base) return { equal: true, sentences: [], files: [], parts: [], blocks: new Uint8Array(0) };
  const differences = others.map((file) => byteDifferences(base.bytes, file.bytes));
  const equal = differences.every(({ differingBytes }) => differingBytes === 0);
  const regions = base.inspection.report?.regions ?? [];
  return {
    equal,
    sentences: [equal ? 'Every byte is equal.' : 'The files differ.'],
    files: files.map(({ fileId, name, bytes }, index) => {
      const own = differences[index - 1];
      return {
        fileId,
        name,
        sizeBytes: bytes.length,
        equal: !own || own.differingBytes === 0,
        differingBytes: own?.differingBytes ?? 0,
        ranges: [...(own?.ranges ?? [])],
        rangesInAll: own?.rangesInAll ?? 0,
      };
    }),
    parts: regions
      .map(({ name, offset, length }) => {
        const part = (bytes: Uint8Array) => bytes.subarray(offset, offset + length);
        const differingBytes = Math.max(0, ...others.map(({ bytes }) => byteDifferences(part(base.bytes), part(bytes)).differingBytes));
        return { name, offset, length, differingBytes, detail: '' };
      })
      .filter(({ differingBytes }) => differingBytes > 0),
    blocks: blockDifferences(
      base.bytes,
      others.map(({ bytes }) => bytes),
    ),
  };
}
