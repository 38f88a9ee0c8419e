// Variable stores of edk2, as emulators and many newer boards have them. Format: public headers of edk2. Names and sizes only.
import { u16, u32, u8 } from '../bytes';
import { guidAt } from '../volumes/guids';

const STORE_HEADER_BYTES = 28;
const FORMATTED = 0x5a;
const START_MARK = 0x55aa;
const MAX_VARIABLES = 8192;
const MAX_NAME_BYTES = 1024;
/** Bits are cleared one after another: added, then, once a newer copy stands, in transition and deleted. */
const ADDED = 0x3f;
const ADDED_IN_TRANSITION = 0x3e;

/** Header of each variable, and where its sizes and identifier stand in it. */
const shapes = new Map([
  ['AAF32C78-947B-439A-A180-2E144EC37792', { format: 'edk2 authenticated', header: 60, sizes: 36 }],
  ['DDCF3616-3275-4164-98B6-FE85707FFE7D', { format: 'edk2', header: 32, sizes: 8 }],
]);

export interface Edk2Variable {
  readonly name: string;
  readonly guid: string;
  readonly offset: number;
  readonly length: number;
  readonly dataBytes: number;
}

export interface Edk2Store {
  readonly format: string;
  readonly offset: number;
  readonly length: number;
  /** Those with a current value. */
  readonly variables: readonly Edk2Variable[];
  readonly isFormatted: boolean;
  /** Where the chain of variables ends in something that is neither one nor blank. */
  readonly brokenAt?: number;
}

/** Undefined where no store header stands, or its size leaves the bytes. */
export function parseEdk2Store(bytes: Uint8Array, offset: number): Edk2Store | undefined {
  if (offset < 0 || offset + STORE_HEADER_BYTES > bytes.length) return undefined;
  const shape = shapes.get(guidAt(bytes, offset));
  const length = u32(bytes, offset + 16);
  if (!shape || length < STORE_HEADER_BYTES || offset + length > bytes.length) return undefined;
  const variables: Edk2Variable[] = [];
  const end = offset + length;
  let at = offset + STORE_HEADER_BYTES;
  let brokenAt: number | undefined;
  for (let count = 0; count < MAX_VARIABLES && at + shape.header <= end; count++) {
    if (u16(bytes, at) !== START_MARK) {
      if (u16(bytes, at) !== 0xffff) brokenAt = at;
      break;
    }
    const nameBytes = u32(bytes, at + shape.sizes);
    const dataBytes = u32(bytes, at + shape.sizes + 4);
    const total = shape.header + nameBytes + dataBytes;
    if (nameBytes > MAX_NAME_BYTES || at + total > end) {
      brokenAt = at;
      break;
    }
    const state = u8(bytes, at + 2);
    if (state === ADDED || state === ADDED_IN_TRANSITION) {
      const name = wideText(bytes, at + shape.header, nameBytes);
      variables.push({ name, guid: guidAt(bytes, at + shape.sizes + 8), offset: at, length: total, dataBytes });
    }
    at = offset + ((at - offset + total + 3) & ~3);
  }
  const isFormatted = u8(bytes, offset + 20) === FORMATTED;
  return { format: shape.format, offset, length, variables, isFormatted, ...(brokenAt === undefined ? {} : { brokenAt }) };
}

function wideText(bytes: Uint8Array, offset: number, length: number): string {
  let text = '';
  for (let at = offset; at + 2 <= offset + length; at += 2) {
    const letter = u16(bytes, at);
    if (letter === 0) break;
    text += String.fromCharCode(letter);
  }
  return text;
}
