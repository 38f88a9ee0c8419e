// HP's marks in the BIOS of the Zx20 family: block tags, boot-block texts, signature block. Offsets come from the machine's data.
import { ascii, startsWith, sum16, u8 } from './bytes';

export interface BlockTag {
  readonly kind: 'FLSH' | 'RCRV';
  /** "J61" */
  readonly family: string;
  /** "03.96" */
  readonly version: string;
  /** The eight words of the tag sum to 0. */
  readonly sumIsGood: boolean;
}

/** The 16 bytes at the start of a volume. */
export function blockTag(bytes: Uint8Array, offset: number): BlockTag | undefined {
  const kind = (['FLSH', 'RCRV'] as const).find((text) => startsWith(bytes, offset, text));
  if (!kind || offset + 16 > bytes.length) return undefined;
  return { kind, family: ascii(bytes, offset + 4, 3), version: ascii(bytes, offset + 7, 5), sumIsGood: sum16(bytes, offset, 16) === 0 };
}

export interface CrtmText {
  readonly family: string;
  readonly version: string;
  /** "03/06/2013" */
  readonly date?: string;
}

/** "CRTM_START J61 v03.04 … 03/06/2013 13:10:01 CRTM_END" at its one right place; the same text stands again in the recovery volume. */
export function crtmText(bytes: Uint8Array, offset: number): CrtmText | undefined {
  const found = /^CRTM_START (J\w{2}) v(\d\d\.\d\d)/.exec(ascii(bytes, offset, 0x60));
  if (!found) return undefined;
  const date = /\d\d\/\d\d\/\d{4}/.exec(ascii(bytes, offset, 0x60))?.[0];
  return { family: found[1]!, version: found[2]!, ...(date ? { date } : {}) };
}

export interface BootBlockDate {
  /** "03/06/2013", as Setup shows it. */
  readonly date: string;
  readonly version?: string;
  readonly class: '2011' | '2013' | 'other';
}

/** The two dates that are known (domain z620.md 4); what another date can start is not known. */
const knownDates: Readonly<Record<string, '2011' | '2013'>> = { '12/28/2011': '2011', '03/06/2013': '2013' };

export function bootBlockDate(bytes: Uint8Array, offset: number): BootBlockDate | undefined {
  const text = /^(\d\d\/\d\d\/\d{4})(\d\d\.\d\d)?/.exec(ascii(bytes, offset, 15));
  if (!text) return undefined;
  const date = text[1]!;
  return { date, ...(text[2] ? { version: text[2] } : {}), class: knownDates[date] ?? 'other' };
}

/** Version the signature block names: that of the image it came with, not of the boot block. */
export function signatureVersion(bytes: Uint8Array, offset: number): string | undefined {
  return /^SECURE_HP_SIGNATURE .{3} v(\d\d\.\d\d)/.exec(ascii(bytes, offset, 0x28))?.[1];
}

/** A jump at the reset vector (E9 or EB, after up to two NOPs). */
export function hasResetVector(bytes: Uint8Array, offset: number): boolean {
  for (let at = offset; at < offset + 3; at++) {
    const opcode = u8(bytes, at);
    if (opcode === 0xe9 || opcode === 0xeb) return true;
    if (opcode !== 0x90) return false;
  }
  return false;
}

export interface SignatureBlock {
  /** "03.96" */
  readonly version: string;
  /** The text that ends it stands where it should. */
  readonly endIsThere: boolean;
  readonly length: number;
}

const SIGNATURE_HEADER_BYTES = 0x21;
const RSA_BYTES = 0x100;

/** "SECURE_HP_SIGNATURE XXX v03.96", 256 bytes, " SIG_END". What it covers and with which key is not known: never edited, only told. */
export function signatureBlock(bytes: Uint8Array, offset: number): SignatureBlock | undefined {
  const version = signatureVersion(bytes, offset);
  if (version === undefined) return undefined;
  const end = ' SIG_END';
  const endAt = offset + SIGNATURE_HEADER_BYTES + RSA_BYTES;
  return { version, endIsThere: startsWith(bytes, endAt, end), length: SIGNATURE_HEADER_BYTES + RSA_BYTES + end.length };
}
