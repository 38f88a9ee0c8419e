import { describe, expect, it } from 'vitest';
import { chipTable, findChip, isLowVoltageId, shiftedFrom } from './chip-table';
import { buildProfile } from './profile';

const idBytes = (jedec: string, ...more: number[]) => Uint8Array.from([...Buffer.from(jedec, 'hex'), ...more]);

describe('the chip table', () => {
  it('holds each id once', () => {
    const ids = chipTable.map(({ jedec }) => jedec);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { jedec, sizeBytes } of chipTable) expect([jedec, sizeBytes >= 4 * 1024 * 1024]).toEqual([jedec, true]);
  });

  it('knows every 1.8 V family of the domain', () => {
    for (const jedec of ['ef6018', 'ef8018', 'c22538', '20bb18', 'c86018', '1c3818', '9d7018']) expect(isLowVoltageId(jedec)).toBe(true);
    for (const jedec of ['ef4018', 'ef7018', 'c22018', '20ba18', 'c84018']) expect(isLowVoltageId(jedec)).toBe(false);
  });

  it('lists only what all parts behind a shared id can do', () => {
    const profile = buildProfile(idBytes('c22018'), undefined);
    expect(profile?.eraseTypes.map(({ opcode }) => opcode)).toEqual([0x20, 0xd8]);
    expect(profile?.candidates).toContain('MX25L12873F');
  });

  it('promises no erase for a part whose sectors may be 256 KiB', () => {
    expect(buildProfile(idBytes('012018', 0x4d, 0x00, 0x80), undefined)?.eraseTypes).toEqual([]);
    expect(buildProfile(idBytes('012018', 0x4d, 0x01, 0x80), undefined)?.eraseTypes.map(({ sizeBytes }) => sizeBytes)).toEqual([65536]);
  });

  it('recognises a known id one clock late or early, and is not fooled by a known one', () => {
    expect(shiftedFrom('77a00c')?.jedec).toBe('ef4018');
    expect(shiftedFrom('f7a00c')?.jedec).toBe('ef4018');
    expect(shiftedFrom('de8030')?.jedec).toBe('ef4018');
    expect(shiftedFrom('123456')).toBeUndefined();
    for (const { jedec } of chipTable) expect([jedec, findChip(jedec)?.jedec]).toEqual([jedec, jedec]);
  });
});
