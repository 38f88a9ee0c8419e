// Status registers: how each family lays them out, and which commands read and write them.
import type { ChipProfile, StatusRegisters } from '../../shared/model/chip';
import type { SpiOp } from './bus';
import { opcodes, readRegister, readStatus, writeRegister } from './commands';

export const BUSY = 0x01;
export const WRITE_ENABLED = 0x02;

/** An open line: no chip answers all ones in its first status register while it obeys commands. */
export const isLost = (status: number): boolean => status === 0xff;
export const isBusy = (status: number): boolean => !isLost(status) && (status & BUSY) !== 0;

type Style = ChipProfile['statusStyle'];

/** One-time lock bits of the security registers (LB1-3): never written as 1. */
const WINBOND_ONE_TIME = 0x38;

/**
 * The registers of a family, in the order of their answers. 35h is asked only where it is a read: on Macronix it would
 * switch the chip to QPI.
 */
export function statusReads(style: Style): SpiOp[] {
  switch (style) {
    case 'winbond':
      return [readStatus(), readRegister(opcodes.readStatus2), readRegister(opcodes.readStatus3)];
    case 'spansion':
      return [readStatus(), readRegister(opcodes.readStatus2)];
    case 'macronix':
      return [readStatus(), readRegister(opcodes.readStatus3)];
    case 'micron':
    case 'generic':
      return [readStatus()];
  }
}

/** For Macronix `sr3` is the configuration register (15h), for Spansion `sr2` is. */
export function statusFrom(style: Style, answers: readonly Uint8Array[]): StatusRegisters {
  const at = (index: number): number => answers[index]?.[0] ?? 0xff;
  switch (style) {
    case 'winbond':
      return { sr1: at(0), sr2: at(1), sr3: at(2) };
    case 'spansion':
      return { sr1: at(0), sr2: at(1) };
    case 'macronix':
      return { sr1: at(0), sr3: at(1) };
    case 'micron':
    case 'generic':
      return { sr1: at(0) };
  }
}

/** BUSY and WEL are states, not settings: neither is written or compared. */
export const settingsOf = (sr1: number): number => sr1 & ~(BUSY | WRITE_ENABLED);

/** SR1 and SR2 travel together where a lone SR1 would clear SR2 on old parts. Needs an enable before it. */
export function statusWrite(style: Style, { sr1, sr2 }: StatusRegisters): SpiOp {
  const first = settingsOf(sr1);
  return style === 'winbond' && sr2 !== undefined
    ? writeRegister(opcodes.writeStatus1, first, sr2 & ~WINBOND_ONE_TIME)
    : writeRegister(opcodes.writeStatus1, first);
}

/** As journalled: SR1, SR2, SR3, those the family does not have left out. `registersFrom` reads it back. */
export function registersList({ sr1, sr2, sr3 }: StatusRegisters): number[] {
  return [sr1, ...(sr2 === undefined ? [] : [sr2]), ...(sr3 === undefined ? [] : [sr3])];
}

/** Undefined where the list is not of this family: what cannot be right is not written to a chip. */
export function registersFrom(style: Style, list: readonly number[]): StatusRegisters | undefined {
  const fits = list.length === statusReads(style).length && list.every((value) => Number.isInteger(value) && value >= 0 && value <= 0xff);
  const registers = statusFrom(
    style,
    list.map((value) => Uint8Array.of(value)),
  );
  return fits && !isLost(registers.sr1) ? registers : undefined;
}
