import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { zx20Layout } from '../../machines/zx20-layout';
import { syntheticDescriptor } from '../synthetic/flash-head';
import { put } from '../synthetic/paint';
import { parseDescriptor, readDescriptor, type DescriptorContext } from '.';

const MIB = 0x100000;
const range = (offset: number, length: number) => ({ offset, length });
const map = {
  sizeBytes: 16 * MIB,
  bios: range(0x510000, 0xaf0000),
  me: range(0x5000, 0x50b000),
  gbe: range(0x1000, 0x2000),
  pdr: range(0x3000, 0x2000),
};
const good = syntheticDescriptor(map);
const whole: DescriptorContext = { sizeBytes: map.sizeBytes, layout: zx20Layout, chipJedec: 'EF 40 18' };
const edited = (...edits: readonly (readonly [offset: number, value: number])[]): Uint8Array => {
  const copy = new Uint8Array(good);
  for (const [offset, value] of edits) put(copy, offset, value, 4);
  return copy;
};
/** Version 2: read clock 17 MHz, regions beyond 16 MiB. */
const thirtyTwoMebibytes = [
  [0x30, 0x06 | (6 << 17)],
  [0x44, 0x1fff1000],
  [0x48, 0x0fff0005],
  [0x50, 0x00007fff],
  [0x54, 0xffffffff],
] as const;
const codes = (bytes: Uint8Array, context: DescriptorContext = { sizeBytes: map.sizeBytes }): string[] =>
  readDescriptor(bytes, context).findings.map(({ severity, code }) => `${severity} ${code}`);

