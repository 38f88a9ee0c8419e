// Checks of one file in a volume: header sum, sum of the content or what stands for it, state, blank padding.
import { hex } from '../bytes';
import {
  DATA_CHECKSUM,
  STATE,
  dataSum,
  fixedChecksum,
  isFixedChecksum,
  provenHeaderBytes,
  stateOf,
  type FileHeader,
  type FileRules,
} from './file-header';
import { HP_OLD_FIXED_CHECKSUM } from './guids';
import { countOther } from './volume-sums';
import type { Source, Walk } from './walk';

const restore = 'Read the chip again, or restore the BIOS code.';
/** Fewer deviating bytes than this in padding are errors of reading rather than content. */
const STRAY_BYTES = 16;

/** Sum of the content with its checksum, 0 is right; undefined where the file has none. Notes what is proven. */
export function sumFile(walk: Walk, source: Source, header: FileHeader, isSound: boolean): number | undefined {
  const { at, size, hasDataSum } = header;
  for (const part of provenHeaderBytes(header)) walk.prove(source, part.at, Math.min(part.length, at + size - part.at));
  if (!isSound || !hasDataSum) return undefined;
  walk.prove(source, at + STATE + 1, size - STATE - 1);
  return dataSum(source.bytes, header);
}

export function sayHeaderSum(walk: Walk, source: Source, { at, headerBytes, headerSum }: FileHeader, size: number): void {
  walk.say('fail', 'FILE_HEADER_CHECKSUM', source, at, headerBytes, 'The header of a file in the BIOS does not match its checksum.', {
    evidence: `expected sum 0x00, found ${hex(headerSum, 2)}; the file takes ${hex(size)} bytes`,
    next: restore,
  });
}

/** Of a file whose header is sound. `sum`: what `sumFile` gave; `label`: how sentences call the file. */
export function checkFile(
  walk: Walk,
  source: Source,
  header: FileHeader,
  rules: FileRules,
  { sum, guid, label }: { readonly sum: number | undefined; readonly guid: string; readonly label: string },
): boolean {
  const isDataRight =
    sum === undefined ? fixedIsRight(walk, source, header, rules, guid, label) : dataIsRight(walk, source, header, sum, label);
  return stateIsRight(walk, source, header, label) && isDataRight;
}

function dataIsRight(walk: Walk, source: Source, header: FileHeader, sum: number, label: string): boolean {
  if (sum === 0) return true;
  walk.say(
    'fail',
    'FILE_DATA_CHECKSUM',
    source,
    header.at,
    header.size,
    `The content of ${label} does not match its checksum: at least one bit in it is wrong.`,
    { evidence: `expected ${hex((header.dataChecksum - sum) & 0xff, 2)}, found ${hex(header.dataChecksum, 2)}`, next: restore },
  );
  return false;
}

function fixedIsRight(
  walk: Walk,
  source: Source,
  { at, dataChecksum }: FileHeader,
  rules: FileRules,
  guid: string,
  label: string,
): boolean {
  const expected = fixedChecksum(rules.revision);
  if (dataChecksum === expected || guid === HP_OLD_FIXED_CHECKSUM) return true;
  const evidence = `expected ${hex(expected, 2)}, found ${hex(dataChecksum, 2)}`;
  if (isFixedChecksum(dataChecksum)) {
    walk.say(
      'note',
      'FILE_FIXED_CHECKSUM',
      source,
      at + DATA_CHECKSUM,
      1,
      `${sentence(label)} carries the fixed checksum of another revision.`,
      {
        evidence,
      },
    );
    return true;
  }
  walk.say(
    'fail',
    'FILE_FIXED_CHECKSUM',
    source,
    at + DATA_CHECKSUM,
    1,
    `The header of ${label} has a byte that should be fixed and is not.`,
    {
      evidence,
      next: restore,
    },
  );
  return false;
}

function stateIsRight(walk: Walk, source: Source, { at, state }: FileHeader, label: string): boolean {
  const evidence = `expected state 0x07, found ${hex(state, 2)}`;
  switch (stateOf(state)) {
    case 'valid':
      return true;
    case 'updating':
      walk.say('warn', 'FILE_UPDATING', source, at + STATE, 1, `${sentence(label)} is marked as being replaced: that was never finished.`, {
        evidence,
        next: 'Compare with another copy of this BIOS.',
      });
      return true;
    case 'deleted':
      walk.say('warn', 'FILE_DELETED', source, at + STATE, 1, `${sentence(label)} is marked as deleted: the firmware passes over it.`, {
        evidence,
        next: 'Compare with another copy of this BIOS.',
      });
      return true;
    case 'wrong':
      walk.say('fail', 'FILE_STATE', source, at + STATE, 1, `${sentence(label)} is marked neither valid nor deleted.`, {
        evidence,
        next: restore,
      });
      return false;
  }
}

/** Of a padding file: its content. */
export function paddingIsBlank(walk: Walk, source: Source, from: number, to: number, rules: FileRules): boolean {
  const count = countOther(source.bytes, rules.erased, from, to);
  // Vendors put tables of their own into padding; single bytes are none.
  if (count === 0 || count > STRAY_BYTES) return true;
  walk.say('warn', 'FILE_PADDING', source, from, to - from, 'A padding file of the BIOS is blank but for a few bytes.', {
    evidence: `${count} ${count === 1 ? 'byte' : 'bytes'} not ${hex(rules.erased, 2)}`,
    next: 'Read the chip again and compare.',
  });
  return false;
}

const sentence = (label: string): string => label.charAt(0).toUpperCase() + label.slice(1);
