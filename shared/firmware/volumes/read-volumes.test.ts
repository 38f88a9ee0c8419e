import { describe, expect, it } from 'vitest';
import type { StructureNode } from '../report';
import { blank, noise, put, putText } from '../synthetic/paint';
import { SAMPLE_LENGTH, SAMPLE_VOLUME_NAME, sampleFiles, uefiSample } from '../synthetic/uefi-sample';
import { compressedSection, guidSection, programSection, section, sections, uefiFile, uefiVolume } from '../synthetic/uefi-volume';
import { readVolumes } from './read-volumes';

const whole = (bytes: Uint8Array) => ({ offset: 0, length: bytes.length });
const read = (bytes: Uint8Array) => readVolumes(bytes, whole(bytes));
const at = (bytes: Uint8Array, offset: number): Uint8Array => {
  const image = blank(offset + bytes.length + 0x1000);
  image.set(bytes, offset);
  return image;
};
const outline = (nodes: readonly StructureNode[], depth = 0): string[] =>
  nodes.flatMap((node) => [`${' '.repeat(depth)}${node.name}`, ...outline(node.children ?? [], depth + 1)]);
const guid = 'AAAAAAAA-1111-2222-3333-444444444444';
const driver = (length: number, seed: number) => uefiFile({ guid, type: 0x07, body: programSection(length, seed) });

describe('reading volumes', () => {
  it('tells every file, program and name of a volume, packed or not, and finds nothing wrong with it', () => {
    const { files, findings, structure, volumes, pe32Images } = read(at(uefiSample(), 0x2000));
    expect(files.map(({ guid, name }) => ({ guid, ...(name === undefined ? {} : { name }) }))).toEqual(sampleFiles);
    expect({ findings, volumes, pe32Images }).toEqual({ findings: [], volumes: 2, pe32Images: 5 });
    expect(structure).toMatchObject([{ kind: 'volume', offset: 0x2000, length: SAMPLE_LENGTH, guid: SAMPLE_VOLUME_NAME, state: 'good' }]);
    expect(outline(structure)).toEqual([
      'Firmware volume',
      ' Packed',
      '  Compressed section',
      '   PE32 image',
      '   Freeform section',
      '   Name',
      ' Stored',
      '  PEI dependencies',
      '  PE32 image',
      '  Name',
      ' Raw file',
      ' Volume image',
      '  Compressed section',
      '   Volume image',
      '    Firmware volume',
      '     Inner',
      '      PE32 image',
      '      Name',
      '     Free space',
      ' Checked',
      '  GUID-defined section',
      '   PE32 image',
      '   Name',
      ' Padding file',
      ' Older',
      '  Compressed section',
      '   PE32 image',
      '   Name',
      ' PEI apriori list',
      '  GUID-defined section',
      '   Raw section',
      ' Free space',
    ]);
  });

  it('gives the leaves of a file with their content, and an offset where they stand unpacked in the image', () => {
    const image = at(uefiSample(), 0x2000);
    const { files } = read(image);
    const [packed, stored] = files;
    expect(packed!.sections.map(({ type, offset }) => ({ type, offset }))).toEqual([
      { type: 0x10, offset: undefined },
      { type: 0x18, offset: undefined },
      { type: 0x15, offset: undefined },
    ]);
    expect(packed!.sections[1]).toMatchObject({ guid: '99999999-1111-2222-3333-444444444444' });
    const program = stored!.sections[1]!;
    expect(program.content).toEqual(image.subarray(program.offset, program.offset! + 777));
  });

  it('counts as proven what a sum covers: header, summed content, CRC-32; never the free space', () => {
    const image = uefiSample();
    const proven = new Uint8Array(image.length);
    for (const { offset, length } of read(image).proofs) proven.fill(1, offset, offset + length);
    const share = proven.reduce((sum, byte) => sum + byte, 0);
    const used = image.findLastIndex((byte) => byte !== 0xff) + 1;
    // Not under a sum: the state of nine files, the raw file, padding, the header of the CRC section and fillers.
    expect(proven.subarray(used).includes(1)).toBe(false);
    expect(used - share).toBeLessThan(500 + 200 + 100);
    expect(proven.subarray(0, 0x48).includes(0)).toBe(false);
  });

  it('reads large files of FFS3', () => {
    const body = programSection(5000, 1);
    const files = [uefiFile({ guid, type: 0x07, body, isLarge: true }), driver(50, 2)];
    const volume = uefiVolume({ length: 0x4000, files, fileSystem: '5473C07A-3DCB-4DCA-BD6F-1E9689E7349A' });
    expect(read(volume)).toMatchObject({ findings: [], pe32Images: 2, files: [{ length: 32 + body.length }, {}] });
  });

  it('passes over the text _FVH inside code', () => {
    const image = blank(0x4000);
    noise(image, 0, 0x4000, 1);
    putText(image, 0x128, '_FVH');
    putText(image, 0x1001, '_FVH_FVH');
    image[0x130] = 0x48;
    image[0x131] = 0;
    expect(read(image)).toMatchObject({ volumes: 0, findings: [], structure: [] });
  });

  it('shows a volume of another file system as opaque', () => {
    const volume = uefiVolume({ length: 0x1000, files: [driver(100, 1)], fileSystem: guid });
    expect(read(volume)).toMatchObject({
      volumes: 1,
      files: [],
      findings: [],
      structure: [{ guid, detail: 'unknown file system, revision 2' }],
    });
  });

  it('finds volumes only where they begin in the area that is asked for', () => {
    const image = at(uefiSample(), 0x2000);
    expect(readVolumes(image, { offset: 0x2008, length: 0x8000 }).structure.map(({ offset }) => offset)).not.toContain(0x2000);
    expect(readVolumes(image, { offset: 0x1ff8, length: 0x100 }).findings).toMatchObject([{ code: 'VOLUME_OVER_END', severity: 'warn' }]);
  });

  it('does not alarm at the old fixed checksum of the file that every HP sample has', () => {
    const file = (id: string) => uefiFile({ guid: id, type: 0x01, body: new Uint8Array(9), isSummed: false, fixedChecksum: 0x5a });
    const findings = (id: string) => read(uefiVolume({ length: 0x1000, files: [file(id)] })).findings;
    expect(findings('9F72D47D-CC76-45DC-A277-F65E0C4C4063')).toEqual([]);
    expect(findings(guid)).toMatchObject([{ code: 'FILE_FIXED_CHECKSUM', severity: 'note' }]);
  });
});

