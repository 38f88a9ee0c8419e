// Every way a dump or an image is known to go wrong: seen, named in one sentence, located; and never seen in an image that is sound.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { reorder } from './dump/byte-order';
import { inspectImage } from './inspect';
import type { InspectTools } from './hashing';
import type { ImageReport } from './report';
import { put } from './synthetic/paint';
import { sampleImage } from './synthetic/sample-image';

// Whole images of 16 MiB, many times.
vi.setConfig({ testTimeout: 120_000 });

const tools: InspectTools = { sha256: (bytes) => createHash('sha256').update(bytes).digest() };
const inspect = (bytes: Uint8Array): ImageReport => inspectImage(bytes, {}, tools);
const real = new URL('../../../shared/real/z620-composite.bin.gz', import.meta.url);
const images: readonly (readonly [name: string, image: Uint8Array])[] = [
  ['the synthetic image', sampleImage()],
  ...(existsSync(real) ? [['the real composite', gunzipSync(readFileSync(real))] as const] : []),
];
const noRealImages = existsSync(real) ? '' : ' (skipped: no real images here)';

const edited = (image: Uint8Array, edit: (copy: Uint8Array) => void): Uint8Array => {
  const copy = new Uint8Array(image);
  edit(copy);
  return copy;
};
const mapped = (image: Uint8Array, from: (address: number) => number): Uint8Array => {
  const result = new Uint8Array(image.length);
  for (let at = 0; at < image.length; at++) result[at] = image[from(at)]!;
  return result;
};
const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const flip = (image: Uint8Array, at: number, bit: number): Uint8Array => edited(image, (copy) => void (copy[at]! ^= 1 << bit));
const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);

/** Told in whole sentences, with a place in the file, and a verdict that is not good. */
function expectSeen(bytes: Uint8Array, wanted: RegExp, at?: number): ImageReport {
  const report = inspect(bytes);
  const serious = report.findings.filter(({ severity }) => severity !== 'note');
  const found = serious.filter(({ code }) => wanted.test(code));
  expect({ codes: serious.map(({ code }) => code), verdict: report.verdict }).toEqual({
    codes: expect.arrayContaining([expect.stringMatching(wanted)]),
    verdict: expect.not.stringMatching(/^good$/),
  });
  expect(report.findings.filter(({ code }) => code === 'READER_FAILED')).toEqual([]);
  expect(report.summary).toMatch(/^[A-Z].*\.$/s);
  for (const { message } of found) expect(message).toMatch(/^.{10,}\.$/);
  expect(found.some(({ offset, length }) => offset !== undefined && length !== undefined)).toBe(true);
  if (at !== undefined) {
    const around = found.filter(({ offset = -1, length = 0 }) => at >= offset && at < offset + length);
    expect({ at, found: around.length > 0 ? 'located' : found }).toEqual({ at, found: 'located' });
  }
  return report;
}