describe('a sound descriptor', () => {
  it('tells everything in it and has no finding', () => {
    const { facts, findings, proofs } = readDescriptor(good, whole);
    expect({ findings, proofs }).toEqual({ findings: [], proofs: [] });
    expect({ ...facts, pchStraps: facts?.pchStraps.length, access: facts?.access.slice(0, 4), masters: facts?.masters[2] }).toEqual({
      version: 1,
      signatureAt: 0x10,
      chips: [{ densityBytes: 16 * MIB }],
      regions: [
        { name: 'fd', offset: 0, length: 0x1000 },
        { name: 'bios', ...map.bios },
        { name: 'me', ...map.me },
        { name: 'gbe', ...map.gbe },
        { name: 'pdr', ...map.pdr },
      ],
      access: [
        'The host may read but not write the descriptor.',
        'The host may neither read nor write the ME region.',
        'The host may read and write the network region.',
        'The host may read and write the platform data region.',
      ],
      masters: { name: 'network controller', requesterId: 0x118, read: ['gbe'], write: ['gbe'] },
      clocks: [
        { name: 'read', mhz: 20 },
        { name: 'fast read', mhz: 33 },
        { name: 'write and erase', mhz: 33 },
        { name: 'read id and status', mhz: 33 },
      ],
      forbiddenOpcodes: [],
      pchStraps: 18,
      processorStraps: [0],
      meDisabledByStrap: false,
      vscc: [{ jedec: 'EF 40 18', name: 'Winbond W25Q128', value: 0x20052005 }],
      fittedChipListed: true,
    });
  });

  it('shows each of its tables at its place', () => {
    expect(readDescriptor(good, whole).structure.map(({ name, offset, length }) => [name, offset, length])).toEqual([
      ['Signature and maps', 0x10, 16],
      ['Components', 0x30, 12],
      ['Regions', 0x40, 20],
      ['Masters', 0x60, 12],
      ['Chipset straps', 0x100, 72],
      ['Processor straps', 0x200, 4],
      ['Chips the ME knows', 0xdf0, 8],
      ['Area of the board maker', 0xf00, 0x100],
    ]);
  });

  it('of ICH8 to ICH10 has its signature at the start', () => {
    const old = new Uint8Array(good);
    old.copyWithin(0, 0x10, 0x20);
    old.fill(0xff, 0x10, 0x20);
    expect(readDescriptor(old, whole)).toMatchObject({ descriptor: { signatureAt: 0 }, findings: [] });
  });

  it('of version 2 keeps all 15 bits of a 32 MiB board', () => {
    const later = edited(...thirtyTwoMebibytes);
    expect(parseDescriptor(later)).toMatchObject({
      version: 2,
      densityBytes: 32 * MIB,
      regions: [{ name: 'fd' }, { name: 'bios', offset: 0x1000000, length: 0x1000000 }, { name: 'me' }, { name: 'gbe' }],
    });
  });

  it('of version 2 tells who may write what, as ifdtool does', ({ skip }) => {
    const bytes = edited(...thirtyTwoMebibytes, [0x60, 0x00a00f00], [0x64, 0x00c00d00], [0x68, 0x00800818]);
    const { facts, findings } = readDescriptor(bytes, { sizeBytes: 32 * MIB });
    expect(facts?.access).toContain('The host may read but not write the descriptor.');
    expect(findings.some(({ code }) => code === 'DESCRIPTOR_HOST_MAY_WRITE')).toBe(false);
    expect(codes(edited(...thirtyTwoMebibytes, [0x60, 0xfff0ff00]), { sizeBytes: 32 * MIB })).toContain('note DESCRIPTOR_HOST_MAY_WRITE');

    if (spawnSync('ifdtool', ['--version']).error !== undefined) return skip('skipped: ifdtool is not installed');
    const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-ifd-'));
    writeFileSync(join(folder, 'v2.bin'), bytes);
    const { stdout } = spawnSync('ifdtool', ['-p', 'sklkbl', '-d', join(folder, 'v2.bin')], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    const titles = { fd: 'Flash Descriptor', bios: 'Host CPU/BIOS', me: 'Intel ME', gbe: 'GbE', pdr: 'Platform Data' } as const;
    const blocks = stdout.split(/^FLMSTR/m).slice(1, 4);
    facts!.masters.forEach(({ read, write }, index) => {
      for (const [name, title] of Object.entries(titles)) {
        const said = (verb: string) => new RegExp(`${title}(?: Region)? ${verb} Access: +(\\w+)`).exec(blocks[index]!)?.[1];
        expect([title, said('Read'), said('Write')]).toEqual([
          title,
          read.includes(name) ? 'enabled' : 'disabled',
          write.includes(name) ? 'enabled' : 'disabled',
        ]);
      }
    });
    expect(blocks).toHaveLength(3);
  });

  it.each([0x00000fff, 0x00001fff, 0x00007fff, 0xffffffff, 0])('knows %i as an unused region', (entry) => {
    const bytes = edited([0x50, entry], [0x44, 0x0fff0510]);
    expect(readDescriptor(bytes, { sizeBytes: map.sizeBytes })).toMatchObject({
      descriptor: { regions: [{ name: 'fd' }, { name: 'bios' }, { name: 'me' }, { name: 'gbe' }] },
      findings: [{ code: 'DESCRIPTOR_GAPS', severity: 'note', evidence: '0x003000–0x004FFF' }],
    });
  });

  it('with one chip has no second, whatever is left in its bits; with two both count', () => {
    const leftover = edited([0x30, 0x05 | (4 << 3)]);
    const two = edited([0x14, 0x04040103], [0x30, 0x04 | (4 << 3)]);
    expect([leftover, two].map((bytes) => readDescriptor(bytes, whole).facts?.chips)).toEqual([
      [{ densityBytes: 16 * MIB }],
      [{ densityBytes: 8 * MIB }, { densityBytes: 8 * MIB }],
    ]);
    expect(codes(two)).toEqual([]);
  });

  it('may have a region of its own of 64 KiB', () => {
    const bytes = edited([0x40, 0x000f0000], [0x4c, 0x00110010], [0x50, 0x00130012], [0x48, 0x050f0014]);
    expect(codes(bytes)).toEqual([]);
  });

  it('tells forbidden opcodes and the switch that turns the ME off', () => {
    const bytes = edited([0x34, 0x60c7], [0x128, 0x80]);
    expect(readDescriptor(bytes, whole)).toMatchObject({
      facts: { forbiddenOpcodes: [0xc7, 0x60], meDisabledByStrap: true },
      findings: [{ code: 'ME_OFF_BY_STRAP', severity: 'note' }],
    });
  });

  it('that is open says so', () => {
    const bytes = edited([0x60, 0xffff0000]);
    expect(readDescriptor(bytes, whole)).toMatchObject({
      facts: { access: expect.arrayContaining(['The host may read and write the ME region.']) as unknown },
      findings: [{ code: 'DESCRIPTOR_HOST_MAY_WRITE', message: 'The descriptor lets the host write the descriptor and the ME region.' }],
    });
  });

  it('warns of a fitted chip that its list lacks, and says nothing of one that is not known', () => {
    expect(codes(good, { ...whole, chipJedec: 'c22018' })).toEqual(['warn DESCRIPTOR_CHIP_NOT_LISTED']);
    expect(readDescriptor(good, { sizeBytes: map.sizeBytes }).facts?.fittedChipListed).toBeUndefined();
  });
});

describe('makers’ habits', () => {
  it('a BIOS region over the whole chip is told from damage where the machine is not known', () => {
    const gigabyte = edited([0x44, 0x0fff0000]);
    expect(codes(gigabyte)).toEqual(['note DESCRIPTOR_BIOS_IS_ALL']);
    expect(codes(gigabyte, whole)).toEqual(['fail DESCRIPTOR_OVERLAP']);
  });

  it('strap and clock tables that point anywhere are no damage', () => {
    expect(codes(edited([0x1c, 0x00ffffff]))).toEqual([]);
  });
});

describe('damage in a descriptor', () => {
  it.each([
    ['the signature', [0x10, 0x0ff0a55b], 'fail DESCRIPTOR_MISSING'],
    ['two tables at one place', [0x18, 0x12100204], 'fail DESCRIPTOR_MAPS'],
    ['a table outside', [0x14, 0x04ff0003], 'fail DESCRIPTOR_MAPS'],
    ['a region that ends before it begins', [0x48, 0x00040005], 'warn DESCRIPTOR_REGION_REVERSED'],
    ['bits that have no meaning', [0x48, 0x850f0005], 'warn DESCRIPTOR_RESERVED_BITS'],
    ['regions over each other', [0x48, 0x051f0005], 'fail DESCRIPTOR_OVERLAP'],
    ['a region behind the end', [0x44, 0x0fff0510 + 0x1000], 'fail DESCRIPTOR_REGION_OUTSIDE', 8 * MIB],
    ['a descriptor that is not first', [0x40, 0x00000001], 'fail DESCRIPTOR_NOT_FIRST'],
    ['a read clock that does not exist', [0x30, 0x09140005], 'warn DESCRIPTOR_READ_CLOCK'],
    ['a smaller chip', [0x30, 0x09100004], 'warn DESCRIPTOR_CHIP_SIZE'],
    ['a strange master', [0x68, 0x08080119], 'note DESCRIPTOR_REQUESTER'],
    ['a reserved vector that is not blank', [0x00, 0xfffffffe], 'note DESCRIPTOR_RESERVED_VECTOR'],
  ] as const)('%s', (_, edit, expected, sizeBytes: number = map.sizeBytes) => {
    expect(codes(edited(edit), { sizeBytes })).toContain(expected);
  });

  it('leaves the other tables readable', () => {
    const masters = edited([0x18, 0x12100204]);
    expect(readDescriptor(masters, whole).descriptor?.regions).toHaveLength(5);
  });

  it('is never an exception, in any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(0x1200), fc.boolean(), (noise, at, signed) => {
        const bytes = new Uint8Array(at);
        bytes.set(noise.subarray(0, at));
        if (signed && at >= 0x14) put(bytes, 0x10, 0x0ff0a55a, 4);
        const { findings, structure } = readDescriptor(bytes, { ...whole, sizeBytes: at });
        expect(findings.length).toBeGreaterThan(0);
        for (const { offset = 0, length } of structure) expect(offset + length).toBeLessThanOrEqual(0x2000);
      }),
    );
  });

  it('in any one word of its tables never stops the reading', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 27 }), fc.nat(0xffffffff), (word, value) => {
        const { facts, findings } = readDescriptor(edited([word * 4, value]), whole);
        expect(facts !== undefined || findings.some(({ code }) => code === 'DESCRIPTOR_MISSING')).toBe(true);
      }),
    );
  });
});
