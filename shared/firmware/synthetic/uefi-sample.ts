// One volume with everything in it that the reader knows: packed and stored sections, sums of every kind, a volume in a volume.
import { noise } from './paint';
import {
  compressedSection,
  crc32Section,
  freeformSection,
  guidSection,
  nameSection,
  programSection,
  section,
  sections,
  uefiFile,
  uefiVolume,
} from './uefi-volume';

const guid = (digit: number): string => `${digit.toString(16).repeat(8).toUpperCase()}-1111-2222-3333-444444444444`;

export const SAMPLE_VOLUME_NAME = guid(15);
export const SAMPLE_LENGTH = 0x8000;

/** Of every file, in the order in which they are met. */
export const sampleFiles: readonly { readonly guid: string; readonly name?: string }[] = [
  { guid: guid(1), name: 'Packed' },
  { guid: guid(2), name: 'Stored' },
  { guid: guid(3) },
  { guid: guid(4) },
  { guid: guid(5), name: 'Inner' },
  { guid: guid(6), name: 'Checked' },
  { guid: 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF' },
  { guid: guid(7), name: 'Older' },
  { guid: '1B45CC0A-156A-428A-AF62-49864DA0E6E6', name: 'PEI apriori list' },
];

const noiseOf = (length: number, seed: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  noise(bytes, 0, length, seed);
  return bytes;
};

/** Five programs: in Tiano, plain, in a volume in Tiano, under a CRC-32, in EFI 1.1. */
export function uefiSample(): Uint8Array {
  const inner = uefiVolume({
    length: 0x400,
    files: [uefiFile({ guid: guid(5), type: 0x07, body: sections(programSection(300, 5), nameSection('Inner')) })],
  });
  const files = [
    uefiFile({
      guid: guid(1),
      type: 0x07,
      body: compressedSection(sections(programSection(900, 1), freeformSection(guid(9), noiseOf(50, 2)), nameSection('Packed')), {
        positionBits: 5,
      }),
    }),
    uefiFile({ guid: guid(2), type: 0x06, body: sections(section(0x1b, noiseOf(9, 3)), programSection(777, 3), nameSection('Stored')) }),
    uefiFile({ guid: guid(3), type: 0x01, body: noiseOf(500, 4), isSummed: false }),
    uefiFile({ guid: guid(4), type: 0x0b, body: compressedSection(section(0x17, inner), { positionBits: 5 }) }),
    uefiFile({
      guid: guid(6),
      type: 0x09,
      isSummed: false,
      body: sections(crc32Section(sections(programSection(400, 6), nameSection('Checked')))),
    }),
    uefiFile({ guid: 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', type: 0xf0, body: new Uint8Array(200).fill(0xff), isSummed: false }),
    uefiFile({
      guid: guid(7),
      type: 0x07,
      body: compressedSection(sections(programSection(350, 7), nameSection('Older')), { positionBits: 4, isSkewed: true }),
    }),
    uefiFile({ guid: '1B45CC0A-156A-428A-AF62-49864DA0E6E6', type: 0x02, body: guidSection(guid(8), section(0x19, noiseOf(32, 8)), 0) }),
  ];
  return uefiVolume({ length: SAMPLE_LENGTH, files, nameGuid: SAMPLE_VOLUME_NAME });
}
