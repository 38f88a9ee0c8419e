// The marks HP put into the BIOS of the Zx20 family, read where the machine's map has them, or by their tags on a board without a map.
import type { MarkPlaces } from '../../machines';
import { indexOfText } from '../bytes';
import {
  blockTag,
  bootBlockDate,
  crtmText,
  signatureBlock,
  type BlockTag,
  type BootBlockDate,
  type CrtmText,
  type SignatureBlock,
} from '../hp';
import type { StructureNode } from '../report';
import type { FirmwareId } from './firmware-id';

interface At {
  /** In the file. */
  readonly offset: number;
}

export interface HpMarks {
  readonly flash?: BlockTag & At;
  readonly recovery?: BlockTag & At;
  readonly crtm?: CrtmText & At;
  readonly bootBlock?: BootBlockDate & At;
  readonly signature?: SignatureBlock & At;
  readonly firmwareId?: FirmwareId;
}

type Read<T> = (bytes: Uint8Array, offset: number) => T | undefined;
const BOOT_BLOCK_BYTES = 0x10000;

/** `tagsAt`: where tags stand in front of volumes, from the scan. Marks outside the bytes are absent. */
export function readHpMarks(
  bytes: Uint8Array,
  base: number,
  places: MarkPlaces | undefined,
  tagsAt: readonly number[],
  firmwareId: FirmwareId | undefined,
): HpMarks {
  const at = <T>(place: number | undefined, read: Read<T>): (T & At) | undefined => {
    if (place === undefined || place < 0 || place >= bytes.length) return undefined;
    const found = read(bytes, place);
    return found && { ...found, offset: place };
  };
  const placeOf = (name: keyof MarkPlaces): number | undefined => (places ? places[name] - base : undefined);
  const tagOf = (kind: BlockTag['kind']): number | undefined => tagsAt.find((offset) => blockTag(bytes, offset)?.kind === kind);
  // A copy of the text stands in the recovery volume as well: without a map, only the last 64 KiB of the bytes count.
  const crtmFrom = bytes.length - BOOT_BLOCK_BYTES;
  const marks = {
    flash: at(placeOf('flashTag') ?? tagOf('FLSH'), blockTag),
    recovery: at(placeOf('recoveryTag') ?? tagOf('RCRV'), blockTag),
    crtm: at(
      placeOf('crtmText') ?? (tagsAt.length > 0 && crtmFrom >= 0 ? indexOfText(bytes, 'CRTM_START', crtmFrom) : undefined),
      crtmText,
    ),
    bootBlock: at(placeOf('bootBlockDate'), bootBlockDate),
    signature: at(placeOf('signatureBlock'), signatureBlock),
    firmwareId,
  };
  return Object.fromEntries(Object.entries(marks).filter(([, value]) => value !== undefined));
}

const TAG_BYTES = 16;

export function hpNodes({ flash, recovery, crtm, bootBlock, signature, firmwareId }: HpMarks): StructureNode[] {
  const tag = (found: (BlockTag & At) | undefined): StructureNode[] =>
    found
      ? [
          {
            kind: 'data',
            name: `Tag ${found.kind}`,
            offset: found.offset,
            length: TAG_BYTES,
            state: found.sumIsGood ? 'good' : 'bad',
            detail: `${found.family} ${found.version}`,
          },
        ]
      : [];
  const text = (name: string, offset: number | undefined, length: number, detail: string): StructureNode[] =>
    offset === undefined ? [] : [{ kind: 'data', name, offset, length, detail }];
  return [
    ...tag(flash),
    ...tag(recovery),
    ...(firmwareId
      ? text(
          'Firmware id',
          firmwareId.offset,
          firmwareId.length,
          [`${firmwareId.family} ${firmwareId.version}`, ...(firmwareId.buildDate ? [firmwareId.buildDate] : [])].join(', '),
        )
      : []),
    ...(crtm
      ? text('Boot block text', crtm.offset, 0x40, [`${crtm.family} ${crtm.version}`, ...(crtm.date ? [crtm.date] : [])].join(', '))
      : []),
    ...(bootBlock ? text('Boot block date', bootBlock.offset, 15, bootBlock.date) : []),
    ...(signature
      ? text('HP signature block', signature.offset, signature.length, `names ${signature.version}; what it covers is not known`)
      : []),
  ];
}
