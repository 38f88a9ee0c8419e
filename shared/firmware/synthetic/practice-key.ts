// The practice key: signs nothing real. It was made for the practice machine's ME, both its halves stand here for everyone, and no
// hardware accepts it.
import { MODULUS_BYTES, paddedHash, SIGNATURE_PLACES, signedBytes } from '../me/manifest-signature';
import { hexOf, pureTools } from '../hashing';
import { put } from './paint';

const PRIME_P = BigInt(
  '0x' +
    'f8925e450bce23778fce73e74ced0fbf87f8b2070fd98bb350fbcdee1f175d0994d9503315575193064e78bd6c6a7b8737e2e891df164b74814da763489a00b0' +
    'c03713faad28fdb746b66636da48f688767992c7092c2c1c28f7767329ebe55a513bd4c44f35108407b4b120cba2c5ef35c4d4291b5ee74d57a8ebfe559874b9',
);
const PRIME_Q = BigInt(
  '0x' +
    'ea8d109f2b5edc8d22578e96453ec0b05484e211d9adfd31b5fa40c937d61d91958f5ef78d4594016dac9b2b04695ff1e85a39a4ada83cf815f04d1f92e9e699' +
    '035870982ef61922b697fadd193ed10c3baadc0628e0c8ba00d2f7ae2627b91066d2bd577cc6185dd7affc5e713b1a9b09632549e12fc60bd32e311e3620fd85',
);
const EXPONENT = 17n;
const MODULUS = PRIME_P * PRIME_Q;

/** Signatures by the hash they are of: the same few are asked for again and again. */
const made = new Map<string, bigint>();

/** Writes key and signature into a manifest that is complete otherwise; exactly its signed length. */
export function signForPractice(manifest: Uint8Array): void {
  put(manifest, SIGNATURE_PLACES.keyDwords, MODULUS_BYTES / 4, 4);
  put(manifest, SIGNATURE_PLACES.keyDwords + 4, 1, 4);
  writeNumber(manifest, SIGNATURE_PLACES.modulus, MODULUS);
  put(manifest, SIGNATURE_PLACES.exponent, Number(EXPONENT), 4);
  const hash = hexOf(pureTools.sha256(signedBytes(manifest)));
  const signature = made.get(hash) ?? sign(paddedHash(hash));
  made.set(hash, signature);
  writeNumber(manifest, SIGNATURE_PLACES.signature, signature);
}

/** By the two primes apart (Chinese remainder theorem): a quarter of the work. */
function sign(message: bigint): bigint {
  const { forP, forQ, inverse } = privateExponents();
  const [left, right] = [power(message % PRIME_P, forP, PRIME_P), power(message % PRIME_Q, forQ, PRIME_Q)];
  return right + PRIME_Q * (((((left - right) % PRIME_P) + PRIME_P) * inverse) % PRIME_P);
}

let exponents: { readonly forP: bigint; readonly forQ: bigint; readonly inverse: bigint } | undefined;

const privateExponents = () =>
  (exponents ??= {
    forP: inverseOf(EXPONENT, PRIME_P - 1n),
    forQ: inverseOf(EXPONENT, PRIME_Q - 1n),
    inverse: inverseOf(PRIME_Q % PRIME_P, PRIME_P),
  });

function inverseOf(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value, modulus, 1n, 0n];
  while (b !== 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return ((x % modulus) + modulus) % modulus;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

/** Little-endian, 256 bytes. */
function writeNumber(bytes: Uint8Array, offset: number, value: bigint): void {
  const text = value.toString(16).padStart(MODULUS_BYTES * 2, '0');
  for (let at = 0; at < MODULUS_BYTES; at++)
    bytes[offset + at] = parseInt(text.slice(2 * (MODULUS_BYTES - 1 - at), 2 * (MODULUS_BYTES - at)), 16);
}
