import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32Of } from './crc32';
import { crc32, sumsOf } from './node-tools';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

test('the sum of "123456789" is the one of the standard', () => {
  expect(crc32Of(text('123456789'))).toBe(0xcbf43926);
});

test('our own sum and that of the system are equal for any bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => crc32Of(bytes) === crc32(bytes)));
});

test('an empty file has the sums that everybody knows', () => {
  expect(sumsOf(new Uint8Array())).toEqual({
    sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    md5: 'd41d8cd98f00b204e9800998ecf8427e',
    crc32: '00000000',
  });
});
