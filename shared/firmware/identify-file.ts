// What a file is: a whole image or one region's file. By size and content together, never by size alone where content can tell.
import type { ImageLayout, RegionId } from '../machines';
import { isFilledWith, startsWith } from './bytes';
import { hasDescriptorSignature } from './descriptor';
import { parseGbe } from './gbe';
import { blockTag, bootBlockDate, crtmText } from './hp';
import { volumeState } from './volumes/volume-state';

export type FileKind = 'full' | 'bios-region' | RegionId;

export type FileIdentity =
  | {
      readonly kind: FileKind;
      /** Where its first byte belongs in the chip. */
      readonly offset: number;
      /** `size` where nothing in it speaks for or against (a blank PDR, variables of unknown format). */
      readonly by: 'content' | 'size';
      /** False where the content is of this kind and the size is not this machine's. */
      readonly fits: boolean;
      /** "J61", where it names one. */
      readonly family?: string;
    }
  | { readonly kind: 'unknown'; readonly reason: 'empty' | 'size' | 'content' };

/** `layout` is the map of the machine in question. */
export function identifyFile(bytes: Uint8Array, layout: ImageLayout): FileIdentity {
  if (bytes.length === 0) return { kind: 'unknown', reason: 'empty' };
  if (bytes.length === layout.sizeBytes) return wholeImage(bytes, layout);
  for (const kind of ['me', 'fd', 'gbe', 'bb', 'bios', 'bios-region', 'nvram', 'pdr'] as const) {
    const range = kind === 'bios-region' ? layout.biosRegion : layout.regions.find(({ name }) => name === kind)!;
    const fits = bytes.length === range.length;
    const by = evidenceFor[kind](bytes, layout, fits);
    if (!by) continue;
    const family = familyIn(bytes, layout, range.offset);
    return { kind, offset: range.offset, by, fits, ...(family ? { family } : {}) };
  }
  // A whole image of another size: another board, or a dump that was cut.
  if (hasDescriptorSignature(bytes, 0x10) || hasDescriptorSignature(bytes, 0))
    return { kind: 'full', offset: 0, by: 'content', fits: false };
  const known = [layout.sizeBytes, layout.biosRegion.length, ...layout.regions.map(({ length }) => length)].includes(bytes.length);
  return { kind: 'unknown', reason: known ? 'content' : 'size' };
}

function wholeImage(bytes: Uint8Array, layout: ImageLayout): FileIdentity {
  const family = familyIn(bytes, layout, 0);
  const isImage = family !== undefined || hasDescriptorSignature(bytes, 0x10) || hasDescriptorSignature(bytes, 0);
  return isImage
    ? { kind: 'full', offset: 0, by: 'content', fits: true, ...(family ? { family } : {}) }
    : { kind: 'unknown', reason: 'content' };
}

/** Family named by the first mark found: main tag, boot-block text, recovery tag. `offset` is where the bytes belong in the chip. */
export function familyIn(bytes: Uint8Array, layout: ImageLayout, offset: number): string | undefined {
  const { flashTag, crtmText: crtm, recoveryTag } = layout.marks;
  return (
    (flashTag >= offset ? blockTag(bytes, flashTag - offset)?.family : undefined) ??
    (crtm >= offset ? crtmText(bytes, crtm - offset)?.family : undefined) ??
    (recoveryTag >= offset ? blockTag(bytes, recoveryTag - offset)?.family : undefined)
  );
}

type Evidence = (bytes: Uint8Array, layout: ImageLayout, fits: boolean) => 'content' | 'size' | undefined;
const content = (holds: boolean): 'content' | undefined => (holds ? 'content' : undefined);
const isBlank = (bytes: Uint8Array): boolean => isFilledWith(bytes, 0xff) || isFilledWith(bytes, 0);
const anyVolume = (bytes: Uint8Array): boolean => startsWith(bytes, 0x28, '_FVH');

const evidenceFor: Record<Exclude<FileKind, 'full'>, Evidence> = {
  me: (bytes) => content(startsWith(bytes, 0x10, '$FPT') || (startsWith(bytes, 0, '$FPT') && bytes.length > 0x10000)),
  fd: (bytes, _layout, fits) => content((fits || bytes.length <= 0x10000) && hasDescriptorSignature(bytes, 0x10)),
  gbe: (bytes, _layout, fits) => {
    if (!fits && bytes.length !== 0x1000 && bytes.length !== 0x4000) return undefined;
    const { copies } = parseGbe(bytes);
    return content(copies.some(({ sumIsGood, deviceId }) => sumIsGood || deviceId === 0x1502 || deviceId === 0x1503));
  },
  bb: (bytes, layout, fits) => {
    const block = layout.volumes.find(({ role }) => role === 'boot-block')!;
    const { crtmText: crtm, bootBlockDate: date } = layout.marks;
    const marked = crtmText(bytes, crtm - block.offset) !== undefined || bootBlockDate(bytes, date - block.offset) !== undefined;
    return content(fits && (marked || volumeState(bytes, 0, bytes.length) === 'good'));
  },
  bios: (bytes, _layout, fits) => content(fits && (blockTag(bytes, 0) !== undefined || anyVolume(bytes))),
  'bios-region': (bytes, layout, fits) => {
    const at = layout.marks.flashTag - layout.biosRegion.offset;
    return content(fits && (blockTag(bytes, at) !== undefined || anyVolume(bytes.subarray(at))));
  },
  // The format of the variable area is not known: the size, and nothing in it of another kind, must do.
  nvram: (bytes, _layout, fits) => (fits && !anyVolume(bytes) && !isBlank(bytes) ? 'size' : undefined),
  pdr: (_bytes, _layout, fits) => (fits ? 'size' : undefined),
};
