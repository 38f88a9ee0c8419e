// The RSA public operation, and what PKCS#1 v1.5 padding holds. Numbers are little-endian, as Intel stores them.

function bigintOf(bytes: Uint8Array): bigint {
  let text = '';
  for (let at = bytes.length - 1; at >= 0; at--) text += bytes[at]!.toString(16).padStart(2, '0');
  return BigInt(`0x${text || '0'}`);
}

function power(value: bigint, exponent: number, modulus: bigint): bigint {
  let [result, square] = [1n, value % modulus];
  for (let rest = exponent; rest > 0; rest >>>= 1) {
    if (rest & 1) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** What stands behind 00 01 FF … FF 00, in the order of the padding; undefined where the padding does not hold. */
export function recoverDigest(modulus: Uint8Array, exponent: number, signature: Uint8Array): Uint8Array | undefined {
  const modulusNumber = bigintOf(modulus);
  if (modulusNumber < 2n) return undefined;
  const text = power(bigintOf(signature), exponent, modulusNumber)
    .toString(16)
    .padStart(modulus.length * 2, '0');
  const digest = /^0001(?:ff){8,}?00((?:[0-9a-f]{2})+)$/.exec(text)?.[1];
  if (!digest) return undefined;
  return Uint8Array.from({ length: digest.length / 2 }, (_, index) => parseInt(digest.slice(index * 2, index * 2 + 2), 16));
}
