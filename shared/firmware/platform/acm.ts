// Authenticated code modules of Intel: header and signature. What a module does is out of scope.
import { sameBytes, u16, u32 } from '../bytes';
import type { InspectTools } from '../hashing';
import type { ByteRange } from '../../model/plan';
import { bcdYearMonthDay } from './days';
import { recoverDigest } from './recover-digest';

const MODULE_TYPE = 2;
const INTEL = 0x8086;
/** Header with a 2048-bit key, in dwords; others have another shape. */
const HEADER_DWORDS = 0xa1;
const KEY_DWORDS = 0x40;
const FIXED_HEADER_BYTES = 0x80;
const MODULUS = 0x80;
const SIGNATURE = 0x184;
const MAX_MODULE_BYTES = 0x100000;
const EXPONENT = 0x180;
/** Key and signature end here; scratch space follows, which nothing covers. */
const SCRATCH = 0x284;

export interface Acm {
  readonly offset: number;
  readonly length: number;
  readonly chipsetId: number;
  /** ISO day. */
  readonly date?: string;
  /** `unknown`: another format or another scheme than the one that is known. */
  readonly signature: 'good' | 'bad' | 'unknown';
  /** What a change in would break the signature; empty where it is not known. */
  readonly covered: readonly ByteRange[];
}

/** Undefined where no module header stands, or its length leaves the bytes. */
export function parseAcm(bytes: Uint8Array, offset: number, { sha256 }: InspectTools): Acm | undefined {
  if (offset < 0 || offset + FIXED_HEADER_BYTES > bytes.length) return undefined;
  if (u16(bytes, offset) !== MODULE_TYPE || u32(bytes, offset + 0x10) !== INTEL) return undefined;
  const length = u32(bytes, offset + 0x18) * 4;
  if (length < FIXED_HEADER_BYTES || length > MAX_MODULE_BYTES || offset + length > bytes.length) return undefined;
  const date = bcdYearMonthDay(u32(bytes, offset + 0x14));
  return {
    offset,
    length,
    chipsetId: u16(bytes, offset + 0x0c),
    ...(date ? { date } : {}),
    ...checkSignature(bytes.subarray(offset, offset + length), offset, sha256),
  };
}

/**
 * The digest stands byte-reversed and bare behind PKCS#1 padding; it covers the fixed header and all behind the scratch space.
 * Measured: the module of J61 3.96 verifies so.
 */
function checkSignature(module: Uint8Array, offset: number, sha256: InspectTools['sha256']): Pick<Acm, 'signature' | 'covered'> {
  const signedFrom = u32(module, 4) * 4 + u32(module, 0x7c) * 4;
  const isKnownShape = u32(module, 4) === HEADER_DWORDS && u32(module, 0x78) === KEY_DWORDS && signedFrom < module.length;
  if (!isKnownShape) return { signature: 'unknown', covered: [] };
  const covered = [
    { offset, length: SCRATCH },
    { offset: offset + signedFrom, length: module.length - signedFrom },
  ];
  const key = module.subarray(MODULUS, MODULUS + 256);
  const digest = recoverDigest(key, u32(module, EXPONENT), module.subarray(SIGNATURE, SIGNATURE + 256));
  if (!digest) return { signature: 'bad', covered };
  // SHA-1 with its name in front, in modules of other chipsets.
  if (digest.length !== 32) return { signature: 'unknown', covered: [] };
  const signed = new Uint8Array(FIXED_HEADER_BYTES + module.length - signedFrom);
  signed.set(module.subarray(0, FIXED_HEADER_BYTES));
  signed.set(module.subarray(signedFrom), FIXED_HEADER_BYTES);
  return { signature: sameBytes(sha256(signed), digest.reverse()) ? 'good' : 'bad', covered };
}
