import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { remembering, rememberUnpacked } from './remember';

let decoded = 0;
/** Answers the bytes twice over; refuses what begins with 0. */
const twice = remembering('twice', (input, { maxOutputBytes }) => {
  decoded++;
  return input[0] === 0 || input.length * 2 > maxOutputBytes ? undefined : Uint8Array.from([...input, ...input]);
});
const stream = (fill: number, length = 100): Uint8Array => new Uint8Array(length).fill(fill);
const limits = { maxOutputBytes: 1000 };

beforeEach(() => {
  decoded = 0;
  rememberUnpacked(1000);
});
afterEach(() => rememberUnpacked(0));

describe('a stream that was unpacked before', () => {
  it('is not unpacked again, wherever it lies and whatever became of the memory it lay in', () => {
    const first = stream(7);
    expect(twice(first, limits)).toEqual(stream(7, 200));
    first.fill(0);
    expect(twice(new Uint8Array([9, ...stream(7)]).subarray(1), limits)).toEqual(stream(7, 200));
    expect(decoded).toBe(1);
  });

  it('is another one if a single byte differs, wherever', () => {
    twice(stream(7), limits);
    for (let at = 0; at < 100; at++) {
      const other = stream(7);
      other[at] = 8;
      expect(twice(other, limits)).toEqual(Uint8Array.from([...other, ...other]));
    }
    expect(decoded).toBe(101);
  });

  it('still keeps to the limit of whoever asks', () => {
    twice(stream(7), limits);
    expect(twice(stream(7), { maxOutputBytes: 199 })).toBeUndefined();
  });

  it('is asked for again where it could not be unpacked', () => {
    twice(stream(0), limits);
    expect(twice(stream(0), limits)).toBeUndefined();
    expect(decoded).toBe(2);
  });
});

it('forgets the longest unused where the room ends, and everything when it is turned off', () => {
  for (const fill of [1, 2, 3]) twice(stream(fill), limits);
  twice(stream(1), limits);
  twice(stream(4), limits);
  expect(decoded).toBe(4);
  twice(stream(1), limits);
  expect(decoded).toBe(4);
  twice(stream(2), limits);
  expect(decoded).toBe(5);
  rememberUnpacked(0);
  twice(stream(2), limits);
  expect(decoded).toBe(6);
});

it('keeps nothing that is larger than all the room', () => {
  rememberUnpacked(250);
  twice(stream(5), limits);
  twice(stream(5), limits);
  expect(decoded).toBe(2);
});
