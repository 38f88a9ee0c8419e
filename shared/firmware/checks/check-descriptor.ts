// The descriptor against the file and against the machine's map.
import type { ImageLayout } from '../../machines';
import { hex, isFilledWith, u32 } from '../bytes';
import { clockMhz } from '../descriptor/descriptor-facts';
import { normalJedec } from '../descriptor/known-chips';
import type { DescriptorMaps } from '../descriptor/maps';
import { regionMask, regionNames, type Descriptor, type DescriptorRegion } from '../descriptor/parse-descriptor';
import type { DescriptorFacts, Finding } from '../report';
import { fail, note, warn, type FindingMore } from './finding';

const restore = 'Restore the descriptor from a backup of this board.';
const where: FindingMore = { offset: 0, length: 0x1000 };
const show = ({ name, offset, length }: Pick<DescriptorRegion, 'name' | 'offset' | 'length'>): string =>
  `${name} ${hex(offset)}–${hex(offset + length - 1)}`;

/** The words behind the meaning: what a sound descriptor never holds. */
export interface RawDescriptor {
  readonly bytes: Uint8Array;
  readonly maps: DescriptorMaps;
}

/** `layout` only where the machine is known. `sizeBytes` of the whole image; absent for a descriptor alone. */
export function checkDescriptor(
  descriptor: Descriptor | undefined,
  sizeBytes: number | undefined,
  layout: ImageLayout | undefined,
  raw?: RawDescriptor,
): Finding[] {
  if (!descriptor) {
    return [
      fail('DESCRIPTOR_MISSING', 'The flash descriptor is missing or unreadable: the chipset finds neither BIOS nor ME without it.', {
        ...where,
        next: restore,
      }),
    ];
  }
  if (raw?.maps.damage) return [mapsDamage(raw.maps)];
  const shape = [
    ...checkBounds(descriptor, sizeBytes),
    ...checkOverlap(descriptor, sizeBytes, layout !== undefined),
    ...(raw ? checkWords(descriptor, raw) : []),
  ];
  return [
    ...shape,
    ...checkGaps(descriptor, sizeBytes, shape.length === 0),
    ...(shape.length === 0 && layout ? checkMap(descriptor, layout) : []),
    ...describeAccess(descriptor),
  ];
}

const mapsDamage = ({ damage, signatureAt }: DescriptorMaps): Finding =>
  fail(
    'DESCRIPTOR_MAPS',
    damage === 'outside'
      ? 'The descriptor points at tables outside itself: it is damaged.'
      : 'Tables of the descriptor lie over each other: it is damaged.',
    { offset: signatureAt, length: 16, next: restore },
  );

/** Patterns that no sound descriptor holds: with no checksum, they are all that tells a flipped bit. */
function checkWords({ version, masters }: Descriptor, { bytes, maps }: RawDescriptor): Finding[] {
  const findings: Finding[] = [];
  const mask = regionMask(version);
  regionNames.forEach((name, index) => {
    const offset = maps.regionBase + index * 4;
    const entry = u32(bytes, offset);
    const [base, limit] = [entry & mask, (entry >>> 16) & mask];
    const place = { offset, length: 4, evidence: hex(entry, 8), next: restore };
    const isUnused = entry === 0xffffffff || (limit === 0 && (base & 0xfff) === 0xfff) || (entry === 0 && index > 0);
    if (isUnused) return;
    if (limit < base)
      findings.push(
        warn('DESCRIPTOR_REGION_REVERSED', `The ${name} region ends before it begins, and is not marked unused either.`, place),
      );
    else if ((entry & ~(mask | (mask << 16))) !== 0)
      findings.push(warn('DESCRIPTOR_RESERVED_BITS', `The entry of the ${name} region has bits set that have no meaning.`, place));
    if (index === 0 && base !== 0)
      findings.push(fail('DESCRIPTOR_NOT_FIRST', 'The descriptor says that it is not at the start of the chip.', place));
  });
  const component = u32(bytes, maps.componentBase);
  if (clockMhz((component >>> 17) & 7, version) === undefined) {
    findings.push(
      warn('DESCRIPTOR_READ_CLOCK', 'The read clock in the descriptor is none that exists.', {
        offset: maps.componentBase,
        length: 4,
        evidence: hex(component, 8),
        next: restore,
      }),
    );
  }
  if (version === 1) {
    const expected = [[0], [0], [0x0118, 0x0218]];
    const odd = [masters.host, masters.me, masters.gbe].flatMap(({ requesterId }, index) =>
      expected[index]!.includes(requesterId) || requesterId === 0xffff ? [] : [hex(requesterId, 4)],
    );
    if (odd.length > 0)
      findings.push(
        note('DESCRIPTOR_REQUESTER', 'A master of the descriptor has an unusual number.', {
          offset: maps.masterBase,
          length: 12,
          evidence: odd.join(', '),
        }),
      );
  }
  if (maps.signatureAt === 0x10 && !isFilledWith(bytes, 0xff, 0, 0x10))
    findings.push(
      note('DESCRIPTOR_RESERVED_VECTOR', 'The first 16 bytes of the descriptor are not blank, as they usually are.', {
        offset: 0,
        length: 16,
      }),
    );
  return findings;
}

