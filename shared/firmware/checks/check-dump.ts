// Defects of the dump itself, in words.
import { assertNever } from '../../model/result';
import { hex } from '../bytes';
import type { DumpDefect } from '../dump-diagnosis';
import type { Finding } from '../report';
import { fail, warn } from './finding';

const readAgain = 'Check clip and adapter, then read the chip again.';
const saveAgain = 'Read the chip again, or save the file again without any conversion.';

/** "12 MiB", "16,384 bytes" where it is no round number. */
export function sizeText(size: number): string {
  if (size >= 0x100000 && size % 0x10000 === 0) return `${(size / 0x100000).toString()} MiB`;
  if (size >= 0x400 && size % 0x400 === 0) return `${(size / 0x400).toString()} KiB`;
  return size === 1 ? '1 byte' : `${size.toString().replace(/\B(?=(\d{3})+$)/g, ',')} bytes`;
}

export function dumpFinding(defect: DumpDefect, size: number): Finding {
  const whole = { offset: 0, length: size };
  switch (defect.kind) {
    case 'empty':
      return fail('DUMP_EMPTY', 'The file is empty.', { next: 'Choose another file.' });
    case 'constant':
      return fail('DUMP_CONSTANT', `Every byte is ${hex(defect.value, 2)}: this is what a chip without contact reads like, not firmware.`, {
        ...whole,
        next: readAgain,
      });
    case 'mostly-blank':
      return fail('DUMP_MOSTLY_BLANK', `Only ${sizeText(defect.contentBytes)} of ${sizeText(size)} are anything but FF or 00.`, {
        ...whole,
        next: readAgain,
      });
    case 'mirrored':
      return mirrored(defect, size);
    case 'address-line':
      return fail('DUMP_ADDRESS_LINE', `Content repeats wherever only address line A${defect.line} differs: that line is stuck.`, {
        offset: 2 ** defect.line,
        length: 2 ** defect.line,
        next: readAgain,
        evidence: `A${defect.line}`,
      });
    case 'joined-lines':
      return fail(
        'DUMP_ADDRESS_LINES_JOINED',
        `The address lines A${defect.lines[0]} and A${defect.lines[1]} act as one: they touch each other.`,
        {
          offset: 2 ** defect.lines[0],
          length: 2 ** defect.lines[0],
          next: readAgain,
          evidence: defect.lines.map((line) => `A${line}`).join(' '),
        },
      );
    case 'data-line':
      return fail(
        'DUMP_DATA_LINE',
        defect.length === size
          ? `Data bit ${defect.bit} is ${defect.value} in every byte: that line is stuck.`
          : `From ${hex(defect.offset)} to ${hex(defect.offset + defect.length - 1)} data bit ${defect.bit} is always ${defect.value}: the contact was lost there.`,
        { offset: defect.offset, length: defect.length, next: readAgain, evidence: `bit ${defect.bit}` },
      );
    case 'shifted':
      return fail(
        'DUMP_SHIFTED',
        `Everything stands ${sizeText(Math.abs(defect.byBytes))} too ${defect.byBytes > 0 ? 'late' : 'early'}: the file was cut or joined in the wrong place.`,
        { ...whole, next: `Read the chip again, or move the content by ${-defect.byBytes} bytes.`, evidence: `shift ${defect.byBytes}` },
      );
    case 'slipped':
      return fail(
        'DUMP_SLIPPED',
        `Somewhere between ${hex(defect.from)} and ${hex(defect.to)} ${defect.byBytes > 0 ? 'bytes were put in' : 'bytes are missing'}: all that follows stands ${sizeText(Math.abs(defect.byBytes))} too ${defect.byBytes > 0 ? 'late' : 'early'}.`,
        { offset: defect.from, length: size - defect.from, next: 'Read the chip again.', evidence: `shift ${defect.byBytes}` },
      );
    case 'wrong-order':
      return fail(
        'DUMP_WRONG_ORDER',
        `The pieces are in the wrong order: the start of the image stands at ${hex(defect.startsAt)}, after its end.`,
        { offset: defect.startsAt, length: size - defect.startsAt, next: 'Join the reads of the chips the other way round.' },
      );
    case 'swapped':
      return fail('DUMP_SWAPPED', `${orderText[defect.order]}.`, { ...whole, next: saveAgain, evidence: defect.order });
    case 'bit-slip':
      return fail(
        'DUMP_BIT_SLIP',
        `Every byte is ${defect.byBits === 1 ? 'one bit' : `${defect.byBits} bits`} out of step: the clock was miscounted at the start.`,
        {
          ...whole,
          next: readAgain,
          evidence: `${defect.byBits} bits`,
        },
      );
    case 'truncated':
      return fail('DUMP_TRUNCATED', `The file is cut after ${sizeText(size)} of ${sizeText(defect.expectedBytes)}.`, {
        offset: size,
        length: defect.expectedBytes - size,
        next: 'Read the whole chip again.',
        evidence: `expected ${hex(defect.expectedBytes)} bytes`,
      });
    case 'padded':
      return padded(defect, size);
    case 'stopped':
      return fail(
        'DUMP_STOPPED',
        `From ${hex(defect.from)} to the end every byte is ${hex(defect.value, 2)}: the reading stopped there, or the file was filled up.`,
        { offset: defect.from, length: size - defect.from, next: 'Read the whole chip again.' },
      );
    default:
      return assertNever(defect);
  }
}

const orderText = {
  '16-bit': 'The two bytes of each 16-bit word are swapped',
  '32-bit': 'The four bytes of each 32-bit word are in reverse',
  '64-bit': 'The eight bytes of each 64-bit word are in reverse',
  words: 'The two halves of each 32-bit word are swapped',
  bits: 'The bits of each byte are in reverse',
  nibbles: 'The two hexadecimal digits of each byte are swapped',
  inverted: 'Every bit is inverted',
} as const;

const times = (parts: number): string => (parts === 2 ? 'twice' : `${parts} times`);

function mirrored({ parts, isWhole }: { readonly parts: number; readonly isWhole: boolean }, size: number): Finding {
  const place = { offset: size / parts, length: size - size / parts };
  if (isWhole) {
    return warn(
      'DUMP_REPEATED',
      `The file holds the same image ${times(parts)}: the chip is of ${sizeText(size / parts)}, and more was read.`,
      {
        ...place,
        next: `Keep the first ${sizeText(size / parts)}.`,
      },
    );
  }
  return fail(
    'DUMP_MIRRORED',
    `The file holds its first ${sizeText(size / parts)} ${times(parts)}: the highest address line does not arrive, or the chip is smaller than was read.`,
    { ...place, next: readAgain },
  );
}

function padded({ chipBytes, filling }: { readonly chipBytes: number; readonly filling: string }, size: number): Finding {
  const place = { offset: chipBytes, length: size - chipBytes };
  const next = `Keep the first ${sizeText(chipBytes)}.`;
  return filling === 'content'
    ? fail('DUMP_JOINED', `Behind the end of the image stand ${sizeText(place.length)} of something else.`, { ...place, next })
    : warn('DUMP_PADDED', `The image ends after ${sizeText(chipBytes)}; ${sizeText(place.length)} of ${filling} follow.`, {
        ...place,
        next,
      });
}
