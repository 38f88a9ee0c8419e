// AMI's firmware id (images.md 6.5): the release's family, version and build day, in a file of its own.
import { ascii, startsWith, u16, u8 } from '../bytes';
import type { FirmwareFile } from '../volumes/types';
import { isoDay } from './days';

const FILE = '3FD1D3A2-99F7-420B-BC69-8BB1D492A332';

export interface FirmwareId {
  /** "J61" */
  readonly family: string;
  /** "03.96" */
  readonly version: string;
  /** ISO day. */
  readonly buildDate?: string;
  /** Of the text `$FID` in the file. */
  readonly offset?: number;
  readonly length: number;
}

/** The first one in the order of the image; the recovery volume has a copy. */
export function readFirmwareId(files: readonly FirmwareFile[]): FirmwareId | undefined {
  for (const file of files) {
    if (file.guid !== FILE) continue;
    for (const { content, offset } of file.sections) {
      const id = startsWith(content, 0, '$FID') ? parse(content, offset) : undefined;
      if (id) return id;
    }
  }
  return undefined;
}

function parse(bytes: Uint8Array, offset: number | undefined): FirmwareId | undefined {
  const tag = /^(J\w\d)(\d\d)(\d\d)/.exec(ascii(bytes, 7, 7));
  if (!tag) return undefined;
  const buildDate = isoDay(u16(bytes, 0x2c), u8(bytes, 0x2e), u8(bytes, 0x2f));
  const length = Math.min(u16(bytes, 5), bytes.length);
  return {
    family: tag[1]!,
    version: `${tag[2]}.${tag[3]}`,
    length,
    ...(buildDate ? { buildDate } : {}),
    ...(offset === undefined ? {} : { offset }),
  };
}
