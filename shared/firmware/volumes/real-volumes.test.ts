// Against UEFIExtract, run live on real volumes: the same volumes, files and programs. Needs the tool and the images; says so where not.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { StructureNode } from '../report';
import { readVolumes } from './read-volumes';

const composite = new URL('../../../../shared/real/z620-composite.bin.gz', import.meta.url);
const hasComposite = existsSync(composite);
const hasTool = spawnSync('UEFIExtract', [], { timeout: 10_000 }).error === undefined;
const ovmf = ['/usr/share/OVMF', '/usr/share/ovmf'].flatMap((folder) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.fd'))
        .map((name) => join(folder, name))
    : [],
);
const skipped = (isHere: boolean, what: string, why: string): string => (isHere ? what : `${what} (skipped: ${why})`);

const folder = mkdtempSync(join(tmpdir(), 'volumes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Row {
  readonly kind: string;
  readonly offset: number | undefined;
  readonly length: number;
  readonly name: string;
}

/** Rows of "FILE report": type, subtype, base, size, sum, indented name. Only what stands in volumes. */
function rowsOfTool(file: string): Row[] {
  spawnSync('UEFIExtract', [file, 'report'], { cwd: folder, timeout: 60_000 });
  return readFileSync(`${file}.report.txt`, 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .flatMap(([type = '', subtype = '', base = '', size = '', , name = '']) => {
      const kind = type === 'Section' ? subtype : type;
      if (kind !== 'Volume' && kind !== 'File' && kind !== 'PE32 image') return [];
      const title = kind === 'PE32 image' ? '' : subtype === 'Pad' ? 'padding' : name.replace(/^-+ /, '');
      return [{ kind, offset: base === 'N/A' ? undefined : parseInt(base, 16), length: parseInt(size, 16), name: title }];
    });
}

function rowsOfOurs(nodes: readonly StructureNode[]): Row[] {
  return nodes.flatMap((node) => {
    const { offset, length, guid = '' } = node;
    const below = rowsOfOurs(node.children ?? []);
    if (node.kind === 'volume') return [{ kind: 'Volume', offset, length, name: guid }, ...below];
    if (node.kind === 'file') return [{ kind: 'File', offset, length, name: guid }, ...below];
    if (node.name === 'Padding file') return [{ kind: 'File', offset, length, name: 'padding' }];
    return node.name === 'PE32 image' ? [{ kind: 'PE32 image', offset, length, name: '' }, ...below] : below;
  });
}

const text = ({ kind, offset, length, name }: Row): string => `${kind} ${offset?.toString(16) ?? 'packed'}+${length.toString(16)} ${name}`;

describe.skipIf(!hasComposite)(skipped(hasComposite, 'volumes of the composite Z620 image', 'no real images here'), () => {
  const bytes = hasComposite ? new Uint8Array(gunzipSync(readFileSync(composite))) : new Uint8Array();
  const reading = readVolumes(bytes, { offset: 0x510000, length: 0xaf0000 });

  it('has no finding, 5 volumes, 249 files and the 223 programs', () => {
    const { findings, volumes, files, pe32Images } = reading;
    expect({ findings, volumes, files: files.length, pe32Images }).toEqual({ findings: [], volumes: 5, files: 249, pe32Images: 223 });
  });

  it('finds the same in the whole image as in the BIOS region: no stray mark is taken for a volume', () => {
    expect(readVolumes(bytes, { offset: 0, length: bytes.length }).structure).toEqual(reading.structure);
  });

  it.each([
    ['a driver', 0x594100],
    ['the microcode file header', 0x580050],
    ['the recovery volume', 0xf60020],
    ['the header of the boot block file', 0xffcc84],
  ])('one flipped bit in %s is found', (_name, at) => {
    const damaged = new Uint8Array(bytes);
    damaged[at]! ^= 0x10;
    const { findings } = readVolumes(damaged, { offset: 0x510000, length: 0xaf0000 });
    expect(findings.some(({ severity, offset = 0, length = 0 }) => severity === 'fail' && at >= offset && at < offset + length)).toBe(true);
    expect(findings.length).toBeLessThan(4);
  });

  it.skipIf(!hasTool)(
    skipped(hasTool, 'holds the volumes, files and programs that UEFIExtract prints', 'UEFIExtract is not installed'),
    () => {
      const file = join(folder, 'composite.bin');
      writeFileSync(file, bytes);
      expect(rowsOfOurs(reading.structure).map(text)).toEqual(rowsOfTool(file).map(text));
    },
  );
});

describe.skipIf(ovmf.length === 0)(skipped(ovmf.length > 0, "volumes of Debian's ovmf", 'ovmf is not installed'), () => {
  it.each(ovmf)('%s has no finding', (path) => {
    const bytes = new Uint8Array(readFileSync(path));
    expect(readVolumes(bytes, { offset: 0, length: bytes.length })).toMatchObject({ findings: [] });
  });

  it.skipIf(!hasTool).each(ovmf)(skipped(hasTool, '%s holds what UEFIExtract prints', 'UEFIExtract is not installed'), (path) => {
    const file = join(folder, path.replaceAll('/', '-'));
    copyFileSync(path, file);
    const bytes = new Uint8Array(readFileSync(path));
    expect(rowsOfOurs(readVolumes(bytes, { offset: 0, length: bytes.length }).structure).map(text)).toEqual(rowsOfTool(file).map(text));
  });
});
