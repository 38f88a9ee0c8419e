// The RSA-2048 signature of a manifest: PKCS#1 v1.5 over SHA-256, small public exponent, numbers stored little-endian.
import { hexOf, type InspectTools } from '../hashing';
import { copyOf, u32 } from '../bytes';

/** In the manifest (domain images.md 3.2). */
export const SIGNATURE_PLACES = { keyDwords: 0x78, modulus: 0x80, exponent: 0x180, signature: 0x184, end: 0x284 } as const;
export const MODULUS_BYTES = 256;
/** Public exponents in use are 17 and 65537; larger ones would only cost time. */
const LARGEST_EXPONENT = 65537;
const SHA256_PREFIX = '3031300d060960864801650304020105000420';
/** 0001 FF…FF 00, then the kind of hash and the hash: 256 bytes in hex. */
const PADDING = `0001${'ff'.repeat(MODULUS_BYTES - 3 - SHA256_PREFIX.length / 2 - 32)}00`;

export type SignatureCheck =
  | { readonly kind: 'good'; readonly keyHash: string }
  /** `content`: the signature is whole and for other content. `block`: key or signature themselves are damaged. */
  | { readonly kind: 'bad'; readonly where: 'content' | 'block'; readonly keyHash: string }
  /** Another key size or another hash: nothing can be said. */
  | { readonly kind: 'unsupported' };

/** `manifest`: exactly its signed length, at least up to the end of the signature. */
export function checkManifestSignature(manifest: Uint8Array, { sha256 }: InspectTools): SignatureCheck {
  if (manifest.length < SIGNATURE_PLACES.end || u32(manifest, SIGNATURE_PLACES.keyDwords) !== MODULUS_BYTES / 4)
    return { kind: 'unsupported' };
  const keyHash = hexOf(sha256(manifest.subarray(SIGNATURE_PLACES.modulus, SIGNATURE_PLACES.signature)));
  const modulus = littleEndian(manifest, SIGNATURE_PLACES.modulus);
  const signature = littleEndian(manifest, SIGNATURE_PLACES.signature);
  const exponent = u32(manifest, SIGNATURE_PLACES.exponent);
  // An even modulus or one without its top bit is no key of this size.
  if (modulus >> 2047n !== 1n || (modulus & 1n) === 0n || signature >= modulus || exponent < 3 || exponent > LARGEST_EXPONENT)
    return { kind: 'bad', where: 'block', keyHash };
  const opened = power(signature, exponent, modulus)
    .toString(16)
    .padStart(MODULUS_BYTES * 2, '0');
  const hash = hexOf(sha256(signedBytes(manifest)));
  if (opened === PADDING + SHA256_PREFIX + hash) return { kind: 'good', keyHash };
  if (opened.startsWith(PADDING + SHA256_PREFIX)) return { kind: 'bad', where: 'content', keyHash };
  // Right padding around something else: a hash of another kind, which is not computed here.
  return /^0001(ff){8,}0030/.test(opened) ? { kind: 'unsupported' } : { kind: 'bad', where: 'block', keyHash };
}

/** All of the manifest but key and signature. */
export function signedBytes(manifest: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(manifest.length - SIGNATURE_PLACES.end + SIGNATURE_PLACES.modulus);
  bytes.set(manifest.subarray(0, SIGNATURE_PLACES.modulus));
  bytes.set(manifest.subarray(SIGNATURE_PLACES.end), SIGNATURE_PLACES.modulus);
  return bytes;
}

/** The padded block that a signature of `hash` (hex) opens to. */
export const paddedHash = (hash: string): bigint => BigInt(`0x${PADDING}${SHA256_PREFIX}${hash}`);

const littleEndian = (bytes: Uint8Array, offset: number): bigint =>
  BigInt(`0x${hexOf(copyOf(bytes.subarray(offset, offset + MODULUS_BYTES)).reverse())}`);

function power(base: bigint, exponent: number, modulus: bigint): bigint {
  let result = 1n;
  for (let bit = 31 - Math.clz32(exponent); bit >= 0; bit--) {
    result = (result * result) % modulus;
    if ((exponent >>> bit) & 1) result = (result * base) % modulus;
  }
  return result;
}
