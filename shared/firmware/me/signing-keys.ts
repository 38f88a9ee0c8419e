// Keys that sign ME code, by the SHA-256 of modulus and exponent as stored. Everything else is "unknown key".
const keys: Readonly<Record<string, string>> = {
  // domain images.md 3.2: one key for both generations.
  '5f1e633bee99767541f8f6f030e4e7c04298749354ab89dc32a115317350cd2c': 'Intel production key of ME 7 and 8',
  // synthetic/practice-key.ts: signs the practice machine's ME and nothing real.
  '0d110452e8e1d4e247651f144d2028317fde28f503dcd188f08be1171a041cf7': 'practice key of ROM Rescue',
};

export const UNKNOWN_KEY = 'unknown key';

export const keyName = (hash: string): string => keys[hash] ?? UNKNOWN_KEY;
