import { describe, expect, it } from 'vitest';
import { zx20Layout } from '../machines/zx20-layout';
import { joinBackupSet, type BackupFile } from './backup-set';
import { sampleImage } from './synthetic/sample-image';

const image = sampleImage();
const part = (name: string): BackupFile => {
  const { offset, length, backupFile } = zx20Layout.regions.find((region) => region.name === name)!;
  return { name: `${backupFile}.BIN`, bytes: image.slice(offset, offset + length) };
};
const seven = ['fd', 'gbe', 'pdr', 'me', 'nvram', 'bios', 'bb'].map(part);
const bios: BackupFile = { name: 'BIOS.BIN', bytes: image.slice(0x510000) };
const firm: BackupFile = { name: 'FIRM.BIN', bytes: image };

describe('the files of a DOS backup', () => {
  it('are one image again, in any order', () => {
    const { image: joined, ...rest } = joinBackupSet([...seven].reverse(), zx20Layout);
    expect(Buffer.compare(joined!, image)).toBe(0);
    expect(rest).toMatchObject({ missing: [], contradictions: [], strange: [] });
  });

  it('may hold the BIOS region and the whole chip as well, as the script makes them', () => {
    const { image: joined, parts } = joinBackupSet([...seven, bios, firm], zx20Layout);
    expect(Buffer.compare(joined!, image)).toBe(0);
    expect(parts.map(({ kind }) => kind)).toEqual(['fd', 'gbe', 'pdr', 'me', 'nvram', 'bios', 'bb', 'bios-region', 'full']);
  });

  it('name what is missing', () => {
    expect(joinBackupSet(seven.slice(0, 5), zx20Layout)).toMatchObject({ missing: ['bios', 'bb'], contradictions: [] });
    expect(joinBackupSet([...seven.slice(0, 4), bios], zx20Layout).missing).toEqual([]);
  });

  it('that are of two readings contradict each other', () => {
    const other = { ...bios, bytes: bios.bytes.slice() };
    other.bytes[0x10]! ^= 1;
    const { image: joined, contradictions } = joinBackupSet([...seven, other], zx20Layout);
    expect({ joined, contradictions }).toEqual({
      joined: undefined,
      contradictions: ['BIOV.BIN and BIOS.BIN differ in 448 KiB that both hold: they are not of one reading.'],
    });
  });

  it('of two machines contradict each other', () => {
    const foreign = { name: 'BBLK.BIN', bytes: sampleImage({ family: 'J63' }).slice(0xff0000) };
    expect(joinBackupSet([...seven.slice(0, 6), foreign], zx20Layout).contradictions).toEqual([
      'BBLK.BIN is of family J63, BIOB.BIN of J61: they are of different machines.',
    ]);
  });

  it('that are blank are placed by the names of the script', () => {
    const blank = (name: string, length: number): BackupFile => ({ name, bytes: new Uint8Array(length).fill(0xff) });
    const { parts, strange } = joinBackupSet(
      [blank('gbeo.bin', 0x2000), blank('PDRO.BIN', 0x2000), blank('BIOV', 0x70000), blank('x', 77)],
      zx20Layout,
    );
    expect({ kinds: parts.map(({ kind }) => kind), strange }).toEqual({ kinds: ['gbe', 'pdr', 'nvram'], strange: ['x'] });
  });
});