describe('damaged volumes', () => {
  const volumeOf = (...files: Uint8Array[]) => uefiVolume({ length: 0x4000, files });
  const three = () => volumeOf(driver(1000, 1), driver(1000, 2), driver(1000, 3));
  const second = 0x48 + 1032;
  const third = second + 1032;

  it.each([
    ['a bit in the content of a file', (bytes: Uint8Array): unknown => (bytes[second + 500]! ^= 4), 'FILE_DATA_CHECKSUM', second, 3],
    ['a bit in the identifier of a file', (bytes: Uint8Array): unknown => (bytes[second]! ^= 4), 'FILE_HEADER_CHECKSUM', second, 3],
    ['a bit in the size of a file', (bytes: Uint8Array): unknown => (bytes[second + 0x15]! ^= 2), 'FILE_HEADER_CHECKSUM', second, 3],
    ['a size beyond the volume', (bytes: Uint8Array): unknown => (bytes[second + 0x16]! ^= 0x80), 'FILE_HEADER_CHECKSUM', second, 3],
    ['a bit in the state of a file', (bytes: Uint8Array): unknown => (bytes[second + 0x17]! ^= 2), 'FILE_STATE', second + 0x17, 3],
    ['a header of zeros', (bytes: Uint8Array): unknown => bytes.fill(0, second, second + 24), 'FILE_SIZE', second, 3],
    ['an erased header', (bytes: Uint8Array): unknown => bytes.fill(0xff, second, second + 64), 'VOLUME_GAP', second, 2],
    ['a byte in the free space', (bytes: Uint8Array): unknown => (bytes[0x3000] = 0xfe), 'VOLUME_FREE_SPACE', 0x3000, 3],
    ['a bit in the last file', (bytes: Uint8Array): unknown => (bytes[third + 0x16]! ^= 1), 'FILE_HEADER_CHECKSUM', third, 3],
  ] as const)('%s is found, located, and the other files are still read', (_name, damage, code, offset, files) => {
    const bytes = three();
    damage(bytes);
    const reading = read(bytes);
    expect(reading.findings[0]).toMatchObject({ code, offset });
    expect(reading.files).toHaveLength(files);
    expect(reading.findings.filter(({ severity }) => severity === 'fail').length).toBeLessThan(2);
  });

  it('names the file whose content is damaged', () => {
    const bytes = uefiSample();
    const stored = read(bytes).files[1]!;
    bytes[stored.offset! + 200]! ^= 1;
    expect(read(bytes).findings).toMatchObject([
      { code: 'FILE_DATA_CHECKSUM', message: expect.stringContaining('the file Stored ') as string },
    ]);
  });

  it.each([
    ['sum', 0x33, 'VOLUME_CHECKSUM'],
    ['revision', 0x37, 'VOLUME_CHECKSUM'],
    ['length', 0x21, 'VOLUME_LENGTH'],
    ['block map', 0x38, 'VOLUME_LENGTH'],
    ['mark', 0x29, 'VOLUME_SIGNATURE'],
    ['file system', 0x12, 'VOLUME_CHECKSUM'],
    ['erase polarity', 0x2d, 'VOLUME_CHECKSUM'],
    ['header length', 0x30, 'VOLUME_CHECKSUM'],
  ])('a volume with a damaged %s in its header is reported and read all the same', (_name, place, code) => {
    const image = at(three(), 0x1000);
    image[0x1000 + place]! ^= 8;
    const reading = read(image);
    expect(reading.findings.map(({ code: found }) => found)).toContain(code);
    expect(reading).toMatchObject({ volumes: 1, pe32Images: 3, structure: [{ offset: 0x1000, length: 0x4000, state: 'bad' }] });
  });

  it.each([0x48, 0x50])('files whose volume has lost the first %i bytes are still read, and the loss is told', (lost) => {
    const image = at(volumeOf(...[1, 2, 3, 4, 5].map((seed) => driver(1000, seed))), 0x1000);
    image.fill(0xff, 0x1000, 0x1000 + lost);
    const reading = read(image);
    expect(reading.findings[0]).toMatchObject({ code: 'VOLUME_HEADER_MISSING', severity: 'fail' });
    expect(reading.pe32Images).toBe(lost === 0x48 ? 5 : 4);
  });

  it('says that a volume is cut off, and reads what is there', () => {
    const reading = read(three().subarray(0, third + 100));
    expect(reading.findings.map(({ code }) => code)).toContain('VOLUME_TRUNCATED');
    expect(reading.pe32Images).toBeGreaterThan(1);
  });

  it('a packed section that does not unpack is a failure at its place; one in a packed one at the place of the outer', () => {
    const bad = compressedSection(
      new Uint8Array(300).map((_, index) => index),
      { positionBits: 5 },
    );
    bad.fill(0xff, 0x20);
    const outer = volumeOf(uefiFile({ guid, type: 0x07, body: bad }));
    expect(read(outer).findings).toMatchObject([{ code: 'SECTION_UNPACK', severity: 'fail', offset: 0x60, length: bad.length }]);
    const packed = compressedSection(sections(programSection(100, 1), bad), { positionBits: 5 });
    expect(read(volumeOf(uefiFile({ guid, type: 0x07, body: packed }))).findings).toMatchObject([
      { code: 'SECTION_UNPACK', severity: 'fail', offset: 0x60, length: packed.length },
    ]);
  });

  it('a wrong sum inside packed content is located by the packed section', () => {
    const inner = uefiVolume({ length: 0x400, files: [driver(100, 1)] });
    inner[0x48 + 60]! ^= 1;
    const body = compressedSection(section(0x17, inner), { positionBits: 5 });
    expect(read(volumeOf(uefiFile({ guid, type: 0x0b, body }))).findings).toMatchObject([
      { code: 'FILE_DATA_CHECKSUM', offset: 0x60, length: body.length },
    ]);
  });

  it('keeps to its bounds: depth, bytes unpacked, number of findings', () => {
    let deep = programSection(20, 1);
    for (let level = 0; level < 40; level++) deep = guidSection(guid, deep, 0);
    expect(read(volumeOf(uefiFile({ guid, type: 0x07, body: deep })))).toMatchObject({
      pe32Images: 0,
      findings: [{ code: 'SECTION_DEPTH' }],
    });

    const bomb = volumeOf(uefiFile({ guid, type: 0x07, body: compressedSection(new Uint8Array(200_000), { positionBits: 5 }) }));
    const limits = { unpackedBytes: 300_000 };
    const twice = new Uint8Array(bomb.length * 2);
    twice.set(bomb);
    twice.set(bomb, bomb.length);
    expect(readVolumes(twice, whole(twice), { limits }).findings).toMatchObject([
      { code: 'SECTION_LIMIT', severity: 'warn', offset: 0x4060 },
    ]);

    const many = volumeOf(
      ...Array.from({ length: 50 }, (_, seed) => uefiFile({ guid, type: 0x07, body: programSection(40, seed), state: 0xfe })),
    );
    const { findings } = readVolumes(many, whole(many), { limits: { findings: 10 } });
    expect(findings).toHaveLength(11);
    expect(findings[10]).toMatchObject({
      code: 'VOLUMES_MORE_FINDINGS',
      severity: 'note',
      message: expect.stringContaining('40') as string,
    });
  });

  it('a section whose size does not fit is a failure only where no sum says that it was made so', () => {
    const broken = programSection(100, 1);
    put(broken, 0, 4000, 3);
    const severity = (isSummed: boolean) => read(volumeOf(uefiFile({ guid, type: 0x07, body: broken, isSummed }))).findings[0]?.severity;
    expect([severity(false), severity(true)]).toEqual(['fail', 'note']);
  });
});
