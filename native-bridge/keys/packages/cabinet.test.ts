import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { codeOf } from '../testing/code-of';
import { Allowance, packageLimits } from './archive';
import { isCabinet, readCabinet } from './cabinet';
import { makeCabinet } from '../testing/make-cabinet';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const long = Uint8Array.from({ length: 100_000 }, (_, at) => (at * 7 + (at >> 5)) & 0xff);
const contents = (cabinet: Uint8Array): Record<string, Uint8Array> =>
  Object.fromEntries(readCabinet(cabinet, new Allowance(packageLimits)).map((member) => [member.path, new Uint8Array(member.content())]));

describe('a cabinet', () => {
  it('gives back its members, whose packing runs over the borders of blocks', () => {
    const members = { 'ROMPaq USB Key/A.TXT': text('hello'), 'ROMPaq USB Key/LONG.BIN': long, 'B.TXT': text('') };
    expect(contents(makeCabinet(members))).toEqual(members);
    expect(contents(makeCabinet(members, { method: 'stored' }))).toEqual(members);
  });

  it('may keep reserved bytes in its headers', () => {
    expect(contents(makeCabinet({ 'A.TXT': text('hello') }, { reserve: 8 }))).toEqual({ 'A.TXT': text('hello') });
  });

  it.each([
    ['..\\EVIL.TXT', 'PACKAGE_UNSAFE_NAME'],
    ['C:\\EVIL.TXT', 'PACKAGE_UNSAFE_NAME'],
    ['\\\\server\\EVIL.TXT', 'PACKAGE_UNSAFE_NAME'],
    ['a\\..\\..\\EVIL.TXT', 'PACKAGE_UNSAFE_NAME'],
    ['AUX.TXT', 'PACKAGE_UNSAFE_NAME'],
  ])('with a member named %s is refused', (name, code) => {
    expect(codeOf(() => contents(makeCabinet({ [name]: text('x') })))).toBe(code);
  });

  it('with one name twice is refused, whatever its case', () => {
    expect(codeOf(() => contents(makeCabinet({ 'A.TXT': text('1'), 'a.txt': text('2') })))).toBe('PACKAGE_DUPLICATE_NAME');
  });

  it('that claims more than its blocks can hold is refused before anything is unpacked', () => {
    expect(codeOf(() => contents(makeCabinet({ 'A.BIN': text('x') }, { claimedSize: 0xf000_0000 })))).toBe('PACKAGE_DAMAGED');
  });

  it('whose data was cut or changed is not unpacked', () => {
    const cabinet = makeCabinet({ 'LONG.BIN': long });
    const changed = Uint8Array.from(cabinet);
    changed[cabinet.length - 40]! ^= 1;
    expect(codeOf(() => contents(changed))).toBe('PACKAGE_DAMAGED');
    expect(isCabinet(cabinet.subarray(0, cabinet.length - 1), 0)).toBe(false);
  });

  it('of any bytes is read or refused with a code, never anything else', () => {
    const cabinet = makeCabinet({ 'A.TXT': text('hello'), 'LONG.BIN': long.subarray(0, 3000) });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(cabinet.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), (edits) => {
        const bytes = Uint8Array.from(cabinet);
        for (const [at, value] of edits) bytes[at] = value;
        expect(codeOf(() => contents(bytes)) ?? 'PACKAGE_').toMatch(/^PACKAGE_/);
      }),
      { numRuns: 400 },
    );
  });
});

const softpaq = '../shared/real/SP99339.exe';
const hasCabextract = spawnSync('cabextract', ['--version']).status === 0;
const why = !existsSync(softpaq) ? 'skipped: no real images here' : hasCabextract ? undefined : 'skipped: cabextract is not installed';

describe('a real SoftPaq', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cabinet-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.skipIf(why !== undefined)(`is unpacked byte for byte as cabextract does${why ? ` (${why})` : ''}`, () => {
    const bytes = readFileSync(softpaq);
    let at = bytes.indexOf('MSCF');
    while (at >= 0 && !isCabinet(bytes, at)) at = bytes.indexOf('MSCF', at + 1);
    const members = readCabinet(bytes.subarray(at), new Allowance(packageLimits));
    execFileSync('cabextract', ['-q', '-d', folder, softpaq], { stdio: 'ignore' });
    expect(members).toHaveLength(18);
    for (const member of members) expect(Buffer.compare(readFileSync(join(folder, member.path)), member.content())).toBe(0);
  });
});
