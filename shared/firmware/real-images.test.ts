// Real firmware, where it is at hand; never needed, never committed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { machineById } from '../machines';
import { parseDescriptor } from './descriptor';
import { identifyFile } from './identify-file';
import { inspectImage } from './inspect';
import { planWrite } from './plan-write';

const folder = new URL('../../../shared/real/', import.meta.url);
const here = existsSync(new URL('z620-composite.bin.gz', folder));
const read = (name: string): Buffer => readFileSync(new URL(name, folder));
const gunzip = (name: string): Uint8Array => gunzipSync(read(name));
/** The one file in a zip, by its local header. */
function unzip(name: string): Uint8Array {
  const zip = read(name);
  const from = 30 + zip.readUInt16LE(26) + zip.readUInt16LE(28);
  const stored = zip.subarray(from);
  return zip.readUInt16LE(8) === 0 ? stored.subarray(0, zip.readUInt32LE(22)) : inflateRawSync(stored);
}
const tools = { sha256: (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest() };
const z620 = machineById('z620')!;
const span = ({ name, offset, length }: { name: string; offset: number; length: number }): string =>
  `${name} ${offset.toString(16)}+${length.toString(16)}`;

describe.skipIf(!here)(here ? 'real images' : 'real images (skipped: no real images here)', () => {
  it('the composite Z620 image is good, without one finding that is untrue of it', () => {
    const report = inspectImage(gunzip('z620-composite.bin.gz'), { machineId: 'z620' }, tools);
    const { structure, coverage, identity, known, descriptor, me, gbe, bios, regions, findings, ...rest } = report;
    expect({ ...rest, regions: regions.map(span), findings: findings.map(({ code, severity }) => `${severity} ${code}`) }).toEqual({
      size: 0x1000000,
      kind: 'full',
      verdict: 'good',
      summary: 'A whole Z420/Z620 image: BIOS 3.96, boot block 2013, ME 8.1.60.1561 ready for its first start; nothing damaged found.',
      uses: [
        'It can be a base for a rebuild; it carries no identity of a board, which then has to be entered again.',
        'Its ME region can be put on any board of the family.',
      ],
      machineFamily: 'J61',
      biosVersion: '03.96',
      recoveryVersion: '03.96',
      bootBlockDate: '03/06/2013',
      bootBlockClass: '2013',
      meVersion: '8.1.60.1561',
      meState: 'configured',
      mac: '02:1a:7e:60:2b:ed',
      macKind: 'generated',
      regions: [
        'fd 0+1000',
        'gbe 1000+2000',
        'pdr 3000+2000',
        'me 5000+50b000',
        'nvram 510000+70000',
        'bios 580000+a70000',
        'bb ff0000+10000',
      ],
      findings: ['note MAC_GENERATED', 'note ME_CONFIGURED', 'note PROCESSORS', 'note NVRAM_BLANK', 'note NOT_COVERED'],
    });
    expect(structure.map(({ name }) => name)).toHaveLength(7);
    expect(known.map(({ name }) => name)).toEqual([
      'boot block of 2013, J61',
      'early-memory volume of J61 3.96',
      'normal start volume of J61 3.96',
      'recovery volume of J61 3.96',
      ...['FTPR', 'NFTP', 'MDMV', 'LOCL', 'WCOD', 'GLUT'].map((name) => `${name} of ME 8.1.60.1561 5MB`),
    ]);
    expect(identity.map(({ kind, state, value }) => `${kind} ${state} ${value ?? 'masked'}`)).toEqual([
      'mac present masked',
      'mac present masked',
      'serial blank masked',
      'feature-bytes blank masked',
      'licence blank masked',
      'me-data placeholder masked',
      'settings blank masked',
      'platform-data blank masked',
      'slic present masked',
    ]);
    expect(descriptor?.regions.map(({ name }) => name)).toEqual(['fd', 'bios', 'me', 'gbe', 'pdr']);
    expect(me?.partitions.filter(({ type }) => type === 'code').map(({ signature }) => signature)).toEqual(Array(5).fill('good'));
    expect(gbe?.copies.map(({ sumIsGood }) => sumIsGood)).toEqual([true, true]);
    expect(bios).toMatchObject({ pe32Images: 223, buildDate: '2019-10-29' });
    const share = Object.fromEntries(
      coverage.regions.map((region) => [region.name, region.coveredBytes / Math.max(1, region.programmedBytes)]),
    );
    expect(share).toMatchObject({ fd: 0, pdr: 0 });
    expect(Math.min(share['bios']!, share['bb']!)).toBeGreaterThan(0.95);
    expect(share['me']).toBeGreaterThan(0.85);
  });

  it('the composite for a Z820 is of the wrong family', () => {
    expect(inspectImage(gunzip('z620-composite.bin.gz'), { machineId: 'z820' }).findings[0]).toMatchObject({
      code: 'FAMILY_WRONG',
      severity: 'fail',
    });
  });

  it('the boot block that users splice in is told as one, of its family', () => {
    const bytes = unzip('B13V620.zip');
    expect(identifyFile(bytes, z620.layout)).toEqual({ kind: 'bb', offset: 0xff0000, by: 'content', fits: true, family: 'J61' });
    expect(inspectImage(bytes, { machineId: 'z620' })).toMatchObject({
      verdict: 'good',
      bootBlockClass: '2013',
      bootBlockDate: '03/06/2013',
    });
  });

  it('the ME region alone is told as one', () => {
    const bytes = unzip('ME8_396i.zip');
    expect(identifyFile(bytes, z620.layout)).toEqual({ kind: 'me', offset: 0x5000, by: 'content', fits: true });
    expect(inspectImage(bytes, { machineId: 'z620' })).toMatchObject({ verdict: 'good', meVersion: '8.1.60.1561', meState: 'configured' });
  });

  it.each([
    ['link', ['fd 0+1000', 'bios 200000+600000', 'me 1000+1ff000'], '8.0.20.1513'],
    ['lumpy', ['fd 0+1000', 'bios 180000+680000', 'me 1000+17f000'], '7.1.40.1161'],
  ])('descriptor and ME of the coreboot board %s are read', (board, regions, version) => {
    const descriptor = parseDescriptor(gunzip(`coreboot-${board}-descriptor.bin.gz`))!;
    expect({ regions: descriptor.regions.map(span), version: descriptor.version, host: descriptor.masters.host.write }).toEqual({
      regions,
      version: 1,
      host: ['bios', 'gbe'],
    });
    expect(inspectImage(gunzip(`coreboot-${board}-me.bin.gz`))).toMatchObject({
      verdict: 'good',
      meVersion: version,
      meState: 'configured',
    });
  });

  it('writing the boot block again into a blank place takes five small erases and no page of blank space', () => {
    const target = gunzip('z620-composite.bin.gz');
    const current = new Uint8Array(target);
    for (let at = 0xff0000; at < 0x1000000; at++) if (current[at] !== 0xff) current[at] = current[at]! ^ 0x55;
    const erase = (sizeBytes: number, typicalMs: number) => ({ sizeBytes, typicalMs, maxMs: 2000, opcode: 0 });
    const plan = planWrite({
      current,
      target,
      ranges: [{ offset: 0xff0000, length: 0x10000 }],
      regionNames: ['bb'],
      chip: {
        sizeBytes: target.length,
        pageBytes: 256,
        pageTypicalMs: 0.4,
        eraseTypes: [erase(0x1000, 45), erase(0x8000, 120), erase(0x10000, 150)],
      },
      link: { byteUs: 7.5, roundTripUs: 120, unitBytes: 31 },
    });
    expect(plan.units.map(({ erase }) => erase?.offset)).toEqual([0xff0000, 0xffc000, 0xffd000, 0xffe000, 0xfff000]);
  });
});
