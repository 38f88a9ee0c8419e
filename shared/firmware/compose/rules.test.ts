import { describe, expect, it, vi } from 'vitest';
import { machineById, type RegionId } from '../../machines';
import { parseDescriptor } from '../descriptor';
import { fixGbeSum, parseGbe } from '../gbe';
import { bareReport } from '../bare-report';
import { sampleImage } from '../synthetic/sample-image';
import { composeTarget, type ComposeRequest, type ComposeTools, type Composition, type RegionChoice } from './index';

// Whole chips are composed, and some inspected.
vi.setConfig({ testTimeout: 90_000 });

const z620 = machineById('z620')!;
const base = sampleImage();
const otherMac = [0, 0, 0x5e, 0, 0x53, 0x77];
const neverRun = sampleImage({ mac: [255, 255, 255, 255, 255, 255], me: { hasRun: false, validMark: 0xff } });
const rangeOf = (name: RegionId) => z620.layout.regions.find((region) => region.name === name)!;
const part = (image: Uint8Array, name: RegionId) => image.slice(rangeOf(name).offset, rangeOf(name).offset + rangeOf(name).length);
const source = (bytes: Uint8Array, more: object = {}): RegionChoice => ({ kind: 'source', bytes, label: 'donor.bin', ...more });
const changed = (image: Uint8Array, change: (bytes: Uint8Array) => void): Uint8Array => {
  const bytes = new Uint8Array(image);
  change(bytes);
  return bytes;
};

/** Where the inspection is not what is asked about, none is made: it takes most of the time. */
const unseen: ComposeTools = { inspect: ({ length }) => bareReport({ size: length, verdict: 'good', summary: '', findings: [] }) };
const ask = (request: Partial<ComposeRequest>, tools = unseen) => composeTarget({ base, machine: z620, choices: {}, ...request }, tools);
const inspected: ComposeTools = {};
const composed = (request: Partial<ComposeRequest>, tools = unseen): Composition => {
  const result = ask(request, tools);
  if (!result.ok) throw new Error(`${result.error.code} ${JSON.stringify(result.error.params)}`);
  return result.value;
};
const refusal = (request: Partial<ComposeRequest>, tools = unseen): unknown => {
  const result = ask(request, tools);
  return result.ok ? 'made' : { code: result.error.code, ...result.error.params };
};
const codes = ({ findings }: Composition): string[] => findings.map(({ code }) => code);
const changes = ({ explained }: Composition) =>
  explained.filter(({ changedBytes }) => changedBytes > 0).map(({ rule, offset, from }) => [rule, offset, ...(from ? [from] : [])]);

