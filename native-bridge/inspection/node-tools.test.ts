import { expect, it } from 'vitest';
import fc from 'fast-check';
import { indexOfText } from '../../shared/firmware/bytes';
import { pureTools } from '../../shared/firmware/hashing';
import { nodeTools } from './node-tools';

it('finds text where the plain search finds it, in views that begin and end anywhere', () => {
  const letters = fc.array(fc.constantFrom(0x41, 0x42, 0xff), { maxLength: 40 });
  const place = fc.nat({ max: 45 });
  fc.assert(
    fc.property(letters, fc.stringMatching(/^[AB\u00ff]{1,3}$/), place, place, fc.nat({ max: 5 }), (content, wanted, from, to, skip) => {
      const view = Uint8Array.from([...Array<number>(skip).fill(0x41), ...content, 0x41, 0x42]).subarray(skip, skip + content.length);
      expect(nodeTools.indexOfText!(view, wanted, from, to)).toBe(indexOfText(view, wanted, from, to));
    }),
  );
});

it('hashes as the plain hash does', () => {
  const bytes = Uint8Array.of(1, 2, 3);
  expect(nodeTools.sha256(bytes)).toEqual(pureTools.sha256(bytes));
});
