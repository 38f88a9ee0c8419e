// BIOS code and boot block in the shape of the Zx20 family: tags, volumes, table of microcode, texts. Code is noise.
import { asciiBytes } from '../bytes';
import { defaultsFile, firmwareIdFile, microcodeFile, romLayoutFile } from './firmware-files';
import { blank, noise, put, putText } from './paint';
import { VOLUME_TOP_FILE, syntheticVolume, writeFileHeader, writePadFile, writeVolumeHeader } from './volume';

export interface SyntheticBios {
  readonly family: 'J61' | 'J63';
  /** "03.96" */
  readonly version: string;
}

export interface SyntheticBootBlock {
  readonly family: 'J61' | 'J63';
  /** "03.04": the boot block's own. */
  readonly version: string;
  /** "03/06/2013" */
  readonly date: string;
  /** Release the signature block names. */
  readonly signedWith: string;
}

/** Offsets count from 0x580000, the start of the BIOS code. */
const CODE = 0x580000;
const MICROCODE = { offset: 0x580060, length: 0x4000, processors: [0x306e4, 0x206d7] } as const;

const ACM = { offset: 0xed0000, length: 0x1000 } as const;

const crtm = ({ family, version, date }: Omit<SyntheticBootBlock, 'signedWith'>): string =>
  `CRTM_START ${family} v${version}  ${date} 12:00:00 CRTM_END`;

/** 0x580000 to 0xFEFFFF. */
export function syntheticBiosCode({ family, version }: SyntheticBios): Uint8Array {
  const bytes = blank(0xa70000);
  const place = (offset: number, part: Uint8Array): void => bytes.set(part, offset - CODE);
  const microcode = new Uint8Array(MICROCODE.processors.length * MICROCODE.length);
  MICROCODE.processors.forEach((processor, index) =>
    microcode.set(syntheticMicrocode(processor, MICROCODE.length), index * MICROCODE.length),
  );
  place(
    CODE,
    syntheticVolume({
      length: 0x880000,
      seed: 11,
      tag: `FLSH${family}${version}`,
      fill: 0.72,
      files: [microcodeFile(microcode), defaultsFile()],
    }),
  );
  place(0xe00000, syntheticVolume({ length: 0xc0000, seed: 12, fill: 0.9 }));
  place(0xec0000, syntheticFit());
  place(ACM.offset, syntheticAcm());
  const naming = [romLayoutFile(), firmwareIdFile({ family, version })];
  place(0xee0000, syntheticVolume({ length: 0x80000, seed: 13, fill: 0.8, files: naming }));
  // The same text stands once more in the recovery volume, at 0xFDD138: a reader must not take it for the boot block's.
  const relocated = asciiBytes(crtm({ family, version: '03.04', date: '03/06/2013' }));
  place(
    0xf60000,
    syntheticVolume({
      length: 0x80000,
      seed: 14,
      tag: `RCRV${family}${version}`,
      fill: 1,
      files: naming,
      patches: [{ offset: 0x7d138, bytes: relocated }],
    }),
  );
  return bytes;
}

function syntheticFit(): Uint8Array {
  const bytes = blank(0x1000);
  const entries = [
    { address: 0, size: 0, type: 0 },
    ...MICROCODE.processors.map((_, index) => ({ address: 0xff000000 + MICROCODE.offset + index * MICROCODE.length, size: 0, type: 1 })),
    { address: 0xff000000 + ACM.offset, size: 0, type: 2 },
    { address: 0xffff0000, size: 0x1000, type: 7 },
  ];
  entries.forEach(({ address, size, type }, index) => {
    put(bytes, index * 16, address, 4);
    put(bytes, index * 16 + 4, 0, 4);
    put(bytes, index * 16 + 8, index === 0 ? entries.length : size, 3);
    put(bytes, index * 16 + 11, 0, 1);
    put(bytes, index * 16 + 12, 0x0100, 2);
    put(bytes, index * 16 + 14, type, 1);
    put(bytes, index * 16 + 15, 0, 1);
  });
  putText(bytes, 0, '_FIT_   ');
  return bytes;
}

/** A header that names no key, so that no one can ask whether it is signed. */
function syntheticAcm(): Uint8Array {
  const bytes = new Uint8Array(ACM.length);
  noise(bytes, 0x80, ACM.length - 0x80, 15);
  [0x00010002, 0x20, 0, 0x1d00, 0x8086, 0x20240102, ACM.length / 4].forEach((word, index) => put(bytes, index * 4, word, 4));
  return bytes;
}

/** Header by the published format; the body is noise, its last word chosen so that the sum of all words is 0. */
function syntheticMicrocode(processor: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  noise(bytes, 48, length - 48, processor);
  [1, 0x42e, 0x01022024, processor, 0, 1, 0x6d, length - 48, length, 0, 0, 0].forEach((word, index) => put(bytes, index * 4, word, 4));
  let sum = 0;
  for (let at = 0; at < length; at += 4)
    sum = (sum + (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24))) | 0;
  put(bytes, 16, -sum, 4);
  return bytes;
}

/** 64 KiB; only the first 4 KiB and the last 16 KiB are not blank. */
export function syntheticBootBlock(options: SyntheticBootBlock): Uint8Array {
  const bytes = blank(0x10000);
  const seed = Number(options.date.slice(-4)) + options.family.charCodeAt(2);
  noise(bytes, 0x60, 0xf88, seed);
  writeFileHeader(bytes, 0x48, 0xfa0, 0x01, seed);
  writePadFile(bytes, 0xfe8, 0xc000 - 0xfe8);
  noise(bytes, 0xc018, 0x1000, seed + 1);
  noise(bytes, 0xd200, 0x1400, seed + 2);
  bytes.set(asciiBytes(crtm(options)), 0xd138);
  putText(bytes, 0xfe50, `SECURE_HP_SIGNATURE XXX v${options.signedWith} \xff `);
  noise(bytes, 0xfe71, 256, seed + 3);
  putText(bytes, 0xff71, ' SIG_END');
  putText(bytes, 0xff80, `${options.date}00.03`);
  put(bytes, 0xffc0, 0xffec0000, 4);
  bytes.set([0x90, 0x90, 0xe9, 0x0b, 0xd0], 0xfff0);
  writeFileHeader(bytes, 0xc000, 0x4000, 0x01, VOLUME_TOP_FILE);
  writeVolumeHeader(bytes, undefined);
  return bytes;
}
