// Block protection: what the status registers protect, how they are locked, and what to write to lift it. Sends nothing.
import type { ChipProfile, Protection, StatusRegisters } from '../../shared/model/chip';
import type { ByteRange } from '../../shared/model/plan';
import { settingsOf } from './status';

type Chip = Pick<ChipProfile, 'statusStyle' | 'sizeBytes'>;

/** W25Q bits (domain 2.4). */
const winbond = { bpShift: 2, bpMask: 0x07, tb: 0x20, sec: 0x40, srp0: 0x80, srl: 0x01, cmp: 0x40, wps: 0x04 } as const;
/** BP0-3 and the like: every bit that may protect, by family. */
const protectBits = { macronix: 0x3c, micron: 0x7c, spansion: 0x1c, generic: 0x3c } as const;
const SRWD = 0x80;

export function decodeProtection(chip: Chip, registers: StatusRegisters): Protection {
  if (chip.statusStyle === 'winbond') return decodeWinbond(chip.sizeBytes, registers);
  // The ranges behind BP are in no source we have for these families: said to be undetermined, never guessed.
  const undetermined = (registers.sr1 & protectBits[chip.statusStyle]) !== 0;
  return { registers, ranges: [], undetermined, lock: registers.sr1 & SRWD ? 'pin' : 'none' };
}

function decodeWinbond(sizeBytes: number, registers: StatusRegisters): Protection {
  const { sr1, sr2 = 0, sr3 = 0 } = registers;
  const srp = (sr1 & winbond.srp0 ? 1 : 0) | (sr2 & winbond.srl ? 2 : 0);
  const lock = (['none', 'pin', 'power', 'forever'] as const)[srp] ?? 'none';
  // Individual block locks: their state is in no status register.
  if (sr3 & winbond.wps) return { registers, ranges: [], undetermined: true, lock };
  const ranges = winbondRanges(sizeBytes, sr1, (sr2 & winbond.cmp) !== 0);
  return { registers, ranges: ranges ?? [], undetermined: ranges === undefined, lock };
}

/** W25Q64/128 status register memory protection tables; 256 Mb parts have a fourth BP bit and TB one place higher. */
function winbondRanges(sizeBytes: number, sr1: number, complement: boolean): ByteRange[] | undefined {
  const large = sizeBytes > 16 * 1024 * 1024;
  const bp = (sr1 >> winbond.bpShift) & (large ? 0x0f : winbond.bpMask);
  const bottom = (sr1 & (large ? 0x40 : winbond.tb)) !== 0;
  const length = protectedLength(sizeBytes, bp, large, !large && (sr1 & winbond.sec) !== 0);
  if (length === undefined) return undefined;
  const covered = bottom ? { offset: 0, length } : { offset: sizeBytes - length, length };
  const rest = bottom ? { offset: length, length: sizeBytes - length } : { offset: 0, length: sizeBytes - length };
  return [complement ? rest : covered].filter((range) => range.length > 0);
}

function protectedLength(sizeBytes: number, bp: number, large: boolean, sectors: boolean): number | undefined {
  if (bp === 0) return 0;
  if (large) return Math.min(sizeBytes, 65_536 * 2 ** (bp - 1));
  if (bp === 7) return sizeBytes;
  if (!sectors) return sizeBytes / 2 ** (7 - bp);
  return bp <= 3 ? 4096 * 2 ** (bp - 1) : bp <= 5 ? 32_768 : undefined;
}

/** The registers with nothing protected; quad enable and lock bits stay as they are. */
export function unprotected(chip: Chip, registers: StatusRegisters): StatusRegisters {
  const sr1 = settingsOf(registers.sr1);
  if (chip.statusStyle !== 'winbond') return { ...registers, sr1: sr1 & ~protectBits[chip.statusStyle] };
  const bits = chip.sizeBytes > 16 * 1024 * 1024 ? 0x3c : 0x1c;
  return { ...registers, sr1: sr1 & ~bits, ...(registers.sr2 === undefined ? {} : { sr2: registers.sr2 & ~winbond.cmp }) };
}

/** Individual block locks are on (WPS): lifted with the global unlock, not by BP bits. */
export const hasBlockLocks = (chip: Chip, { sr3 = 0 }: StatusRegisters): boolean =>
  chip.statusStyle === 'winbond' && sr3 !== 0xff && (sr3 & winbond.wps) !== 0;

/** Whether anything of `wanted` may be protected: undetermined counts as covering all there is of it. */
export function coversAny(protection: Protection, wanted: readonly ByteRange[]): boolean {
  if (protection.undetermined) return wanted.length > 0;
  return wanted.some((range) =>
    protection.ranges.some((covered) => covered.offset < range.offset + range.length && range.offset < covered.offset + covered.length),
  );
}
