// The comparison as the screen shows it: what it means, and each file against the first by parts, by blocks, and by places to go to.
import { bareReport } from '../../shared/firmware/bare-report';
import { compareImages } from '../../shared/firmware/compare/compare-images';
import type { FileChange, Meaning, PairComparison } from '../../shared/firmware/compare/types';
import type { ComparedFile, ComparisonView } from '../../shared/ipc/check-views';
import { blockDifferences } from './block-differences';
import type { InspectedBytes } from './inspector';

/** More than a person looks through. */
const MOST_CHANGES = 200;
const MOST_RANGES = 2000;

export function comparisonView(files: readonly InspectedBytes[]): ComparisonView {
  const compared = compareImages(
    files.map(({ name, bytes, inspection }) => ({ name, bytes, report: inspection.report ?? unknownReport(bytes) })),
    { same: (left, right) => Buffer.compare(left, right) === 0 },
  );
  const [base] = files;
  return {
    equal: compared.identical,
    meanings: saidOnce(compared.meanings).map(({ code, certainty, message, next, evidence, files: said }) => ({
      code,
      certainty,
      message,
      next,
      ...(evidence === undefined ? {} : { evidence }),
      fileIds: said.flatMap((index) => files[index]?.fileId ?? []),
    })),
    files: files.map((file, index) => {
      const group = compared.groups.find((each) => each.includes(index));
      const pair = compared.pairs.find(({ right }) => group?.includes(right));
      return comparedFile(file, base ?? file, group?.includes(0) ? undefined : pair);
    }),
  };
}

/** What holds of several pairs in the same words is one sentence about all of their files. */
function saidOnce(meanings: readonly Meaning[]): Meaning[] {
  const said = new Map<string, Meaning>();
  for (const meaning of meanings) {
    const key = JSON.stringify([meaning.certainty, meaning.message, meaning.next]);
    const earlier = said.get(key);
    said.set(key, earlier ? { ...earlier, files: [...new Set([...earlier.files, ...meaning.files])].sort((a, b) => a - b) } : meaning);
  }
  return [...said.values()];
}

const unknownReport = (bytes: Uint8Array) => bareReport({ size: bytes.length, verdict: 'not-an-image', summary: '', findings: [] });

/** Without a pair it is equal to the first. */
function comparedFile({ fileId, name, bytes }: InspectedBytes, base: InspectedBytes, pair: PairComparison | undefined): ComparedFile {
  const shift = pair ? pair.alignment.rightOffset - pair.alignment.leftOffset : 0;
  return {
    fileId,
    name,
    sizeBytes: bytes.length,
    equal: pair === undefined,
    shift,
    differingBytes: pair?.total.bytes ?? 0,
    bitsCleared: pair?.total.cleared ?? 0,
    bitsSet: pair?.total.set ?? 0,
    onlyBytes: pair ? pair.alignment.onlyLeftBytes + pair.alignment.onlyRightBytes : 0,
    ranges: (pair?.ranges ?? []).slice(0, MOST_RANGES).map(({ offset, length }) => ({ offset, length })),
    rangesInAll: pair?.rangesTotal ?? 0,
    parts: pair ? partsOf(pair) : [],
    ...(pair?.files ? { changes: changesOf(pair.files) } : {}),
    blocks: blockDifferences(base.bytes, bytes, shift),
  };
}

/** Each region with what in it differs, most first as it came. */
function partsOf({ regions, structures }: PairComparison): ComparedFile['parts'] {
  const within = structures.map(({ path, offset, length, bytes }) => ({
    kind: 'structure' as const,
    name: path.at(-1) ?? '',
    path: [...path],
    offset,
    length,
    differingBytes: bytes,
  }));
  const told = new Set<(typeof within)[number]>();
  const parts = regions.flatMap(({ name, offset, length, bytes }) => {
    const own = within.filter((part) => part.offset >= offset && part.offset < offset + length && part.path.length > 1);
    for (const part of own) told.add(part);
    return [{ kind: 'region' as const, name, path: [name], offset, length, differingBytes: bytes }, ...own];
  });
  const outside = within.filter(
    (part) => !told.has(part) && !regions.some(({ name, offset }) => offset === part.offset || name === part.name),
  );
  return [...parts, ...outside].slice(0, MOST_CHANGES);
}

const changesOf = ({ changed, added, removed }: NonNullable<PairComparison['files']>): NonNullable<ComparedFile['changes']> => ({
  changed: changed.slice(0, MOST_CHANGES).map(changeOf),
  added: added.slice(0, MOST_CHANGES).map(changeOf),
  removed: removed.slice(0, MOST_CHANGES).map(changeOf),
});

const changeOf = ({ name, guid, inside, offset, lengthBefore, lengthAfter }: FileChange) => ({
  name: name ?? guid,
  guid,
  inside,
  ...(offset === undefined ? {} : { offset }),
  ...(lengthBefore === undefined ? {} : { lengthBefore }),
  ...(lengthAfter === undefined ? {} : { lengthAfter }),
});