describe('a MAC address', () => {
  it('goes into both copies, each with its sum, and changes nothing else', () => {
    const result = composed({ edits: { mac: '00:00:5E:00:53:99' } });
    const { copies } = parseGbe(part(result.target, 'gbe'));
    expect(copies.map(({ mac, sumIsGood }) => [mac, sumIsGood])).toEqual([
      ['00:00:5e:00:53:99', true],
      ['00:00:5e:00:53:99', true],
    ]);
    expect(changes(result)).toEqual([
      ['mac-edit', 0x1000],
      ['mac-edit', 0x107e],
      ['mac-edit', 0x2000],
      ['mac-edit', 0x207e],
    ]);
    expect(result.changedRegions).toEqual(['gbe']);
  });

  it.each([
    ['01:00:5e:00:53:99', 'multicast'],
    ['00:00:00:00:00:00', 'all zero'],
    ['ff-ff-ff-ff-ff-ff', 'all FF'],
    ['00:00:5e:00:53', 'six pairs'],
    ['00:00-5e:00:53:99', 'six pairs'],
    ['00:00:5g:00:53:99', 'six pairs'],
  ])('%s is refused, and said why', (mac, why) => {
    expect(refusal({ edits: { mac } })).toMatchObject({ code: 'INPUT_INVALID', detail: expect.stringContaining(why), region: 'gbe' });
  });

  it('that is a known placeholder is a warning, a made-up one a note', () => {
    expect(codes(composed({ edits: { mac: '88:88:88:88:87:88' } }))).toContain('EDIT_MAC_PLACEHOLDER');
    expect(codes(composed({ edits: { mac: '02:00:5e:00:53:99' } }))).toContain('EDIT_MAC_GENERATED');
  });

  it('that was edited before without its sum is put right, and said so', () => {
    const careless = changed(base, (bytes) => (bytes[0x1005] = 0x55));
    const result = composed({ base: careless, edits: { mac: '00:00:5e:00:53:99' } });
    expect(parseGbe(part(result.target, 'gbe')).copies.map(({ sumIsGood }) => sumIsGood)).toEqual([true, true]);
    expect(codes(result)).toContain('GBE_SUM_REPAIRED');
  });

  it('is not put where no network settings are', () => {
    const blank = changed(base, (bytes) => bytes.fill(0xff, 0x1000, 0x3000));
    expect(refusal({ base: blank, edits: { mac: '00:00:5e:00:53:99' } })).toMatchObject({ code: 'SAFETY_REFUSED', region: 'gbe' });
    const half = changed(base, (bytes) => bytes.fill(0xff, 0x2000, 0x3000));
    const result = composed({ base: half, edits: { mac: '00:00:5e:00:53:99' } });
    expect(codes(result)).toContain('MAC_COPY_LEFT');
    expect(result.target.subarray(0x2000, 0x3000).every((byte) => byte === 0xff)).toBe(true);
  });
});

describe('the management engine', () => {
  it('of another file that never ran is taken, and declared valid where that is chosen', () => {
    const kept = composed({ choices: { me: source(neverRun) } }, inspected);
    expect([kept.target[0x5400], kept.report.meState]).toEqual([0xff, 'not-declared-valid']);
    const declared = composed({ choices: { me: source(neverRun, { meData: 'declare-valid' }) } }, inspected);
    expect([declared.target[0x5400], declared.report.meState]).toEqual([0x01, 'configured']);
    expect(declared.explained.filter(({ region }) => region === 'me').map(({ rule }) => rule)).toEqual([
      'me-never-run',
      'me-valid-mark',
      'me-never-run',
    ]);
  });

  it('that has run on another board is refused, and taken with a warning only where that is asked for', () => {
    const other = sampleImage({ mac: otherMac });
    const me = source(other);
    expect(refusal({ choices: { me } })).toMatchObject({ code: 'SAFETY_REFUSED', region: 'me', file: 'donor.bin' });
    expect(refusal({ choices: { me }, foreignMe: 'unknown-owner' })).toMatchObject({ code: 'SAFETY_REFUSED' });
    const result = composed({ choices: { me }, foreignMe: 'any' });
    expect(codes(result)).toEqual(expect.arrayContaining(['ME_OF_ANOTHER_BOARD', 'IDENTITY_REPLACED']));
    expect(changes(result)).toEqual([['me-foreign', 0x5000, 'donor.bin']]);
  });

  it('that has run, of nobody knows which board, is taken only where that is asked for', () => {
    const me = source(part(sampleImage({ mac: otherMac }), 'me'));
    expect(refusal({ choices: { me } })).toMatchObject({ code: 'SAFETY_REFUSED' });
    expect(codes(composed({ choices: { me }, foreignMe: 'unknown-owner' }))).toContain('ME_OF_ANOTHER_BOARD');
  });

  it('that keeps the address of this board is its own, also where it comes alone', () => {
    const broken = changed(base, (bytes) => bytes.fill(0xff, 0x5000, 0x9000));
    const result = composed({ base: broken, choices: { me: source(part(base, 'me')) } });
    expect(changes(result)).toEqual([['me-own', 0x5000, 'donor.bin']]);
    expect([codes(result).includes('IDENTITY_REPLACED'), result.identityLost, Buffer.compare(result.target, base)]).toEqual([false, [], 0]);
  });

  it('of another size is refused with both sizes', () => {
    const other = changed(neverRun, (bytes) => {
      // Its own descriptor gives the ME less room than the base has.
      bytes.set([0x05, 0x00, 0x0e, 0x05], 0x48);
    });
    expect(parseDescriptor(other)?.regions.find(({ name }) => name === 'me')).toMatchObject({ offset: 0x5000, length: 0x50a000 });
    expect(refusal({ choices: { me: source(other) } })).toMatchObject({ code: 'IMAGE_WRONG_SIZE', size: 0x50a000, expected: 0x50b000 });
  });

  it('is not marked where its table would lead the mark into code', () => {
    const crafted = changed(neverRun, (bytes) => {
      // Offset of FOVD, the first entry, to the middle of FTPR.
      bytes.set([0x00, 0x10, 0x18, 0x00], 0x5000 + 0x30 + 8);
    });
    expect(refusal({ choices: { me: source(crafted, { meData: 'declare-valid' }) } })).toMatchObject({
      code: 'SAFETY_REFUSED',
      region: 'me',
    });
  });
});

