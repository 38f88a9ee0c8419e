// Block protection by Winbond's rules: which bytes BP, TB, SEC and CMP cover.

export interface ByteRange {
  readonly start: number;
  /** One past the last byte. */
  readonly end: number;
}

/** Empty where nothing is protected. W25Q128FV/JV datasheets, status register memory protection tables. */
export function protectedRange(sr1: number, sr2: number, sizeBytes: number): ByteRange {
  const beyond16MiB = sizeBytes > 16 * 1024 * 1024;
  const plain = beyond16MiB ? largePartRange(sr1, sizeBytes) : smallPartRange(sr1, sizeBytes);
  const complement = (sr2 & 0x40) !== 0;
  if (!complement) return plain;
  if (plain.start === plain.end) return { start: 0, end: sizeBytes };
  if (plain.end - plain.start === sizeBytes) return { start: 0, end: 0 };
  return plain.start === 0 ? { start: plain.end, end: sizeBytes } : { start: 0, end: plain.start };
}

function smallPartRange(sr1: number, sizeBytes: number): ByteRange {
  const bp = (sr1 >> 2) & 7;
  const fromBottom = (sr1 & 0x20) !== 0;
  const sectors = (sr1 & 0x40) !== 0;
  if (bp === 0) return { start: 0, end: 0 };
  if (bp === 7) return { start: 0, end: sizeBytes };
  const length = sectors ? Math.min(4096 << (bp - 1), 32 * 1024) : sizeBytes >> (7 - bp);
  return fromBottom ? { start: 0, end: length } : { start: sizeBytes - length, end: sizeBytes };
}

/** 256 Mbit parts have a fourth BP bit where SEC was, in steps of 64 KiB, and TB above it. */
function largePartRange(sr1: number, sizeBytes: number): ByteRange {
  const bp = (sr1 >> 2) & 15;
  if (bp === 0) return { start: 0, end: 0 };
  const length = Math.min(sizeBytes, 65536 * 2 ** (bp - 1));
  return (sr1 & 0x40) !== 0 ? { start: 0, end: length } : { start: sizeBytes - length, end: sizeBytes };
}
