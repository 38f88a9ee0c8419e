// Real ME regions: every signature and every hash in them must be proven. Never needed, never committed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pureTools, type InspectTools } from '../hashing';
import { readMe } from '.';

const folder = new URL('../../../../shared/real/', import.meta.url);
const here = existsSync(new URL('z620-composite.bin.gz', folder));
const file = (name: string): Buffer => readFileSync(new URL(name, folder));
const gunzip = (name: string): Uint8Array => gunzipSync(file(name));
/** The one file in a zip, by its local header. */
function unzip(name: string): Uint8Array {
  const zip = file(name);
  return inflateRawSync(zip.subarray(30 + zip.readUInt16LE(26) + zip.readUInt16LE(28)));
}
const fast: InspectTools = { sha256: (bytes) => createHash('sha256').update(bytes).digest() };
const INTEL = 'Intel production key of ME 7 and 8';

describe.skipIf(!here)(here ? 'real ME regions' : 'real ME regions (skipped: no real images here)', () => {
  const eight = ['LOCL 1/1', 'WCOD 0/1', 'MDMV 2/2', 'FTPR 7/12', 'NFTP 3/16'];
  it.each([
    [
      'in the composite',
      () => gunzip('z620-composite.bin.gz').subarray(0x5000, 0x510000),
      '8.1.60.1561',
      '2014-12-02',
      '5MB',
      false,
      eight,
    ],
    ['of ME8_396i.zip', () => unzip('ME8_396i.zip'), '8.1.60.1561', '2014-12-02', '5MB', false, eight],
    [
      'of the board link',
      () => gunzip('coreboot-link-me.bin.gz'),
      '8.0.20.1513',
      '2012-09-10',
      '1.5MB',
      false,
      ['MDMV 2/2', 'FTPR 7/12', 'NFTP 2/5'],
    ],
    ['of the board lumpy', () => gunzip('coreboot-lumpy-me.bin.gz'), '7.1.40.1161', '2012-02-09', '1.5MB', true, ['FTPR 5/9', 'NFTP 6/6']],
  ])(
    '%s: every code partition is signed by Intel and every LZMA module matches its hash',
    (_, load, version, date, sku, patsburg, code) => {
      const { facts, findings } = readMe(load(), 0, { isC600: false }, fast);
      const signed = facts.partitions.filter(({ type }) => type === 'code');
      expect({
        version: facts.version,
        date: facts.date,
        sku: facts.sku,
        patsburg: facts.patsburg,
        state: facts.state,
        mark: facts.validMark,
      }).toEqual({
        version,
        date,
        sku,
        patsburg,
        state: 'configured',
        mark: 1,
      });
      expect(signed.map(({ name, hashesGood, modules }) => `${name} ${hashesGood}/${modules}`)).toEqual(code);
      expect(signed.map(({ signature, signedBy, hashesBad }) => [signature, signedBy, hashesBad])).toEqual(
        signed.map(() => ['good', INTEL, 0]),
      );
      expect(findings.map(({ severity, code: kind }) => `${severity} ${kind}`)).toEqual(['note ME_CONFIGURED']);
    },
  );

  it('all 24 LZMA modules of one ME 8 and one ME 7 are proven', () => {
    const count = (region: Uint8Array): number =>
      readMe(region, 0, {}, fast).facts.partitions.reduce((sum, { hashesGood = 0 }) => sum + hashesGood, 0);
    expect(count(unzip('ME8_396i.zip')) + count(gunzip('coreboot-lumpy-me.bin.gz'))).toBe(24);
  });

  it('are read alike whichever SHA-256 is handed in', () => {
    const region = gunzip('coreboot-lumpy-me.bin.gz');
    expect(readMe(region, 0, {}, pureTools)).toEqual(readMe(region, 0, {}, fast));
  });

  it('a flipped bit in a manifest or a packed module is found and located, in Huffman code it is not', () => {
    const region = unzip('ME8_396i.zip');
    const after = (at: number) => {
      const copy = new Uint8Array(region);
      copy[at]! ^= 0x10;
      return readMe(copy, 0x5000, {}, fast).findings.flatMap(({ severity, code, offset }) => (severity === 'fail' ? [[code, offset]] : []));
    };
    expect([after(0x180300), after(0x1d2440), after(0x200000)]).toEqual([
      [['ME_SIGNATURE', 0x185000]],
      [['ME_MODULE_HASH', 0x5000 + 0x180000 + 0x4c6a7]],
      [],
    ]);
  });
});
