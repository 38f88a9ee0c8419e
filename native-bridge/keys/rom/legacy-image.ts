// ROM images with the 72-byte header (domain rompaq.md 1.3): product, date, and the CRC-32 of what follows.
import { ascii, u16, u32, u8 } from '../../../shared/firmware/bytes';
import { crc32 } from '../../inspection/node-tools';
import { dateOfIndex } from './image-name';

const HEADER_BYTES = 72;
const STORED = 1;
const IMPLODED = 2;

export interface LegacyImage {
  readonly productId: string;
  readonly family: string;
  readonly revision: string;
  readonly date?: string;
  readonly unpackedBytes: number;
  readonly stored: boolean;
  readonly sumIsGood: boolean;
  /** A stored image must be as long as its header says. */
  readonly lengthIsGood: boolean;
}

const productIdOf = (bytes: Uint8Array): string => ascii(bytes, 0x0c, 7);
const revisionOf = (bytes: Uint8Array): string => ascii(bytes, 0x14, 40).replace(/\0.*$/s, '');

/** By its header alone: whether it is whole is another question. */
export function isLegacyImage(bytes: Uint8Array): boolean {
  if (bytes.length <= HEADER_BYTES || u8(bytes, 0x13) !== 0) return false;
  const method = u8(bytes, 0x3c);
  return (
    (method === STORED || method === IMPLODED) &&
    /^[A-Z0-9]{7}$/.test(productIdOf(bytes)) &&
    /^\d\d\/\d\d\/\d\d(\d\d)?/.test(revisionOf(bytes))
  );
}

/** Undefined where the bytes have no such header. */
export function readLegacyImage(bytes: Uint8Array): LegacyImage | undefined {
  if (!isLegacyImage(bytes)) return undefined;
  const productId = productIdOf(bytes);
  const revision = revisionOf(bytes);
  const method = u8(bytes, 0x3c);
  const date = dateOfIndex(u16(bytes, 8));
  const unpackedBytes = u32(bytes, 0);
  const payload = bytes.subarray(HEADER_BYTES);
  return {
    productId,
    family: productId.slice(3, 6),
    revision,
    ...(date ? { date } : {}),
    unpackedBytes,
    stored: method === STORED,
    sumIsGood: crc32(payload) === u32(bytes, 4),
    lengthIsGood: method === IMPLODED || payload.length === unpackedBytes,
  };
}
