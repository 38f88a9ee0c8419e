// A key may hold anything: the check always ends in a verdict that fits its findings.
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { SECTOR_BYTES, type SectorStore } from '../disk/sector-store';
import { makeRompaqKey } from '../testing/make-key';
import { Overlay } from '../disk/overlay';
import { checkKey } from './check-key';

let keys: SectorStore[] = [];
beforeAll(async () => {
  keys = [(await makeRompaqKey()).image, (await makeRompaqKey({}, { fileSystem: 'fat32', sizeBytes: 64 * 1024 * 1024 })).image];
});

/** Where what is read first stands: table, boot records, file tables, root folders. */
const sectors = fc.oneof(fc.nat(3), fc.integer({ min: 2048, max: 2200 }), fc.integer({ min: 2048, max: 4300 }));
const change = fc.oneof(
  fc.record({ sector: sectors, at: fc.nat(511), bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) }),
  fc.record({ sector: sectors, at: fc.constant(0), bytes: fc.uint8Array({ minLength: 512, maxLength: 512 }) }),
);

const weights = { fail: 'will-not-work', warn: 'unsure', note: 'ready' } as const;

it('no change to a key makes the check throw, and the verdict is that of its worst finding', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1), fc.array(change, { minLength: 1, maxLength: 12 }), async (which, changes) => {
      const key = new Overlay(keys[which]!);
      for (const { sector, at, bytes } of changes) {
        const content = key.read(sector * SECTOR_BYTES, SECTOR_BYTES);
        content.set(bytes.subarray(0, SECTOR_BYTES - at), at);
        key.write(sector * SECTOR_BYTES, content);
      }
      const { verdict, findings, summary } = await checkKey(key);
      expect(verdict).toBe(weights[findings[0]?.severity ?? 'note']);
      expect(summary).not.toBe('');
    }),
    { numRuns: 150 },
  );
}, 120_000);

it('a stick of any length and any bytes is told as no key', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 512, maxLength: 512 }), { maxLength: 6 }), async (content) => {
      const bytes = Buffer.concat(content);
      const stick: SectorStore = {
        sizeBytes: bytes.length,
        read: (offset, length) => {
          if (offset + length > bytes.length) throw new Error('behind the end');
          return new Uint8Array(bytes.subarray(offset, offset + length));
        },
        write: () => undefined,
      };
      expect((await checkKey(stick)).verdict).toBe('will-not-work');
    }),
    { numRuns: 100 },
  );
});
