// The readers on real firmware, and beside Debian's tools where these are installed. Never needed, never committed.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zx20Layout } from '../../machines/zx20-layout';
import { hex } from '../bytes';
import { pureTools } from '../hashing';
import type { StructureNode } from '../report';
import { readVolumes } from '../volumes/read-volumes';
import { readPlatform } from './read-platform';

const composite = new URL('../../../../shared/real/z620-composite.bin.gz', import.meta.url);
const here = existsSync(composite);
const toolAt = (...places: string[]): string | undefined => places.find((place) => existsSync(place));
const iucode = toolAt('/usr/sbin/iucode-tool', '/usr/sbin/iucode_tool');
const extract = toolAt('/usr/bin/UEFIExtract');
const title = (name: string, reason: string | undefined): string => (reason ? `${name} (skipped: ${reason})` : name);

function withFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'platform-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Variables that UEFIExtract names: its report has one line for each. */
function extractedNames(bytes: Uint8Array, kind: RegExp): string[] {
  return withFolder((folder) => {
    writeFileSync(join(folder, 'image.bin'), bytes);
    execFileSync(extract!, ['image.bin', 'report'], { cwd: folder, stdio: 'ignore' });
    const lines = readFileSync(join(folder, 'image.bin.report.txt'), 'utf8').split('\n');
    return lines.filter((line) => kind.test(line)).map((line) => line.split('|').at(-1)!.trim());
  });
}

const variablesOf = (nodes: readonly StructureNode[]): StructureNode[] =>
  nodes.flatMap((node) => [...(node.kind === 'variable' ? [node] : []), ...variablesOf(node.children ?? [])]);

describe.skipIf(!here)(title('the composite Z620 image', here ? undefined : 'no real images here'), () => {
  const image = here ? new Uint8Array(gunzipSync(readFileSync(composite))) : new Uint8Array(0);
  const { files, findings: volumeFindings } = readVolumes(image, zx20Layout.biosRegion);
  const descriptorRegions = [
    ...zx20Layout.regions.filter(({ name }) => !['nvram', 'bios', 'bb'].includes(name)),
    { name: 'bios', ...zx20Layout.biosRegion },
  ];
  const context = {
    base: 0,
    sizeBytes: image.length,
    layout: zx20Layout,
    files,
    volumeFindings,
    descriptorRegions,
    meVersion: '8.1.60.1561',
  };
  const { facts, findings, structure, proofs } = readPlatform(image, context, pureTools);

  it('has nothing to warn of', () => {
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['note PROCESSORS', 'note NVRAM_BLANK']);
    expect(findings[0]?.message).toBe('E5 v1 (Sandy Bridge-EP) and E5 v2 (Ivy Bridge-EP) processors can start with this image.');
  });

  it('names release, day, boot block and recovery volume', () => {
    expect(facts).toMatchObject({
      family: 'J61',
      version: '03.96',
      buildDate: '2019-10-29',
      recovery: { version: '03.96', state: 'good' },
      bootBlock: { family: 'J61', version: '03.04', date: '03/06/2013', class: '2013' },
      signatureBlock: '03.96',
      fit: { offset: 0xec0000, entries: 10 },
      acm: { offset: 0xed0000, length: 0x9000, chipsetId: 0x1d00, date: '2013-09-06' },
    });
  });

  it('has a startup ACM that Intel signed', () => {
    expect(structure.find(({ kind }) => kind === 'acm')).toMatchObject({ state: 'good' });
    expect(proofs.filter(({ by }) => by === 'signature').map(({ offset }) => offset)).toEqual([0xed0000, 0xed04c0]);
  });

  it("has a table of areas equal to the machine's map", () => {
    const rows = facts.romLayout!.map(({ name, offset, length }) => `${name} ${hex(offset)} ${hex(length)}`);
    const map = [
      ...zx20Layout.regions.filter(({ name }) => name !== 'bios'),
      ...zx20Layout.volumes.filter(({ role }) => role !== 'boot-block').map((volume) => ({ ...volume, name: volume.role })),
      { name: 'area', offset: 0xec0000, length: 0x20000 },
    ].map(({ name, offset, length }) => `${name} ${hex(offset)} ${hex(length)}`);
    expect(rows.sort()).toEqual(map.sort());
  });

  it('has its default variables inside a compressed file', () => {
    const names = variablesOf(structure).map(({ name }) => name);
    expect(facts.variables).toEqual({ format: 'NVAR', stores: 1, count: 20 });
    expect(names).toEqual(expect.arrayContaining(['StdDefaults', 'Setup', 'SystemIds']));
  });

  it.skipIf(!extract)(
    title('has the variables UEFIExtract names', extract ? undefined : 'UEFIExtract is not installed'),
    () => {
      expect(variablesOf(structure).map(({ name }) => name)).toEqual(extractedNames(image, /NVAR entry/));
    },
    60_000,
  );

  it.skipIf(!iucode)(title('has the microcode iucode-tool prints', iucode ? undefined : 'iucode-tool is not installed'), () => {
    const printed = withFolder((folder) => {
      const bundle = join(folder, 'microcode.bin');
      writeFileSync(bundle, Buffer.concat(facts.microcode.map(({ offset, length }) => image.subarray(offset, offset + length))));
      return execFileSync(iucode!, ['-L', '-tb', bundle], { encoding: 'utf8' });
    });
    const updates = [...printed.matchAll(/sig 0x000(\w+), pf_mask 0x\w+, (\S+), rev 0x(\w+), size (\d+)/g)];
    expect(facts.microcode.map(({ cpuid, date, revision, length }) => [cpuid, date, revision, length])).toEqual(
      updates.map(([, cpuid, date, revision, size]) => [cpuid!.toUpperCase(), date, parseInt(revision!, 16), Number(size)]),
    );
    expect(facts.microcode.every(({ sumIsGood, inFit }) => sumIsGood && inFit)).toBe(true);
  });
});

describe.each(['OVMF_VARS.fd', 'OVMF_VARS_4M.fd', 'OVMF_VARS_4M.ms.fd'])('the variable store of an emulator', (name) => {
  const path = `/usr/share/OVMF/${name}`;
  const missing = existsSync(path) ? undefined : 'ovmf is not installed';

  it.skipIf(missing)(title(`${name} holds together`, missing), () => {
    const bytes = new Uint8Array(readFileSync(path));
    const { facts, findings, structure } = readPlatform(bytes, { base: 0, sizeBytes: bytes.length, files: [] }, pureTools);
    expect(findings).toEqual([]);
    expect(facts.variables).toMatchObject({ format: 'edk2 authenticated', stores: 1, count: variablesOf(structure).length });
    if (name.includes('.ms.'))
      expect(variablesOf(structure).map((node) => node.name)).toEqual(expect.arrayContaining(['PK', 'KEK', 'db', 'dbx']));
  });

  it.skipIf(missing !== undefined || !extract)(
    title(`${name} has the variables UEFIExtract names`, missing ?? (extract ? undefined : 'UEFIExtract is not installed')),
    () => {
      const bytes = new Uint8Array(readFileSync(path));
      const { structure } = readPlatform(bytes, { base: 0, sizeBytes: bytes.length, files: [] }, pureTools);
      const named = extractedNames(bytes, /VSS entry .*\| (Auth|Standard) /);
      expect(variablesOf(structure).map((node) => node.name)).toEqual(named);
    },
  );
});
