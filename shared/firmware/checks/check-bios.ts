// The BIOS of the Zx20 family: volumes, tags, boot block, and whether they belong together. Works on a part of the chip too.
import type { ImageLayout, MarkPlaces, VolumePlace } from '../../machines';
import { hex, isFilledWith } from '../bytes';
import {
  blockTag,
  bootBlockDate,
  crtmText,
  hasResetVector,
  signatureVersion,
  type BlockTag,
  type BootBlockDate,
  type CrtmText,
} from '../hp';
import type { Finding } from '../report';
import { volumeState } from '../volumes/volume-state';
import { fail, note, warn } from './finding';

export interface BiosFacts {
  readonly flash?: BlockTag;
  readonly recovery?: BlockTag;
  readonly crtm?: CrtmText;
  readonly bootBlock?: BootBlockDate;
  readonly signature?: string;
}

/** `base`: where the first byte of `bytes` belongs in the chip. Marks outside the bytes are absent. */
export function readBiosFacts(bytes: Uint8Array, base: number, marks: MarkPlaces): BiosFacts {
  const at = <T>(place: number, read: (bytes: Uint8Array, offset: number) => T | undefined): T | undefined =>
    place >= base && place < base + bytes.length ? read(bytes, place - base) : undefined;
  const facts = {
    flash: at(marks.flashTag, blockTag),
    recovery: at(marks.recoveryTag, blockTag),
    crtm: at(marks.crtmText, crtmText),
    bootBlock: at(marks.bootBlockDate, bootBlockDate),
    signature: at(marks.signatureBlock, signatureVersion),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

export function checkBios(bytes: Uint8Array, base: number, layout: ImageLayout, facts: BiosFacts): Finding[] {
  const covers = (offset: number, length: number): boolean => offset >= base && offset + length <= base + bytes.length;
  const volumes = layout.volumes.filter(({ offset, length }) => covers(offset, length));
  return [
    ...volumes.flatMap((volume) => checkVolume(bytes, base, volume, facts)),
    ...(covers(layout.marks.resetVector, 16) ? checkBootBlock(bytes, base, layout.marks, facts) : []),
    ...checkVersions(layout.marks, facts, base),
  ];
}

function checkVolume(bytes: Uint8Array, base: number, volume: VolumePlace, facts: BiosFacts): Finding[] {
  const place = { offset: volume.offset - base, length: volume.length };
  const next = volume.role === 'boot-block' ? 'Restore the boot block.' : 'Restore the BIOS code.';
  const state = volumeState(bytes, place.offset, volume.length);
  switch (state) {
    case 'blank':
      return [fail('VOLUME_BLANK', `The ${volume.name} is blank.`, { ...place, next })];
    case 'missing':
      return [fail('VOLUME_MISSING', `The ${volume.name} has no valid header: it was overwritten or damaged.`, { ...place, next })];
    case 'checksum':
      return [fail('VOLUME_CHECKSUM', `The header checksum of the ${volume.name} is wrong.`, { ...place, next })];
    case 'length':
      return [fail('VOLUME_LENGTH', `The ${volume.name} is not as long as its place.`, { ...place, next })];
    case 'good': {
      const tag = volume.tag === 'FLSH' ? facts.flash : volume.tag === 'RCRV' ? facts.recovery : undefined;
      if (!volume.tag || tag?.kind === volume.tag) return [];
      return [
        fail('TAG_MISSING', `The ${volume.name} has no ${volume.tag} tag: the boot block does not start it.`, {
          ...place,
          length: 16,
          next,
        }),
      ];
    }
  }
}

function checkBootBlock(bytes: Uint8Array, base: number, marks: MarkPlaces, facts: BiosFacts): Finding[] {
  const next = 'Restore the boot block.';
  const findings: Finding[] = [];
  if (!hasResetVector(bytes, marks.resetVector - base)) {
    findings.push(
      fail('RESET_VECTOR', 'There is no jump at the reset vector: the processor finds no first instruction.', {
        offset: marks.resetVector - base,
        length: 16,
        next,
      }),
    );
  }
  if (!facts.crtm)
    findings.push(
      warn('BOOT_BLOCK_TEXT', 'The boot block does not name its family and version where it should.', {
        offset: marks.crtmText - base,
        length: 0x40,
      }),
    );
  if (!facts.bootBlock) {
    findings.push(
      warn('BOOT_BLOCK_DATE', 'The boot block has no date where it should.', { offset: marks.bootBlockDate - base, length: 16 }),
    );
  } else if (facts.bootBlock.class === '2011') {
    findings.push(
      note('BOOT_BLOCK_2011', 'The boot block is of 2011: E5 v2 processors do not start with it.', {
        offset: marks.bootBlockDate - base,
        length: 10,
      }),
    );
  } else if (facts.bootBlock.class === 'other') {
    findings.push(
      note('BOOT_BLOCK_UNUSUAL_DATE', 'The date of the boot block is none of those known.', {
        offset: marks.bootBlockDate - base,
        length: 10,
        evidence: facts.bootBlock.date,
      }),
    );
  }
  return findings;
}

function checkVersions(marks: MarkPlaces, { flash, recovery, signature }: BiosFacts, base: number): Finding[] {
  const findings: Finding[] = [];
  if (flash && recovery && flash.version !== recovery.version) {
    findings.push(
      warn(
        'RECOVERY_VERSION',
        `The recovery volume is of version ${recovery.version}, the BIOS of ${flash.version}: they belong together.`,
        {
          offset: marks.recoveryTag - base,
          length: 16,
        },
      ),
    );
  }
  if (flash && signature && flash.version !== signature) {
    findings.push(
      note(
        'SIGNATURE_VERSION',
        `The signature block names ${signature}, the BIOS is ${flash.version}: normal after a boot block was put in.`,
        {
          offset: marks.signatureBlock - base,
          length: 0x129,
        },
      ),
    );
  }
  return findings;
}

/** Families that meet in one image must be one, and the machine's. */
export function checkFamily(
  { flash, recovery, crtm }: BiosFacts,
  expected: { readonly family: string; readonly machine: string } | undefined,
): Finding[] {
  const found = [...new Set([flash?.family, recovery?.family, crtm?.family].filter((family) => family !== undefined))];
  if (found.length > 1) {
    return [
      fail('FAMILY_MIXED', `Parts of different families are mixed: ${found.join(' and ')}.`, {
        evidence: `main ${flash?.family}, recovery ${recovery?.family}, boot block ${crtm?.family}`,
      }),
    ];
  }
  if (expected && found[0] !== undefined && found[0] !== expected.family) {
    return [
      fail('FAMILY_WRONG', `This is firmware of family ${found[0]}; the ${expected.machine} needs ${expected.family}.`, {
        next: 'Do not write it to this board.',
      }),
    ];
  }
  return [];
}

/** `offset` of the variable area in the file. */
export function checkVariables(area: Uint8Array, offset: number): Finding[] {
  if (!isFilledWith(area, 0xff) && !isFilledWith(area, 0)) return [];
  return [
    note('NVRAM_BLANK', 'The variable area is blank: no settings and no serial number are in it.', {
      offset,
      length: area.length,
      next: 'Where the board has a backup, take this area from it.',
      evidence: hex(area[0] ?? 0xff, 2),
    }),
  ];
}
