// Real descriptors beside what Debian's ifdtool prints of the same files.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readDescriptor } from '.';

const folder = new URL('../../../../shared/real/', import.meta.url);
const here = existsSync(new URL('z620-composite.bin.gz', folder));
const hasTool = spawnSync('ifdtool', ['--version']).error === undefined;
const skipped = !here ? ' (skipped: no real images here)' : !hasTool ? ' (skipped: ifdtool is not installed)' : '';

describe.skipIf(skipped !== '')(`descriptors as ifdtool reads them${skipped}`, () => {
  const work = mkdtempSync(join(tmpdir(), 'rom-rescue-ifd-'));
  afterAll(() => rmSync(work, { recursive: true, force: true }));
  const names = { fd: 'Flash Descriptor', bios: 'BIOS', me: 'Intel ME', gbe: 'GbE', pdr: 'Platform Data' } as const;
  const hex8 = (value: number): string => value.toString(16).padStart(8, '0');

  it.each(['z620-composite.bin.gz', 'coreboot-link-descriptor.bin.gz', 'coreboot-lumpy-descriptor.bin.gz'])('%s', (name) => {
    const bytes = gunzipSync(readFileSync(new URL(name, folder)));
    const file = join(work, name.replace('.gz', ''));
    writeFileSync(file, bytes);
    const printed = execFileSync('ifdtool', ['-d', file], { encoding: 'utf8' });
    const layout = join(work, 'layout.txt');
    execFileSync('ifdtool', ['-f', layout, file]);
    const { facts, findings } = readDescriptor(bytes);

    const regions = [...printed.matchAll(/Flash Region \d \((.+)\): (\w{8}) - (\w{8}) (?!\(unused)$/gm)].map(([, ...found]) =>
      found.join(' '),
    );
    expect(
      facts?.regions.map(({ name, offset, length }) => `${names[name as keyof typeof names]} ${hex8(offset)} ${hex8(offset + length - 1)}`),
    ).toEqual(regions);
    const rows = readFileSync(layout, 'utf8')
      .trim()
      .split('\n')
      .map((row) => row.replace(/ pd$/, ' pdr'));
    expect(facts?.regions.map(({ name, offset, length }) => `${hex8(offset)}:${hex8(offset + length - 1)} ${name}`)).toEqual(rows);

    const masters = [...printed.matchAll(/^FLMSTR\d: +0x(\w{8})/gm)].map(([, word]) => parseInt(word!, 16));
    const order = ['fd', 'bios', 'me', 'gbe', 'pdr'];
    const mask = (list: readonly string[]): number => list.reduce((bits, region) => bits | (1 << order.indexOf(region)), 0);
    expect(facts?.masters.map(({ requesterId, read, write }) => ((mask(write) << 24) | (mask(read) << 16) | requesterId) >>> 0)).toEqual(
      masters,
    );

    expect(`${(facts?.chips[0]?.densityBytes ?? 0) / 0x100000}MB`).toBe(/Component 1 Density: +(\w+)/.exec(printed)?.[1]);
    const clocks = {
      'read id and status': 'Read ID/Read Status',
      'write and erase': 'Write/Erase',
      'fast read': 'Fast Read',
      read: 'Read',
    };
    for (const { name, mhz } of facts?.clocks ?? [])
      expect(printed).toMatch(new RegExp(`^  ${clocks[name as keyof typeof clocks]} Clock Frequency: +${mhz}MHz`, 'm'));
    const straps = [...printed.matchAll(/^PCHSTRP\d+ *: 0x(\w{8})/gm)].map(([, word]) => parseInt(word!, 16));
    expect(facts?.pchStraps).toEqual(straps.slice(0, 18));
    const listed = [...printed.matchAll(/^ {2}JID\d+: +0x00(\w\w)(\w\w)(\w\w)/gm)].map(([, high, middle, low]) =>
      `${low} ${middle} ${high}`.toUpperCase(),
    );
    expect(facts?.vscc.map(({ jedec }) => jedec)).toEqual(listed);
    expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });
});
