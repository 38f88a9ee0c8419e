import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum8 } from '../bytes';
import { pureTools } from '../hashing';
import { syntheticMe, type SyntheticMe } from '../synthetic/management-engine';
import { put, putText } from '../synthetic/paint';
import { readMe, type MeContext } from '.';

const PLACE = 0x5000;
const FTPR = 0x180000;
const ours: SyntheticMe = { version: [8, 1, 60, 1561], validMark: 0x01, hasRun: true, mac: [0, 0, 0x5e, 0, 0x53, 1] };
const good = syntheticMe(ours);
const zx20: MeContext = { isC600: true };
const read = (region: Uint8Array, context = zx20) => readMe(region, PLACE, context, pureTools);
const found = (region: Uint8Array) => read(region).findings.map(({ severity, code, offset }) => [`${severity} ${code}`, offset]);
const edited = (edit: (region: Uint8Array) => void, base = good): Uint8Array => {
  const copy = new Uint8Array(base);
  edit(copy);
  return copy;
};
/** After an edit of the table's header: its sum is right again. */
const summed = (region: Uint8Array): void => {
  region[0x1b] = 0;
  put(region, 0x1b, -sum8(region, 0, 0x30), 1);
};

describe('a sound ME region', () => {
  const reading = read(good);

  it('tells version, date, size and state, and has no finding', () => {
    const { partitions, ...facts } = reading.facts;
    expect(facts).toEqual({
      state: 'initialised',
      version: '8.1.60.1561',
      generation: 8,
      date: '2024-01-02',
      sku: '5MB',
      patsburg: false,
      tableSumIsGood: true,
      validMark: 1,
      eraseCounts: { lowest: 48, highest: 147, blocksInUse: 9 },
      manufacturingMode: expect.objectContaining({ expected: 'no' }) as unknown,
    });
    expect({ findings: reading.findings, partitions: partitions.length }).toEqual({ findings: [], partitions: 10 });
  });

  it('proves every code partition by signature and its packed modules by hash', () => {
    expect(
      reading.facts.partitions
        .filter(({ signature }) => signature)
        .map(({ name, offset, signature, signedBy, hashesGood }) => [name, offset, signature, signedBy, hashesGood]),
    ).toEqual([
      ['LOCL', 0xe8000, 'good', 'practice key of ROM Rescue', 1],
      ['WCOD', 0xec000, 'good', 'practice key of ROM Rescue', 1],
      ['MDMV', 0x145000, 'good', 'practice key of ROM Rescue', 1],
      ['FTPR', 0x185000, 'good', 'practice key of ROM Rescue', 1],
      ['NFTP', 0x24f000, 'good', 'practice key of ROM Rescue', 1],
    ]);
    expect(reading.proofs.filter(({ offset }) => offset < PLACE + 0xe4000)).toEqual([
      { offset: PLACE, length: 0x30, by: 'sum' },
      { offset: 0xe8000, length: 0x360, by: 'signature' },
      { offset: 0xe8360, length: expect.any(Number) as unknown, by: 'hash' },
    ]);
  });

  it('shows table, partitions and modules as a tree', () => {
    const ftpr = reading.structure.find(({ name }) => name === 'FTPR');
    expect(ftpr).toMatchObject({
      kind: 'partition',
      state: 'good',
      offset: 0x185000,
      detail: 'code 8.1.60.1561, signed by practice key of ROM Rescue',
    });
    expect(ftpr?.children?.map(({ name, state, detail }) => [name, state, detail])).toEqual([
      ['Manifest', 'good', 'signed by practice key of ROM Rescue'],
      ['FTPR_A', 'good', 'LZMA, hash good'],
      ['FTPR_B', undefined, 'Huffman, its hash cannot be checked here'],
    ]);
    expect(reading.structure[0]).toMatchObject({ name: 'Partition table', state: 'good', detail: '10 entries, checksum good' });
  });
});

describe('the state of the ME data', () => {
  it.each([
    ['has run', {}, 'initialised', 'no', []],
    ['has run, mark FF', { validMark: 0xff }, 'initialised', 'no', []],
    ['never run, declared valid', { hasRun: false }, 'configured', 'no', ['note ME_CONFIGURED']],
    ['never run, not declared valid', { hasRun: false, validMark: 0xff }, 'not-declared-valid', 'yes', ['warn ME_NOT_DECLARED_VALID']],
    ['as published', { hasRun: false, validMark: 0xff, stock: true }, 'stock', 'yes', ['warn ME_NOT_DECLARED_VALID']],
  ] as const)('%s', (_, options, state, expected, findings) => {
    const reading = read(syntheticMe({ ...ours, ...options }));
    expect([
      reading.facts.state,
      reading.facts.manufacturingMode?.expected,
      reading.findings.map(({ severity, code }) => `${severity} ${code}`),
    ]).toEqual([state, expected, findings]);
  });

  it('cannot be told stock from configured in ME 7', () => {
    const seven = syntheticMe({ ...ours, version: [7, 1, 21, 1134], hasRun: false, validMark: 0xff, stock: true });
    expect(read(seven).facts).toMatchObject({ state: 'not-declared-valid', generation: 7, patsburg: true });
  });

  it('predicts nothing for a machine of another kind, and does not warn of the mark there', () => {
    const { facts, findings } = read(syntheticMe({ ...ours, hasRun: false, validMark: 0xff }), {});
    expect([facts.manufacturingMode?.expected, findings.map(({ severity }) => severity)]).toEqual(['unknown', ['note']]);
  });

  it('is empty where every byte is FF or 00', () => {
    for (const value of [0xff, 0]) {
      expect(read(new Uint8Array(0x2000).fill(value))).toMatchObject({
        facts: { state: 'empty' },
        findings: [{ code: 'ME_EMPTY', severity: 'fail' }],
      });
    }
  });
});

