// The boot block: first jump, texts that name it, and whether its age is one that is known.
import type { MarkPlaces } from '../../machines';
import { fail, note, warn } from '../checks/finding';
import { hasResetVector } from '../hp';
import type { Finding } from '../report';
import { foundBytes } from './evidence';
import type { HpMarks } from './hp-marks';

/** `base`: chip offset of the first byte. Nothing where the bytes do not hold the end of the chip. */
export function checkBootBlock(bytes: Uint8Array, base: number, places: MarkPlaces, marks: HpMarks): Finding[] {
  const next = 'Restore the boot block.';
  const vector = places.resetVector - base;
  if (vector < 0 || vector + 16 > bytes.length) return [];
  const findings: Finding[] = [];
  if (!hasResetVector(bytes, vector)) {
    const message = 'There is no jump at the reset vector: the processor finds no first instruction.';
    findings.push(fail('RESET_VECTOR', message, { offset: vector, length: 16, next, evidence: foundBytes(bytes, vector) }));
  }
  if (!marks.crtm) {
    const offset = places.crtmText - base;
    const at = { offset, length: 0x40, next, evidence: foundBytes(bytes, offset) };
    if (at.offset >= 0) findings.push(warn('BOOT_BLOCK_TEXT', 'The boot block does not name its family and version where it should.', at));
  }
  return [
    ...findings,
    ...checkDate(bytes, marks, places.bootBlockDate - base),
    ...checkSignature(bytes, marks, places.signatureBlock - base),
  ];
}

function checkDate(bytes: Uint8Array, { bootBlock }: HpMarks, offset: number): Finding[] {
  if (!bootBlock)
    return [
      warn('BOOT_BLOCK_DATE', 'The boot block has no date where it should.', {
        offset,
        length: 16,
        next: 'Restore the boot block.',
        evidence: foundBytes(bytes, offset),
      }),
    ];
  const more = { offset, length: 10, evidence: bootBlock.date };
  switch (bootBlock.class) {
    case '2011':
      return [note('BOOT_BLOCK_2011', 'The boot block is of 2011: E5 v2 processors do not start with it.', more)];
    case 'other':
      return [note('BOOT_BLOCK_UNUSUAL_DATE', 'The date of the boot block is none of those known.', more)];
    case '2013':
      return [];
  }
}

/** What the block covers is not known, so that this is told and nothing is concluded from it. */
function checkSignature(bytes: Uint8Array, { signature }: HpMarks, offset: number): Finding[] {
  if (!signature || signature.endIsThere) return [];
  return [
    note('SIGNATURE_BLOCK_CUT', "HP's signature block is not whole: the text that ends it is missing.", {
      offset,
      length: signature.length,
      evidence: `${foundBytes(bytes, offset + signature.length - 8, 8)}, expected " SIG_END"`,
    }),
  ];
}
