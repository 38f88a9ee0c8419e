import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame } from './codec';

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.uint8Array({ maxLength: 64 }));
const message = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('node'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).node;

describe('a message as a frame', () => {
  it('comes back as it was, byte arrays included, wherever they stand', () => {
    fc.assert(
      fc.property(message, (value) => {
        expect(decodeFrame(encodeFrame(value))).toEqual(value);
      }),
    );
  });

  it('carries bytes as they are, without base64', () => {
    const image = new Uint8Array(100_000).map((_, index) => index);
    expect(encodeFrame({ image }).length).toBeLessThan(100_200);
    expect(decodeFrame(encodeFrame({ image }))).toEqual({ image });
  });

  it('answers nothing for garbage, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (noise) => {
        expect(decodeFrame(noise)).toBeUndefined();
      }),
    );
  });

  it('answers nothing for a frame cut short at any byte', () => {
    const frame = encodeFrame({ name: 'backup', bytes: Uint8Array.of(1, 2, 3), more: [Uint8Array.of(4)] });
    for (let length = 0; length < frame.length; length++) expect(decodeFrame(frame.subarray(0, length))).toBeUndefined();
  });

  it('lets a frame put bytes only where the message left room for them', () => {
    const head = new TextEncoder().encode(JSON.stringify({ message: { a: 'text' }, bytes: [[['__proto__', 'polluted'], 1]] }));
    const frame = new Uint8Array(4 + head.length + 1);
    new DataView(frame.buffer).setUint32(0, head.length, true);
    frame.set(head, 4);
    expect(decodeFrame(frame)).toBeUndefined();
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