describe('damage in an ME region', () => {
  it('one flipped bit in any manifest is found and located', () => {
    const manifests = [0xe3000, 0xe7000, 0x140000, FTPR, 0x24a000];
    fc.assert(
      fc.property(fc.constantFrom(...manifests), fc.integer({ min: 0x80 * 8, max: 0x360 * 8 - 1 }), (manifest, bit) => {
        const region = edited((bytes) => void (bytes[manifest + (bit >> 3)]! ^= 1 << (bit & 7)));
        expect(found(region)).toContainEqual(['fail ME_SIGNATURE', PLACE + manifest]);
      }),
      { numRuns: 25 },
    );
  });

  it('one flipped bit in the head of a manifest is found', () => {
    fc.assert(
      fc.property(fc.nat(0x80 * 8 - 1), (bit) => {
        const region = edited((bytes) => void (bytes[0x24a000 + (bit >> 3)]! ^= 1 << (bit & 7)));
        const severe = read(region).findings.filter(({ severity }) => severity === 'fail');
        // Bits of the key's length leave a manifest that is signed in no known way: told in the facts.
        const unsupported = read(region).facts.partitions.some(({ name, signature }) => name === 'NFTP' && signature === 'none');
        expect(severe.length > 0 || unsupported).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('says whether the content or the signature itself is damaged', () => {
    const evidence = (at: number) => read(edited((bytes) => void (bytes[at]! ^= 1))).findings[0]?.evidence;
    expect([evidence(FTPR + 0x2a0), evidence(FTPR + 0x190)]).toEqual([
      'the signature by practice key of ROM Rescue is whole, the signed content is not what it was made for',
      'key or signature do not open to a hash',
    ]);
  });

  it('one flipped bit in a packed module is found and located', () => {
    const proof = read(good).proofs.find(({ by, offset }) => by === 'hash' && offset > 0x185000)!;
    fc.assert(
      fc.property(fc.nat(proof.length * 8 - 1), (bit) => {
        const region = edited((bytes) => void (bytes[proof.offset - PLACE + (bit >> 3)]! ^= 1 << (bit & 7)));
        expect(found(region)).toEqual([['fail ME_MODULE_HASH', proof.offset]]);
      }),
      { numRuns: 30 },
    );
  });

  it('one flipped bit in the head of the table is found', () => {
    fc.assert(
      fc.property(fc.nat(0x30 * 8 - 1), (bit) => {
        const region = edited((bytes) => void (bytes[bit >> 3]! ^= 1 << (bit & 7)));
        expect(read(region).findings.some(({ severity }) => severity === 'fail')).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['an entry of the table with another name', (bytes: Uint8Array) => putText(bytes, 0x30 + 9 * 32, 'NFTQ'), 'fail ME_PARTITION_NAME'],
    ['an entry that points at nothing', (bytes: Uint8Array) => put(bytes, 0x30 + 9 * 32 + 8, 0x24b000, 4), 'fail ME_MANIFEST_MISSING'],
    ['an entry over its neighbour', (bytes: Uint8Array) => put(bytes, 0x30 + 8 * 32 + 12, 0xcb000, 4), 'fail ME_PARTITIONS_OVERLAP'],
    ['an entry that leaves the region', (bytes: Uint8Array) => put(bytes, 0x30 + 9 * 32 + 12, 0x1000000, 4), 'fail ME_PARTITION_OUTSIDE'],
    ['a code partition erased', (bytes: Uint8Array) => void bytes.fill(0xff, 0x24a000), 'fail ME_MANIFEST_MISSING'],
    ['a packed module erased', (bytes: Uint8Array) => void bytes.fill(0xff, 0x24a360, 0x24b800), 'fail ME_MODULE_BLANK'],
    ['the length of a manifest', (bytes: Uint8Array) => put(bytes, 0x24a018, 0x7fffffff, 4), 'fail ME_MANIFEST_LENGTH'],
    ['the table erased', (bytes: Uint8Array) => void bytes.fill(0xff, 0, 0x400), 'fail ME_NO_TABLE'],
  ])('%s', (_, edit, expected) => {
    expect(found(edited(edit)).map(([code]) => code)).toContain(expected);
  });

  it('leaves the code provable where only the table is gone', () => {
    const { facts } = read(edited((bytes) => void bytes.fill(0xff, 0, 0x400)));
    expect(facts).toMatchObject({ state: 'damaged', version: '8.1.60.1561' });
    expect(facts.partitions.map(({ name, signature }) => `${name} ${signature}`)).toContain('FTPR good');
  });
});

describe('other forms of an ME', () => {
  it('a header that is counted without the bytes before it', () => {
    const region = edited((bytes) => {
      bytes[0x1a] = 0x20;
      bytes[0x1b] = 0;
      put(bytes, 0x1b, -sum8(bytes, 0x10, 0x20), 1);
    });
    expect(read(region)).toMatchObject({ facts: { tableSumIsGood: true }, findings: [] });
  });

  it('a first entry whose name is no text', () => {
    const region = edited((bytes) => bytes.set([0xe0, 0x15, 0x00, 0x20], 0x30));
    expect(read(region).facts.partitions[0]?.name).toBe('E0150020');
  });

  it('an update image, which is code without a table', () => {
    const { facts, findings } = read(good.slice(FTPR));
    expect(facts).toMatchObject({ state: 'update-image', version: '8.1.60.1561', sku: '5MB' });
    expect(facts.partitions.map(({ name, signature }) => [name, signature])).toEqual([
      ['FTPR', 'good'],
      ['NFTP', 'good'],
    ]);
    expect(findings).toMatchObject([{ code: 'ME_UPDATE_IMAGE', severity: 'warn' }]);
  });

  it('an ME cut down on purpose is one warning, not damage', () => {
    const region = edited((bytes) => {
      put(bytes, 0x14, 9, 4);
      summed(bytes);
      bytes.fill(0xff, 0x24a000);
      const packed = read(good).proofs.find(({ by, offset }) => by === 'hash' && offset > 0x185000)!;
      bytes.fill(0xff, packed.offset - PLACE, packed.offset - PLACE + packed.length);
    });
    expect(found(region).map(([code]) => code)).toEqual(['warn ME_CUT_DOWN']);
  });

  it.each([
    [6, 2, 61, 3535],
    [9, 1, 45, 3000],
    [10, 0, 55, 3000],
  ] as const)('ME %i.%i has the same table and the same manifests: version and signatures are told', (...version) => {
    const { facts, findings } = read(syntheticMe({ ...ours, version: [...version] }), {});
    expect(facts).toMatchObject({ version: version.join('.'), generation: version[0], tableSumIsGood: true });
    expect(facts.partitions.filter(({ signature }) => signature === 'good').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['FTPR', 'NFTP']),
    );
    expect(findings.filter(({ severity }) => severity === 'fail')).toEqual([]);
  });

  it('the older manifests are signed in another way: the version is told, and that the signature was not checked', () => {
    const old = edited(
      (bytes) => {
        for (let at = bytes.indexOf(0x24); at >= 0; at = bytes.indexOf(0x24, at + 1))
          if (String.fromCharCode(...bytes.subarray(at, at + 4)) === '$MN2') putText(bytes, at, '$MAN');
      },
      syntheticMe({ ...ours, version: [6, 0, 30, 1203] }),
    );
    const { facts, proofs } = read(old, {});
    expect(facts).toMatchObject({ version: '6.0.30.1203', generation: 6 });
    expect(facts.partitions.find(({ name }) => name === 'FTPR')?.signature).toBe('none');
    expect(proofs.filter(({ by }) => by === 'signature')).toEqual([]);
  });

  it('ME 7 without the Patsburg bit is not for this board', () => {
    const region = syntheticMe({ ...ours, version: [7, 1, 21, 1134] });
    const sku = region.indexOf(0x8a, FTPR + 0x350);
    region[sku] = 0x0a;
    expect(found(region).map(([code]) => code)).toEqual(['warn ME_NOT_FOR_C600', 'fail ME_SIGNATURE']);
  });
});

describe('any bytes', () => {
  it('are reported on, never an exception, and nothing is said to lie outside them', () => {
    const length = 0x20000;
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 0x400 }), fc.nat(0x180000), fc.nat(0x300), (noise, from, at) => {
        const region = good.slice(0, length);
        region.set(good.subarray(from, from + 0x1000), 0x1000);
        region.set(noise.subarray(0, 0x400), at);
        const { proofs, findings, structure } = read(region);
        for (const { offset = 0, length: bytes = 0 } of [...proofs, ...findings, ...structure])
          expect(offset + bytes).toBeLessThanOrEqual(PLACE + length);
      }),
      { numRuns: 30 },
    );
  });

  it('of no shape at all are damaged or empty', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(['damaged', 'empty']).toContain(read(bytes).facts.state);
      }),
    );
  });
});