describe('the crisis-recovery volume', () => {
  const modded = sampleImage({ release: '03.91' });
  const volume = (image: Uint8Array) => Buffer.from(image.subarray(0xf60000, 0xfe0000));

  it('stays that of the base under a mod where that is chosen', () => {
    const result = composed({ choices: { bios: source(modded) }, recovery: 'keep' });
    expect(volume(result.target).equals(volume(base))).toBe(true);
    expect(codes(result)).not.toContain('RECOVERY_REPLACED');
    expect(result.explained.map(({ rule }) => rule)).toContain('recovery-kept');
  });

  it('comes from a file of its own where one is named', () => {
    const stock = sampleImage({ release: '03.85' });
    const result = composed({ choices: { bios: source(modded) }, recovery: { bytes: stock, label: 'stock.bin' } });
    expect(volume(result.target).equals(volume(stock))).toBe(true);
    expect(changes(result)).toEqual(expect.arrayContaining([['recovery-from-file', 0xf60000, 'stock.bin']]));
  });

  it('is not kept where the base has none that is sound, nor taken from another family', () => {
    const without = changed(base, (bytes) => bytes.fill(0xff, 0xf60000, 0xfe0000));
    expect(refusal({ base: without, choices: { bios: source(modded) }, recovery: 'keep' })).toMatchObject({ code: 'SAFETY_REFUSED' });
    const j63 = { bytes: sampleImage({ family: 'J63' }), label: 'z820.bin' };
    expect(refusal({ choices: {}, recovery: j63 })).toMatchObject({ code: 'IMAGE_WRONG_FAMILY' });
  });
});

