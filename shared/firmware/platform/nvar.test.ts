import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiBytes } from '../bytes';
import { nvarEntries, nvarStore } from '../synthetic/firmware-files';
import { blank, put } from '../synthetic/paint';
import { countVariables, parseNvarStore } from './nvar';

const own = '5B0E1F34-0D5C-4B57-9A6E-3D1C7E50A0F1';
const text = (name: string, data: string) => ({ name, data: asciiBytes(data) });
const known = { endIsKnown: true };

/** An entry that only carries a newer value. */
function dataOnly(data: string): Uint8Array {
  const bytes = new Uint8Array(10 + data.length);
  bytes.set(asciiBytes('NVAR'));
  put(bytes, 4, bytes.length, 2);
  put(bytes, 6, 0xffffff, 3);
  put(bytes, 9, 0x88, 1);
  bytes.set(asciiBytes(data), 10);
  return bytes;
}

describe('an NVAR store', () => {
  it('names its variables, with the identifier from the table at its end', () => {
    const store = parseNvarStore(nvarStore([text('Setup', 'abc'), text('Timeout', 'x')], 32), known)!;
    expect(store.variables.map(({ name, guid, dataBytes }) => [name, guid, dataBytes])).toEqual([
      ['Setup', own, 3],
      ['Timeout', own, 1],
    ]);
    expect(store.defects).toEqual([]);
  });

  it('counts what is in a set of defaults, not the set', () => {
    const inner = nvarStore([text('Setup', 'abc'), text('Boot', 'abc')], 0);
    expect(countVariables(parseNvarStore(nvarStore([{ name: 'StdDefaults', data: inner }], 8), known)!)).toBe(2);
  });

  it('follows a link to the latest value', () => {
    const first = nvarEntries([text('Setup', 'old')]);
    put(first, 6, first.length, 3);
    const store = parseNvarStore(Uint8Array.from([...first, ...dataOnly('newest')]), { endIsKnown: false })!;
    expect(store.variables).toMatchObject([{ name: 'Setup', dataBytes: 6 }]);
    expect(store.defects).toEqual([]);
  });

  it('leaves out what was deleted', () => {
    const entries = nvarEntries([text('Gone', '1'), text('Here', '2')]);
    put(entries, 9, 0x03, 1);
    expect(parseNvarStore(entries, { endIsKnown: false })?.variables.map(({ name }) => name)).toEqual(['Here']);
  });

  it.each([
    ['a link that leads nowhere', (bytes: Uint8Array) => put(bytes, 6, 5, 3)],
    ['an entry longer than the store', (bytes: Uint8Array) => put(bytes, 20 + 4, 0xfff0, 2)],
    ['bytes behind the last entry', (bytes: Uint8Array) => put(bytes, 45, 0x12, 1)],
    ['an index far outside the table', (bytes: Uint8Array) => put(bytes, 10, 0x80, 1)],
  ])('tells %s', (_, damage) => {
    const bytes = nvarStore([text('Setup', 'abc'), text('Timeout', 'x')], 32);
    damage(bytes);
    expect(parseNvarStore(bytes, known)!.defects).toHaveLength(1);
  });

  it('is none in blank space', () => {
    expect(parseNvarStore(blank(64), known)).toBeUndefined();
  });

  it('of any bytes is read to an end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { maxLength: 8 }), (tail, edits) => {
        const bytes = Uint8Array.from([...nvarStore([text('A', 'abc'), text('B', 'x')], 4), ...tail]);
        for (const [at, value] of edits) if (at >= 4) bytes[at % bytes.length] = value;
        const store = parseNvarStore(bytes, known);
        for (const { offset, length } of store?.variables ?? []) expect(offset + length).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 300 },
    );
  });
});