describe.each(images)('%s', (_name, image) => {
  it('undamaged has no finding that counts, in whatever memory it lies', () => {
    const padded = new Uint8Array(image.length + 9).fill(0x5a);
    padded.set(image, 5);
    for (const bytes of [image, padded.subarray(5, 5 + image.length)]) {
      const { verdict, findings } = inspect(bytes);
      expect({ verdict, serious: findings.filter(({ severity }) => severity !== 'note') }).toEqual({ verdict: 'good', serious: [] });
    }
  });

  it.each<readonly [string, (image: Uint8Array) => Uint8Array, RegExp]>([
    ['cut to 12 MiB', (image) => image.subarray(0, 0xc00000), /^DUMP_TRUNCATED$/],
    ['shifted by 16 bytes', (image) => edited(image, (copy) => void copy.copyWithin(16, 0)), /^DUMP_SHIFTED$/],
    ['byte-swapped', (image) => reorder(image, '16-bit'), /^DUMP_SWAPPED$/],
    ['with A23 stuck', (image) => mapped(image, (at) => at & ~0x800000), /^DUMP_MIRRORED$/],
    ['with A12 stuck', (image) => mapped(image, (at) => at & ~0x1000), /^DUMP_ADDRESS_LINE$/],
    ['with one bit changed in a file of the BIOS', (image) => flip(image, 0x600123, 3), /^FILE_|^MICROCODE_|^VOLUME_/],
    ['with one bit changed in the MAC address', (image) => flip(image, 0x1003, 0), /^GBE_CHECKSUM$/],
    ['with the BIOS region over everything', (image) => edited(image, (copy) => put(copy, 0x44, 0x0fff0000, 4)), /^DESCRIPTOR_OVERLAP$/],
    ['with the BIOS region unused', (image) => edited(image, (copy) => put(copy, 0x44, 0x00000fff, 4)), /^DESCRIPTOR_NO_BIOS$/],
    ['with the ME table erased', (image) => edited(image, (copy) => void copy.fill(0xff, 0x5010, 0x5030)), /^ME_NO_TABLE$/],
    ['with the last 256 bytes erased', (image) => edited(image, (copy) => void copy.fill(0xff, 0xffff00)), /^RESET_VECTOR$/],
  ])('%s is seen', (_damage, damage, wanted) => {
    expectSeen(damage(image), wanted);
  });

  it('says how much of it no checksum covers', () => {
    const { coverage, findings } = inspect(image);
    const regions = Object.fromEntries(coverage.regions.map((region) => [region.name, region]));
    expect(regions['fd']).toMatchObject({ coveredBytes: 0 });
    expect(regions['bios']!.coveredBytes).toBeGreaterThan(0.9 * regions['bios']!.programmedBytes);
    expect(coverage.coveredBytes).toBeLessThan(coverage.programmedBytes);
    expect(findings.find(({ code }) => code === 'NOT_COVERED')?.message).toMatch(
      /^[\d,]+ bytes \([\d.]+ %\) of the programmed bytes stand under no checksum/,
    );
  });

  it('with one bit changed in a strap of the descriptor is not told from a sound one, and this is said', () => {
    const { coverage, findings } = inspect(flip(image, 0x138, 5));
    expect(coverage.regions[0]).toMatchObject({ name: 'fd', coveredBytes: 0 });
    expect(findings.map(({ code }) => code)).toContain('NOT_COVERED');
  });
});

describe.skipIf(images.length < 2)(`the real composite${noRealImages}`, () => {
  const image = images[1]?.[1] ?? new Uint8Array();

  it.each([
    ['NFTP', 0x5000 + 0x24a000 + 0x100000],
    ['FTPR', 0x5000 + 0x180000 + 0x60000],
  ])('with one bit changed in the packed code of %s is seen, as the signed head says what it must be', (_name, at) => {
    expectSeen(flip(image, at, 2), /^ME_/, at);
  });

  it('with the mark of its settings not set is said to start in manufacturing mode', () => {
    expectSeen(
      edited(image, (copy) => void (copy[0x5400] = 0xff)),
      /^ME_NOT_DECLARED_VALID$/,
      0x5400,
    );
  });
});

interface Kind {
  readonly name: string;
  readonly wanted: RegExp;
  /** `pick(from, to)`: a number in [from, to). `at`: where the damage is, if it is in one place. */
  readonly damage: (image: Uint8Array, pick: (from: number, to: number) => number) => { readonly bytes: Uint8Array; readonly at?: number };
}

