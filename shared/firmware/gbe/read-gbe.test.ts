import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { syntheticGbe } from '../synthetic/flash-head';
import { fixGbeSum, readGbe } from '.';

const PLACE = 0x1000;
const good = syntheticGbe([0x2c, 0x41, 0x38, 0x12, 0x34, 0x56]);
const edited = (edit: (region: Uint8Array) => void): Uint8Array => {
  const copy = new Uint8Array(good);
  edit(copy);
  return copy;
};
const found = (region: Uint8Array): (string | number | undefined)[][] =>
  readGbe(region, PLACE).findings.map(({ severity, code, offset }) => [`${severity} ${code}`, offset]);

describe('a sound network region', () => {
  it('tells both copies, the maker of the address, and what is proven', () => {
    const copy = {
      blank: false,
      sumIsGood: true,
      markedValid: true,
      mac: '2c:41:38:12:34:56',
      macKind: 'factory',
      deviceId: 0x1502,
      device: '82579LM',
      subsystemVendor: 0x103c,
      imageVersion: '1.0 (0)',
    };
    const { facts, findings, proofs, structure } = readGbe(good, PLACE);
    expect({ facts, findings, proofs }).toEqual({
      facts: {
        copies: [
          { ...copy, offset: 0x1000 },
          { ...copy, offset: 0x2000 },
        ],
        macVendor: 'Hewlett-Packard',
      },
      findings: [],
      proofs: [
        { offset: 0x1000, length: 0x80, by: 'sum' },
        { offset: 0x2000, length: 0x80, by: 'sum' },
      ],
    });
    expect(structure.map(({ name, offset, length, state }) => [name, offset, length, state])).toEqual([
      ['Copy 1', 0x1000, 0x1000, 'good'],
      ['Copy 2', 0x2000, 0x1000, 'good'],
    ]);
  });

  it('of another maker names none', () => {
    expect(readGbe(syntheticGbe([0, 0, 0x5e, 0, 0x53, 1]), 0).facts.macVendor).toBeUndefined();
  });
});

describe('damage in a network region', () => {
  it('any one flipped bit of either copy is found at that copy', () => {
    fc.assert(
      fc.property(fc.nat(0x80 * 8 - 1), fc.constantFrom(0, 0x1000), (bit, copy) => {
        const region = edited((bytes) => void (bytes[copy + (bit >> 3)]! ^= 1 << (bit & 7)));
        expect(found(region)).toContainEqual(['warn GBE_CHECKSUM', PLACE + copy]);
      }),
    );
  });

  it.each([
    ['blank', new Uint8Array(0x2000).fill(0xff), 'warn GBE_BLANK'],
    ['the second copy erased', edited((bytes) => void bytes.fill(0xff, 0x1000)), 'warn GBE_CHECKSUM'],
    ['the placeholder of the chip’s maker', syntheticGbe([0x88, 0x88, 0x88, 0x88, 0x87, 0x88]), 'warn MAC_PLACEHOLDER'],
    ['an address of FF', syntheticGbe([255, 255, 255, 255, 255, 255]), 'warn MAC_BLANK'],
    ['an address made up', syntheticGbe([2, 0, 0, 0, 0, 1]), 'note MAC_GENERATED'],
    [
      'copies of two boards',
      edited((bytes) => {
        bytes[0x1005]! ^= 1;
        fixGbeSum(bytes, 0x1000);
      }),
      'warn GBE_COPIES_DIFFER',
    ],
    [
      'neither copy marked valid',
      edited((bytes) => {
        for (const copy of [0, 0x1000]) {
          bytes[copy + 0x27] = 0;
          fixGbeSum(bytes, copy);
        }
      }),
      'warn GBE_NOT_MARKED_VALID',
    ],
  ])('%s', (_, region, expected) => {
    expect(found(region).map(([code]) => code)).toContain(expected);
  });

  it('is never an exception, in any bytes of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const { proofs, structure } = readGbe(bytes, 0);
        for (const { offset = 0, length } of [...proofs, ...structure]) expect(offset + length).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});