describe('the descriptor', () => {
  it('switches the ME off by one bit, with a warning', () => {
    const result = composed({ edits: { meOff: true } });
    expect(parseDescriptor(result.target)?.meDisabledByStrap).toBe(true);
    expect([changes(result), codes(result).includes('EDIT_ME_OFF')]).toEqual([[['me-off-strap', 0x128]], true]);
  });

  it('lets the host write everything, with a warning', () => {
    const result = composed({ edits: { hostAccess: 'open' } });
    expect(parseDescriptor(result.target)?.masters.host.write).toEqual(['fd', 'bios', 'me', 'gbe', 'pdr']);
    expect([changes(result), codes(result).includes('EDIT_HOST_ACCESS')]).toEqual([[['host-access', 0x62]], true]);
  });

  it('that is missing can be edited in no way', () => {
    const without = changed(base, (bytes) => bytes.fill(0xff, 0, 0x1000));
    expect(refusal({ base: without, edits: { meOff: true } })).toMatchObject({ code: 'SAFETY_REFUSED', region: 'fd' });
    expect(refusal({ base: without, edits: { hostAccess: 'open' } })).toMatchObject({ code: 'SAFETY_REFUSED', region: 'fd' });
  });

  it('that has a region elsewhere than it was put makes the result unfit', () => {
    const moved = changed(base, (bytes) => bytes.set([0x06, 0x00, 0x0f, 0x05], 0x48));
    const { faults } = composed({ base: moved, choices: { me: source(part(base, 'me')) } });
    expect(faults.introduced.map(({ code }) => code)).toContain('COMPOSE_MISPLACED');
  });

  it('of another file only says where to cut', () => {
    // The same ME, one page later, and a descriptor that says so.
    const shifted = changed(neverRun, (bytes) => {
      bytes.copyWithin(0x6000, 0x5000, 0x510000);
      bytes.set([0x06, 0x00, 0x10, 0x05], 0x48);
    });
    const { target } = composed({ choices: { me: source(shifted) } });
    expect(Buffer.compare(part(target, 'me'), part(neverRun, 'me'))).toBe(0);
  });
});

describe('the base', () => {
  it('may not be one that was read wrong, unless the person rebuilds', () => {
    const mirrored = changed(base, (bytes) => bytes.copyWithin(0x800000, 0, 0x800000));
    expect(refusal({ base: mirrored }, inspected)).toMatchObject({ code: 'SAFETY_REFUSED' });
    expect(codes(composed({ base: mirrored, rebuild: true }))).toContain('REBUILT_WITHOUT_BACKUP');
  });

  it('may be damaged: what is mended, what stays and what is new are told apart', () => {
    const dark = changed(base, (bytes) => {
      bytes.fill(0, 0xee0000, 0xee0100);
      bytes.fill(0xff, 0x5000, 0x510000);
    });
    const { faults, findings } = composed({ base: dark, choices: { bios: source(base) } }, inspected);
    expect(faults.introduced).toEqual([]);
    expect(faults.mended.some(({ offset }) => offset === 0xee0000)).toBe(true);
    expect(faults.remaining.some(({ offset }) => offset === 0x5000)).toBe(true);
    expect(findings.some(({ code }) => code === 'FAULTS_REMAIN')).toBe(true);
  });

  it('that is a stock image loses the identity of the board, named piece by piece', () => {
    const { identityLost } = composed({ base: neverRun, rebuild: true, choices: { me: source(base, { ownBackup: true }) } });
    expect(identityLost.map((text) => text.split(' ').slice(0, 3).join(' '))).toEqual([
      'what the factory',
      'the MAC address',
      'platform data of',
      'serial number, asset',
    ]);
    expect(composed({ base: neverRun, rebuild: true, edits: { mac: '00:00:5e:00:53:99' } }).identityLost.join()).not.toContain('MAC');
  });
});

describe('a board that has no map', () => {
  const z820Free = sampleImage();
  it('is composed by its own descriptor, region files and images alike', () => {
    const donor = changed(z820Free, (bytes) => {
      bytes[0x1003] = 0x11;
      fixGbeSum(bytes.subarray(0x1000, 0x3000), 0);
    });
    for (const bytes of [donor, part(donor, 'gbe')]) {
      const result = composed({ base: z820Free, machine: undefined as never, choices: { gbe: source(bytes) } });
      expect([result.placement.by, result.changedRegions, result.target[0x1003]]).toEqual(['descriptor', ['gbe'], 0x11]);
    }
  });

  it('names no region that its descriptor does not have', () => {
    expect(refusal({ machine: undefined as never, choices: { bb: source(base) } })).toMatchObject({ code: 'INPUT_INVALID', region: 'bb' });
    expect(refusal({ base: new Uint8Array(0x100000).fill(0xff), machine: undefined as never })).toMatchObject({ code: 'IMAGE_FOREIGN' });
  });
});