const sums = /^(FILE|VOLUME|SECTION|MICROCODE|FIT|TAG|ACM|RESET|BOOT_BLOCK|FAMILY|RECOVERY|NVAR|ROM_LAYOUT|DUMP_DATA)/;
const inBios = (at: number): { readonly from: number; readonly to: number } => ({ from: at, to: at + 0x400000 });
const kinds: readonly Kind[] = [
  {
    name: 'one bit in a file of the BIOS',
    wanted: sums,
    damage: (image, pick) => {
      const at = pick(0x580048, 0xa00000);
      return { bytes: flip(image, at, pick(0, 8)), at };
    },
  },
  {
    name: 'one bit in the header of a volume',
    wanted: sums,
    damage: (image, pick) => {
      const volume = [0x580000, 0xe00000, 0xee0000, 0xf60000, 0xff0000][pick(0, 5)]!;
      const at = volume + pick(0x20, 0x48);
      return { bytes: flip(image, at, pick(0, 8)) };
    },
  },
  {
    name: 'one bit in the tag of a block',
    wanted: sums,
    damage: (image, pick) => ({ bytes: flip(image, [0x580000, 0xf60000][pick(0, 2)]! + pick(0, 16), pick(0, 8)) }),
  },
  {
    name: 'one bit in the recovery volume',
    wanted: sums,
    damage: (image, pick) => {
      const at = pick(0xf60048, 0xfa0000);
      return { bytes: flip(image, at, pick(0, 8)), at };
    },
  },
  {
    name: 'one bit in the network settings',
    wanted: /^GBE_|^MAC_/,
    damage: (image, pick) => {
      const at = [0x1000, 0x2000][pick(0, 2)]! + pick(0, 0x80);
      return { bytes: flip(image, at, pick(0, 8)), at };
    },
  },
  {
    name: 'one bit in the header of the ME table',
    wanted: /^ME_/,
    damage: (image, pick) => ({ bytes: flip(image, 0x5000 + pick(0x10, 0x30), pick(0, 8)) }),
  },
  {
    name: 'one bit in a signed manifest of the ME',
    wanted: /^ME_/,
    damage: (image, pick) => ({ bytes: flip(image, 0x5000 + 0x180000 + pick(0x284, 0x290), pick(0, 8)) }),
  },
  {
    name: '4 KiB of the BIOS erased',
    wanted: sums,
    damage: (image, pick) => {
      let at = pick(0x581, 0xa00) * 0x1000;
      // Where nothing stands there is nothing to erase.
      while (image.subarray(at, at + 0x1000).every((byte) => byte === 0xff)) at = at < 0xa00000 ? at + 0x1000 : 0x581000;
      return { bytes: edited(image, (copy) => void copy.fill(0xff, at, at + 0x1000)) };
    },
  },
  {
    name: '64 KiB of the BIOS read as 00',
    wanted: sums,
    damage: (image, pick) => {
      const at = pick(0x59, 0xa0) * 0x10000;
      return { bytes: edited(image, (copy) => void copy.fill(0, at, at + 0x10000)) };
    },
  },
  {
    name: '64 KiB of the BIOS taken from another place',
    wanted: sums,
    damage: (image, pick) => {
      const { from, to } = inBios(0x590000);
      const at = pick(from / 0x10000, to / 0x10000) * 0x10000;
      return { bytes: edited(image, (copy) => void copy.copyWithin(at, 0xee0000, 0xef0000)) };
    },
  },
  {
    name: 'one bit in ten thousand wrong',
    wanted: /./,
    damage: (image, pick) => ({
      bytes: edited(image, (copy) => {
        for (let at = pick(0, 1250); at < copy.length; at += 1250) copy[at]! ^= 1 << (at % 8);
      }),
    }),
  },
  { name: 'cut anywhere', wanted: /^DUMP_TRUNCATED$/, damage: (image, pick) => ({ bytes: image.subarray(0, pick(0x600000, 0xfffff0)) }) },
  {
    name: 'shifted late by any number of bytes',
    wanted: /^DUMP_SHIFTED$/,
    damage: (image, pick) => {
      const by = pick(1, 0x100000);
      return { bytes: joined(filled(by, 0xff), image.subarray(0, image.length - by)) };
    },
  },
  {
    name: 'shifted early by any number of bytes',
    wanted: /^DUMP_SHIFTED$/,
    damage: (image, pick) => {
      const by = pick(1, 0x4000);
      return { bytes: joined(image.subarray(by), filled(by, 0xff)) };
    },
  },
  {
    name: 'longer by any number of bytes in front',
    wanted: /^DUMP_SHIFTED$/,
    damage: (image, pick) => ({ bytes: joined(filled(pick(1, 0x1000), 0), image) }),
  },
  {
    name: 'bytes lost in the middle',
    wanted: /^DUMP_SLIPPED$/,
    damage: (image, pick) => {
      const [at, by] = [pick(0x6000, 0x57f000), pick(1, 0x200)];
      return { bytes: joined(image.subarray(0, at), image.subarray(at + by), filled(by, 0xff)) };
    },
  },
  {
    name: 'bytes put in in the middle',
    wanted: /^DUMP_SLIPPED$/,
    damage: (image, pick) => {
      const [at, by] = [pick(0x590000, 0xf50000), pick(1, 0x200)];
      return { bytes: joined(image.subarray(0, at), filled(by, 0xa5), image.subarray(at, image.length - by)) };
    },
  },
  {
    name: 'bytes in any wrong order',
    wanted: /^DUMP_SWAPPED$/,
    damage: (image, pick) => ({
      bytes: reorder(image, (['16-bit', '32-bit', '64-bit', 'words', 'bits', 'nibbles', 'inverted'] as const)[pick(0, 7)]!),
    }),
  },
  {
    name: 'every byte out of step by some bits',
    wanted: /^DUMP_BIT_SLIP$/,
    damage: (image, pick) => {
      const by = pick(1, 8);
      const bytes = new Uint8Array(image.length);
      for (let at = 0; at < image.length; at++) bytes[at] = ((image[at - 1] ?? 0xff) << (8 - by)) | (image[at]! >>> by);
      return { bytes };
    },
  },
  {
    name: 'any address line stuck at 0',
    wanted: /^DUMP_(ADDRESS_LINE|MIRRORED)$/,
    damage: (image, pick) => {
      const line = pick(0, 24);
      return { bytes: mapped(image, (at) => at & ~(1 << line)) };
    },
  },
  {
    name: 'any address line stuck at 1',
    wanted: /^DUMP_(ADDRESS_LINE|MIRRORED)$/,
    damage: (image, pick) => {
      const line = pick(0, 24);
      return { bytes: mapped(image, (at) => at | (1 << line)) };
    },
  },
  {
    name: 'two address lines that touch',
    wanted: /^DUMP_ADDRESS_LINES_JOINED$/,
    damage: (image, pick) => {
      const low = pick(0, 23);
      const both = (1 << low) | (1 << pick(low + 1, 24));
      return { bytes: mapped(image, (at) => ((at & both) === both ? at : at & ~both)) };
    },
  },
  {
    name: 'any data line stuck',
    wanted: /^DUMP_DATA_LINE$/,
    damage: (image, pick) => {
      const [bit, value] = [1 << pick(0, 8), pick(0, 2)];
      return { bytes: image.map((byte) => (value === 1 ? byte | bit : byte & ~bit)) };
    },
  },
  {
    name: 'a data line lost over half a megabyte',
    wanted: /^DUMP_DATA_LINE$/,
    damage: (image, pick) => {
      // Anywhere in the BIOS volumes; the blank rest of a volume reads as FF less that bit.
      const [at, bit] = [pick(0x59, 0xf0) * 0x10000, 1 << pick(0, 8)];
      return {
        bytes: edited(image, (copy) => {
          for (let byte = at; byte < at + 0x80000; byte++) copy[byte]! &= ~bit;
        }),
        at: at + 0x10000,
      };
    },
  },
  {
    name: 'two halves in the wrong order',
    wanted: /^DUMP_WRONG_ORDER$/,
    damage: (image, pick) => {
      const at = [0x400000, 0x800000, 0xc00000][pick(0, 3)]!;
      return { bytes: joined(image.subarray(at), image.subarray(0, at)) };
    },
  },
  {
    name: 'the first quarter four times',
    wanted: /^DUMP_MIRRORED$/,
    damage: (image) => ({ bytes: mapped(image, (at) => at & 0x3fffff) }),
  },
  { name: 'the whole image twice', wanted: /^DUMP_REPEATED$/, damage: (image) => ({ bytes: joined(image, image) }) },
  {
    name: 'filled up behind the end',
    wanted: /^DUMP_PADDED$/,
    damage: (image, pick) => ({ bytes: joined(image, filled(pick(0x1000, 0x400000), [0xff, 0][pick(0, 2)]!)) }),
  },
  {
    name: 'followed by something else',
    wanted: /^DUMP_JOINED$/,
    damage: (image, pick) => {
      const from = pick(0x580000, 0x600000);
      return { bytes: joined(image, image.subarray(from, from + 0x80000)) };
    },
  },
  {
    name: 'blank from some place on',
    wanted: /^DUMP_STOPPED$/,
    damage: (image, pick) => {
      const at = pick(0x600000, 0xfa0000);
      return { bytes: edited(image, (copy) => void copy.fill([0xff, 0][pick(0, 2)]!, at)) };
    },
  },
  {
    name: 'next to nothing but FF',
    wanted: /^DUMP_MOSTLY_BLANK$/,
    damage: (image) => ({ bytes: edited(image, (copy) => void copy.fill(0xff, 0x5000)) }),
  },
  {
    name: 'the descriptor erased',
    wanted: /^DESCRIPTOR_MISSING$/,
    damage: (image) => ({ bytes: edited(image, (copy) => void copy.fill(0xff, 0, 0x1000)), at: 0x10 }),
  },
  {
    name: 'the ME region blank',
    wanted: /^ME_EMPTY$/,
    damage: (image) => ({ bytes: edited(image, (copy) => void copy.fill(0xff, 0x5000, 0x510000)), at: 0x5010 }),
  },
  {
    name: 'the network region blank',
    wanted: /^GBE_BLANK$/,
    damage: (image) => ({ bytes: edited(image, (copy) => void copy.fill(0xff, 0x1000, 0x3000)), at: 0x1000 }),
  },
  {
    name: 'the boot block of another family',
    wanted: /^FAMILY_MIXED$/,
    damage: (image) => ({ bytes: edited(image, (copy) => copy.set(sampleImage({ family: 'J63' }).subarray(0xff0000), 0xff0000)) }),
  },
  {
    name: 'no boot block',
    wanted: /^(VOLUME_BLANK|RESET_VECTOR)$/,
    damage: (image) => ({ bytes: edited(image, (copy) => void copy.fill(0xff, 0xff0000)), at: 0xfffff0 }),
  },
  {
    name: 'a pointer to the FIT that leads nowhere',
    wanted: /^FIT_/,
    damage: (image, pick) => ({ bytes: edited(image, (copy) => put(copy, 0xffffc0, 0xffb00000 + pick(0, 0x1000) * 16, 4)) }),
  },
];

// The same places in every run: sums of eight bits miss one error of many bytes in 256, and a test must not fail by such luck.
const runs = { numRuns: 2, endOnFailure: true, seed: 20130306 };

describe.each(images)('damage at any place of %s', (_name, image) => {
  it.each(kinds.map((kind) => [kind.name, kind] as const))(
    '%s is seen',
    (_kind, { wanted, damage }) => {
      fc.assert(
        fc.property(fc.infiniteStream(fc.nat(0x7fffffff)), (stream) => {
          const pick = (from: number, to: number): number => from + ((stream.next().value as number) % (to - from));
          const { bytes, at } = damage(image, pick);
          expectSeen(bytes, wanted, at);
        }),
        runs,
      );
    },
    120_000,
  );
});
