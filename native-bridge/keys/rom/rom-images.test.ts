import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { makeLegacyImage, makeSignedImage } from '../testing/make-rom-image';
import { testRootSha256 } from '../testing/signing-fixture';
import { dateOfIndex, imageNameOf, isoDay, parseImageName } from './image-name';
import { judgeImage, type JudgedImage } from './judge-image';
import { readImage } from './read-image';

const judge = (name: string, bytes: Uint8Array, root: string | undefined = testRootSha256): JudgedImage | undefined =>
  judgeImage(`folder/${name}`, bytes, readImage, root);
const codes = (judged: JudgedImage | undefined): string[] => (judged?.findings ?? []).map(({ code }) => code);
const changed = (bytes: Uint8Array, at: number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy[at]! ^= 0x10;
  return copy;
};

describe('the name of an image', () => {
  it.each([
    ['CPQJ0613.4B5', 'J06', '2018-05-21'],
    ['CPQJ0613.684', 'J06', '2019-04-04'],
    ['cpqp7013.6b8', 'P70', '2019-05-24'],
  ])('%s tells family and day', (name, family, date) => {
    expect(parseImageName(name)).toMatchObject({ family, date });
  });

  it.each(['CPQJ0613.4B', 'CPQJ0613.4B55', 'XPQJ0613.4B5', 'CPQJ0613.4G5', 'CPQJ06134B5', 'CPQJ0613.4B5.txt'])('%s is none', (name) => {
    expect(parseImageName(name)).toBeUndefined();
  });

  it('without a day of the calendar in it has no date', () => {
    expect(parseImageName('CPQJ0610.000')).toMatchObject({ family: 'J06', index: 0 });
    expect(dateOfIndex(0)).toBeUndefined();
    expect(isoDay(2018, 2, 30)).toBeUndefined();
  });

  it('tells back every day it is made of', () => {
    const days = fc.date({ min: new Date('1992-01-01'), max: new Date('2119-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (date) => {
        const day = date.toISOString().slice(0, 10);
        expect(parseImageName(imageNameOf('CPQP630', day))).toMatchObject({ date: day, productId: 'CPQP630' });
      }),
    );
  });
});

describe('an image with a sum in its header', () => {
  const good = makeLegacyImage();

  it('is whole where the sum fits', () => {
    const judged = judge('CPQP6303.4B5', good);
    expect(judged?.image).toMatchObject({
      kind: 'legacy',
      family: 'P63',
      proof: 'sum-good',
      nameDate: '2018-05-21',
      innerDate: '2018-05-21',
    });
    expect(codes(judged)).toEqual([]);
  });

  it.each([
    ['one byte of it differs', changed(good, 5000)],
    ['it is cut', good.subarray(0, good.length - 1)],
    ['something follows it', new Uint8Array(Buffer.concat([good, Buffer.from([0])]))],
  ])('is damaged where %s', (_why, bytes) => {
    const judged = judge('CPQP6303.4B5', bytes);
    expect(judged?.image.proof).toBe('sum-bad');
    expect(codes(judged)).toContain('ROM_IMAGE_DAMAGED');
  });

  it.each([
    ['of another family', 'CPQP6203.4B5', 'ROM_IMAGE_RENAMED'],
    ['of another variant', 'CPQP6313.4B5', 'ROM_IMAGE_RENAMED'],
    ['of another day', 'CPQP6303.684', 'ROM_IMAGE_DATE'],
    ['that ROMPAQ does not look for', 'P63.BIN', 'ROM_IMAGE_NAME'],
  ])('under a name %s is told to be renamed', (_how, name, code) => {
    expect(codes(judge(name, good))).toEqual([code]);
  });
});

describe('a signed image', () => {
  const good = makeSignedImage();
  const contentAt = Buffer.from(good).indexOf('HPIMAGE');

  it('is genuine where the signature fits and the pinned root vouches for it', () => {
    const judged = judge('CPQJ0613.4B5', good);
    expect(judged?.image).toMatchObject({
      kind: 'signed',
      family: 'J06',
      productId: 'CPQJ060',
      proof: 'signature-good',
      title: 'ProLiant System BIOS - J06',
      innerDate: '2018-05-21',
    });
    expect(codes(judged)).toEqual(['ROM_IMAGE_GENUINE']);
  });

  it('signed by a stranger is not genuine, however well the signature fits', () => {
    const judged = judgeImage('CPQJ0613.4B5', good, readImage);
    expect(judged?.image.proof).toBe('signature-bad');
    expect(codes(judged)).toContain('ROM_IMAGE_OTHER_SIGNER');
  });

  it.each([
    ['its first byte differs', changed(good, contentAt)],
    ['a byte in its middle differs', changed(good, (contentAt + good.length) >> 1)],
    ['its last byte differs', changed(good, good.length - 1)],
    ['its end is missing', good.subarray(0, good.length - 1)],
    ['something follows it', new Uint8Array(Buffer.concat([good, Buffer.from([0])]))],
    ['its signature differs', changed(good, Buffer.from(good).indexOf('Signature: ') + 20)],
    ['its certificates are cut off', good.subarray(0, 800)],
    ['only its first line is left', good.subarray(0, 42)],
  ])('is not genuine where %s', (_why, bytes) => {
    const judged = judge('CPQJ0613.4B5', bytes);
    expect(judged?.image.proof).toBe('signature-bad');
    expect(judged?.findings.some(({ severity }) => severity === 'fail')).toBe(true);
  });

  it('with the certificates in another order is not vouched for', () => {
    const text = Buffer.from(good).toString('latin1');
    const [front = '', ...pems] = text.slice(0, contentAt).split(/(?=-----BEGIN CERTIFICATE-----)/);
    const turned = Buffer.from(front + pems.reverse().join('') + text.slice(contentAt), 'latin1');
    expect(codes(judge('CPQJ0613.4B5', turned))).toContain('ROM_IMAGE_OTHER_SIGNER');
  });

  it('may differ from its name in the seventh letter, and in no other', () => {
    expect(codes(judge('CPQJ0623.4B5', good))).toEqual(['ROM_IMAGE_GENUINE']);
    expect(codes(judge('CPQP6313.4B5', good))).toContain('ROM_IMAGE_RENAMED');
  });

  it('named for another day than stands in it is told so', () => {
    expect(codes(judge('CPQJ0613.684', good))).toContain('ROM_IMAGE_DATE');
  });
});

it('what is no image is none, whatever its name', () => {
  expect(judge('CPQJ0613.4B5', Buffer.from('This is a letter.'))).toBeUndefined();
  expect(judge('CPQJ0613.4B5', new Uint8Array())).toBeUndefined();
});
