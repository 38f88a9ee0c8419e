// The machine's map against the volumes: one that should be there and is not, or has no tag. Sums and files are the volume reader's.
import type { ImageLayout, VolumePlace } from '../../machines';
import { fail } from '../checks/finding';
import type { Finding } from '../report';
import { volumeState } from '../volumes/volume-state';
import { foundBytes } from './evidence';
import type { HpMarks } from './hp-marks';

/** `base`: chip offset of the first byte. Volumes that the bytes do not hold whole are left out. */
export function checkMapVolumes(bytes: Uint8Array, base: number, layout: ImageLayout, marks: HpMarks): Finding[] {
  return layout.volumes
    .filter(({ offset, length }) => offset >= base && offset + length <= base + bytes.length)
    .flatMap((volume) => checkVolume(bytes, base, volume, marks));
}

function checkVolume(bytes: Uint8Array, base: number, volume: VolumePlace, marks: HpMarks): Finding[] {
  const place = { offset: volume.offset - base, length: volume.length };
  const next = volume.role === 'boot-block' ? 'Restore the boot block.' : 'Restore the BIOS code.';
  const state = volumeState(bytes, place.offset, volume.length);
  const head = foundBytes(bytes, place.offset + 0x20);
  switch (state) {
    case 'blank':
      return [fail('VOLUME_BLANK', `The ${volume.name} is blank.`, { ...place, next, evidence: 'found FF in all of it' })];
    case 'missing':
      return [
        fail('VOLUME_MISSING', `The ${volume.name} has no valid header: it was overwritten or damaged.`, {
          ...place,
          next,
          evidence: `${head} at its length and signature`,
        }),
      ];
    case 'length':
      return [
        fail('VOLUME_LENGTH', `The ${volume.name} is not as long as its place.`, {
          ...place,
          next,
          evidence: `${head} at its length and signature`,
        }),
      ];
    // The volume reader says that the sum is wrong; a tag that is gone is a second matter.
    case 'checksum':
    case 'good':
      return checkTag(volume, marks, place.offset, next, foundBytes(bytes, place.offset));
  }
}

function checkTag({ name, tag }: VolumePlace, { flash, recovery }: HpMarks, offset: number, next: string, evidence: string): Finding[] {
  const found = tag === 'FLSH' ? flash : tag === 'RCRV' ? recovery : undefined;
  if (!tag || found?.kind === tag) return [];
  return [fail('TAG_MISSING', `The ${name} has no ${tag} tag: the boot block does not start it.`, { offset, length: 16, next, evidence })];
}

export type RecoveryState = 'good' | 'damaged' | 'blank' | 'missing';

/** `findings` of the volume reader tell of damage inside. Undefined where the bytes do not hold its place. */
export function recoveryState(
  bytes: Uint8Array,
  base: number,
  layout: ImageLayout,
  { recovery }: HpMarks,
  findings: readonly Finding[],
): RecoveryState | undefined {
  const volume = layout.volumes.find(({ role }) => role === 'recovery');
  if (!volume || volume.offset < base || volume.offset + volume.length > base + bytes.length) return undefined;
  const from = volume.offset - base;
  const state = volumeState(bytes, from, volume.length);
  if (state === 'blank' || state === 'missing') return state;
  const isHurt = findings.some(
    ({ severity, offset }) => severity === 'fail' && offset !== undefined && offset >= from && offset < from + volume.length,
  );
  return state === 'good' && recovery?.sumIsGood === true && !isHurt ? 'good' : 'damaged';
}
