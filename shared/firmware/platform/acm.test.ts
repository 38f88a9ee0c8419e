import { constants, createHash, generateKeyPairSync, privateEncrypt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { noise, put } from '../synthetic/paint';
import { parseAcm } from './acm';
import { readAcm } from './read-acm';

const tools = { sha256: (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest()) };
const SIGNED_FROM = 0x4c0;
const keys = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 17 });
const modulus = Buffer.from(keys.publicKey.export({ format: 'jwk' }).n!, 'base64url');

/** A module signed with a key of our own: the digest stands bare and byte-reversed behind the padding. */
function module(): Uint8Array {
  const bytes = new Uint8Array(0x1000);
  noise(bytes, SIGNED_FROM, bytes.length - SIGNED_FROM, 3);
  const header = [0x00010002, 0xa1, 0, 0x1d00, 0x8086, 0x20130906, bytes.length / 4];
  header.forEach((word, index) => put(bytes, index * 4, word, 4));
  put(bytes, 0x78, 0x40, 4);
  put(bytes, 0x7c, (SIGNED_FROM - 0x284) / 4, 4);
  bytes.set(Buffer.from(modulus).reverse(), 0x80);
  put(bytes, 0x180, 17, 4);
  const digest = tools.sha256(Uint8Array.from([...bytes.subarray(0, 0x80), ...bytes.subarray(SIGNED_FROM)])).reverse();
  const signature = privateEncrypt({ key: keys.privateKey, padding: constants.RSA_PKCS1_PADDING }, digest);
  bytes.set(signature.reverse(), 0x184);
  return bytes;
}
const good = module();
const flipped = (at: number): Uint8Array => {
  const bytes = new Uint8Array(good);
  bytes[at]! ^= 1;
  return bytes;
};

describe('a startup ACM', () => {
  it('tells chipset and day, and that its signature holds', () => {
    expect(parseAcm(good, 0, tools)).toMatchObject({ length: 0x1000, chipsetId: 0x1d00, date: '2013-09-06', signature: 'good' });
  });

  it.each([
    ['header', 0x40],
    ['key', 0x90],
    ['exponent', 0x180],
    ['signature', 0x200],
    ['code', 0x900],
  ])('with one bit wrong in its %s has a bad signature', (_, at) => {
    const { findings } = readAcm(parseAcm(flipped(at), 0, tools), 0x1d00);
    expect(findings).toMatchObject([{ code: 'ACM_SIGNATURE', severity: 'fail', offset: 0, length: 0x1000 }]);
  });

  it('is not covered in its scratch space, and does not claim it', () => {
    const acm = parseAcm(flipped(0x300), 0, tools)!;
    expect([acm.signature, readAcm(acm, undefined).proofs]).toEqual([
      'good',
      [
        { offset: 0, length: 0x284, by: 'signature' },
        { offset: SIGNED_FROM, length: 0x1000 - SIGNED_FROM, by: 'signature' },
      ],
    ]);
  });

  it('of a shape that is not known is not called signed or unsigned', () => {
    const bytes = new Uint8Array(good);
    put(bytes, 4, 0x20, 4);
    const acm = parseAcm(bytes, 0, tools);
    expect([acm?.signature, readAcm(acm, 0x1d00).findings]).toEqual(['unknown', []]);
  });

  it('for another chipset is told', () => {
    expect(readAcm(parseAcm(good, 0, tools), 0x1e00).findings).toMatchObject([{ code: 'ACM_CHIPSET', severity: 'warn' }]);
  });

  it('that is cut is none', () => {
    expect(parseAcm(good.subarray(0, 0xfff), 0, tools)).toBeUndefined();
  });
});
