// The descriptor against the file and against the machine's map.
import type { ImageLayout } from '../../machines';
import { hex } from '../bytes';
import type { Descriptor, DescriptorRegion } from '../descriptor';
import type { Finding } from '../report';
import { fail, note, warn, type FindingMore } from './finding';

const where: FindingMore = { offset: 0, length: 0x1000 };
const show = ({ name, offset, length }: Pick<DescriptorRegion, 'name' | 'offset' | 'length'>): string =>
  `${name} ${hex(offset)}–${hex(offset + length - 1)}`;

/** `layout` only where the machine is known. `sizeBytes` of the whole image; absent for a descriptor alone. */
export function checkDescriptor(
  descriptor: Descriptor | undefined,
  sizeBytes: number | undefined,
  layout: ImageLayout | undefined,
): Finding[] {
  if (!descriptor) {
    return [
      fail('DESCRIPTOR_MISSING', 'The flash descriptor is missing or unreadable: the chipset finds neither BIOS nor ME without it.', {
        ...where,
        next: 'Restore it from a backup of this board.',
      }),
    ];
  }
  const shape = [...checkBounds(descriptor, sizeBytes), ...checkOverlap(descriptor, sizeBytes, layout !== undefined)];
  return [...shape, ...(shape.length === 0 && layout ? checkMap(descriptor, layout) : []), ...describeAccess(descriptor)];
}

function checkBounds({ regions, densityBytes, chips }: Descriptor, sizeBytes: number | undefined): Finding[] {
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
  if (chips === 1 && densityBytes !== undefined && densityBytes < sizeBytes) {
    findings.push(
      warn('DESCRIPTOR_CHIP_SIZE', 'The descriptor says the chip is smaller than this file.', {
        ...where,
        evidence: `${hex(densityBytes)} bytes`,
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
      next: 'Restore the descriptor from a backup of this board.',
    }),
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
    ...(version === 1 && open.length > 0
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
