// Defects of the dump itself, in words.
import { assertNever } from '../../model/result';
import { hex } from '../bytes';
import type { DumpDefect } from '../dump-diagnosis';
import type { Finding } from '../report';
import { fail } from './finding';

const readAgain = 'Check clip and adapter, then read the chip again.';

export function dumpFinding(defect: DumpDefect): Finding {
  switch (defect.kind) {
    case 'empty':
      return fail('DUMP_EMPTY', 'The file is empty.', { next: 'Choose another file.' });
    case 'constant':
      return fail('DUMP_CONSTANT', `Every byte is ${hex(defect.value, 2)}: this is what a chip without contact reads like, not firmware.`, {
        next: readAgain,
      });
    case 'mirrored':
      return fail(
        'DUMP_MIRRORED',
        'The second half equals the first: the highest address line does not arrive, or the chip is half this size.',
        { next: readAgain },
      );
    case 'address-line':
      return fail('DUMP_ADDRESS_LINE', `Blocks repeat wherever only address line A${defect.line} differs: that line is stuck.`, {
        next: readAgain,
        evidence: `A${defect.line}`,
      });
    case 'data-line':
      return fail('DUMP_DATA_LINE', `Data bit ${defect.bit} is ${defect.value} in every byte: that line is stuck.`, {
        next: readAgain,
        evidence: `bit ${defect.bit}`,
      });
    case 'shifted':
      return fail(
        'DUMP_SHIFTED',
        `Everything stands ${Math.abs(defect.byBytes)} bytes too ${defect.byBytes > 0 ? 'late' : 'early'}: the file was cut or joined in the wrong place.`,
        {
          next: 'Read the chip again, or cut the file at the right place.',
          evidence: `shift ${defect.byBytes}`,
        },
      );
    case 'swapped':
      return fail('DUMP_SWAPPED', `The bytes are in the wrong order (${defect.order} swapped).`, {
        next: 'Save the file again without byte swapping.',
        evidence: defect.order,
      });
    case 'truncated':
      return fail('DUMP_TRUNCATED', `The file is cut: its descriptor belongs to a chip of ${defect.expectedBytes / 0x100000} MiB.`, {
        next: 'Read the whole chip again.',
        evidence: `expected ${hex(defect.expectedBytes)} bytes`,
      });
    default:
      return assertNever(defect);
  }
}
