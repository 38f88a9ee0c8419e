import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protectedRange } from '../simulator/nor-protection';
import { coversAny, decodeProtection, unprotected } from './protection';
import { statusWrite } from './status';

const MIB = 1024 * 1024;
const chip = { statusStyle: 'winbond', sizeBytes: 16 * MIB } as const;

describe('block protection', () => {
  it('of a W25Q128 is decoded from BP, TB, SEC and CMP (status register memory protection table)', () => {
    const ranges = (sr1: number, sr2 = 0) => decodeProtection(chip, { sr1, sr2, sr3: 0x60 }).ranges;
    expect(ranges(0)).toEqual([]);
    expect(ranges(0x04)).toEqual([{ offset: 0xfc0000, length: 0x40000 }]);
    expect(ranges(0x24)).toEqual([{ offset: 0, length: 0x40000 }]);
    expect(ranges(0x44)).toEqual([{ offset: 0xfff000, length: 0x1000 }]);
    expect(ranges(0x1c)).toEqual([{ offset: 0, length: 16 * MIB }]);
    expect(ranges(0x04, 0x40)).toEqual([{ offset: 0, length: 0xfc0000 }]);
    expect(ranges(0x00, 0x40)).toEqual([{ offset: 0, length: 16 * MIB }]);
  });

  it('agrees with the simulated chip for every register value it determines', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), (sr1, sr2) => {
        const { ranges, undetermined } = decodeProtection(chip, { sr1, sr2, sr3: 0 });
        if (undetermined) return;
        const { start, end } = protectedRange(sr1, sr2, chip.sizeBytes);
        expect(ranges).toEqual(start === end ? [] : [{ offset: start, length: end - start }]);
      }),
    );
  });

  it('is gone after what is written to lift it, with quad enable kept and one-time bits never written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), (sr1, sr2) => {
        const lifted = unprotected(chip, { sr1, sr2 });
        expect(decodeProtection(chip, lifted).ranges).toEqual([]);
        expect(lifted.sr2! & 0x02).toBe(sr2 & 0x02);
        const [opcode, first, second] = statusWrite('winbond', lifted).send;
        expect(opcode).toBe(0x01);
        expect(first! & 0x03).toBe(0);
        expect(second! & 0x38).toBe(0);
      }),
    );
  });

  it('is called undetermined, and taken to cover everything, where no source tells the ranges', () => {
    const protection = decodeProtection({ statusStyle: 'macronix', sizeBytes: 16 * MIB }, { sr1: 0x84 });
    expect(protection).toMatchObject({ ranges: [], undetermined: true, lock: 'pin' });
    expect(coversAny(protection, [{ offset: 0, length: 1 }])).toBe(true);
    expect(decodeProtection({ statusStyle: 'macronix', sizeBytes: 16 * MIB }, { sr1: 0x40 }).undetermined).toBe(false);
  });

  it('tells how its registers are locked', () => {
    const lock = (sr1: number, sr2: number) => decodeProtection(chip, { sr1, sr2 }).lock;
    expect([lock(0, 0), lock(0x80, 0), lock(0, 1), lock(0x80, 1)]).toEqual(['none', 'pin', 'power', 'forever']);
  });
});