function checkBounds({ regions, densityBytes, secondDensityBytes, chips }: Descriptor, sizeBytes: number | undefined): Finding[] {
  const findings: Finding[] = [];
  if (!regions.some(({ name }) => name === 'bios')) findings.push(fail('DESCRIPTOR_NO_BIOS', 'The descriptor has no BIOS region.', where));
  if (sizeBytes === undefined) return findings;
  const outside = regions.filter(({ offset, length }) => offset + length > sizeBytes);
  if (outside.length > 0) {
    findings.push(
      fail('DESCRIPTOR_REGION_OUTSIDE', 'The descriptor names regions beyond the end of the file.', {
        ...where,
        evidence: outside.map(show).join(', '),
      }),
    );
  }
  const density = chips === 1 ? densityBytes : densityBytes && secondDensityBytes && densityBytes + secondDensityBytes;
  if (density !== undefined && density < sizeBytes) {
    findings.push(
      warn('DESCRIPTOR_CHIP_SIZE', 'The descriptor says the chip is smaller than this file.', {
        ...where,
        evidence: `${hex(density)} bytes`,
      }),
    );
  }
  return findings;
}

function checkOverlap({ regions }: Descriptor, sizeBytes: number | undefined, machineIsKnown: boolean): Finding[] {
  const overlapping = regions.filter((region, index) =>
    regions.some(
      (other, at) => at !== index && region.offset < other.offset + other.length && other.offset < region.offset + region.length,
    ),
  );
  if (overlapping.length === 0) return [];
  const evidence = overlapping.map(show).join(', ');
  const bios = regions.find(({ name }) => name === 'bios');
  // Some boards of other makers really ship with BIOS = the whole chip (images.md 2.7).
  if (!machineIsKnown && bios?.offset === 0 && bios.length === sizeBytes) {
    return [note('DESCRIPTOR_BIOS_IS_ALL', 'The BIOS region covers the whole chip, as some makers ship it.', { ...where, evidence })];
  }
  return [
    fail('DESCRIPTOR_OVERLAP', 'Regions of the descriptor overlap.', {
      ...where,
      evidence,
      next: restore,
    }),
  ];
}

/** Space of the chip that no region claims: legal, and worth a look; a descriptor with other faults is not asked. */
function checkGaps({ regions, version }: Descriptor, sizeBytes: number | undefined, isSound: boolean): Finding[] {
  // The further regions of version 2 are not read, so nothing can be said of its gaps.
  if (!isSound || sizeBytes === undefined || version === 2) return [];
  const gaps: string[] = [];
  let end = 0;
  for (const { offset, length } of [...regions, { offset: sizeBytes, length: 0 }].sort((a, b) => a.offset - b.offset)) {
    if (offset > end) gaps.push(`${hex(end)}–${hex(offset - 1)}`);
    end = Math.max(end, offset + length);
  }
  if (gaps.length === 0) return [];
  return [note('DESCRIPTOR_GAPS', 'Some of the chip belongs to no region of the descriptor.', { ...where, evidence: gaps.join(', ') })];
}

/** A chip that the ME does not know it may not write. */
export function checkVscc(
  { fittedChipListed, vscc }: DescriptorFacts,
  { vsccBase, vsccWords }: DescriptorMaps,
  chipJedec: string | undefined,
): Finding[] {
  if (fittedChipListed !== false) return [];
  return [
    warn(
      'DESCRIPTOR_CHIP_NOT_LISTED',
      'The fitted chip is not in the list of chips the ME knows: the ME may be unable to keep its data on it.',
      {
        offset: vsccBase,
        length: vsccWords * 4,
        evidence: `fitted ${normalJedec(chipJedec ?? '') ?? 'unknown'}; listed ${vscc.map(({ jedec }) => jedec).join(', ')}`,
        next: 'Use a chip of the list, or add this one with the board maker’s tool.',
      },
    ),
  ];
}

function checkMap({ regions }: Descriptor, layout: ImageLayout): Finding[] {
  const wanted: readonly Pick<DescriptorRegion, 'name' | 'offset' | 'length'>[] = [
    ...layout.regions.flatMap(({ name, offset, length }) =>
      name === 'nvram' || name === 'bios' || name === 'bb' ? [] : [{ name, offset, length }],
    ),
    { name: 'bios', ...layout.biosRegion },
  ];
  const differing = wanted.filter(({ name, offset, length }) => {
    const found = regions.find((region) => region.name === name);
    return found?.offset !== offset || found.length !== length;
  });
  if (differing.length === 0) return [];
  return [
    warn('DESCRIPTOR_MAP_DIFFERS', "The descriptor's regions are not those known of this machine.", {
      ...where,
      evidence: `found ${regions.map(show).join(', ')}; expected ${differing.map(show).join(', ')}`,
    }),
  ];
}

function describeAccess({ masters, meDisabledByStrap, version }: Descriptor): Finding[] {
  const open = masters.host.write.filter((name) => name === 'fd' || name === 'me');
  return [
    ...(open.length > 0
      ? [
          note(
            'DESCRIPTOR_HOST_MAY_WRITE',
            `The descriptor lets the host write ${open.map((name) => (name === 'fd' ? 'the descriptor' : 'the ME region')).join(' and ')}.`,
            where,
          ),
        ]
      : []),
    ...(version === 1 && meDisabledByStrap ? [note('ME_OFF_BY_STRAP', 'A strap in the descriptor switches the ME off.', where)] : []),
  ];
}
