// Files that stand in a row where no volume is: one whose header is gone. For images whose map is not known.
import type { StructureNode } from '../report';
import { nextRow, type FileRules } from './file-header';
import { readFiles } from './read-files';
import { offsetIn, type Source, type Walk } from './walk';

const HEADER_BYTES = 0x48;

/** Looks in [from, to), which has no volume. */
export function readHeadless(walk: Walk, source: Source, from: number, to: number): StructureNode[] {
  const gap: FileRules = { start: (from + 7) & ~7, end: to, erased: 0xff, revision: 2, largeFiles: false };
  const first = nextRow(source.bytes, gap);
  if (first === undefined) return [];
  const headerAt = Math.max(from, first - HEADER_BYTES);
  walk.volumes++;
  walk.say(
    'fail',
    'VOLUME_HEADER_MISSING',
    source,
    headerAt,
    first - headerAt,
    'Files of the BIOS stand where no volume begins: its header is gone.',
    {
      evidence: 'three files or more in a row',
      next: 'Read the chip again, or restore the BIOS code.',
    },
  );
  const children = readFiles(walk, source, first, { ...gap, start: first });
  return [{ kind: 'volume', name: 'Volume without a header', ...offsetIn(source, first), length: to - first, state: 'bad', children }];
}
