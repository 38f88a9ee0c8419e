// For tests: what a "For USB Key-Media" SoftPaq holds, made up: the files of domain rompaq.md 1.1 with contents of our own.
import { makeKeyMaker, makeDosProgram } from './make-program';
import { makeLegacyImage, makeSignedImage } from './make-rom-image';

export const SAMPLE_IMAGE = 'CPQP6303.4B5';

export const sampleReadme = (family = 'P63', softpaq = 'SP00063'): Uint8Array =>
  Buffer.from(
    [
      `SOFTPAQ NUMBER: ${softpaq}`,
      'TITLE: made-up ROMPaq for tests',
      'VERSION: 2018.05.21A',
      `ROM FAMILY: ${family}`,
      'PRODUCTS AFFECTED: HP ProLiant ML370 G6, HP ProLiant DL370 G6',
      'EFFECTIVE Date: 06/22/2018',
      'SUPERSEDES: SP00062',
      '\xa9 made up',
      '',
    ].join('\r\n'),
    'latin1',
  );

/** A complete package for P63 with a legacy image. */
export const sampleEntries = (): [string, Uint8Array][] => [
  ['How to Use.txt', Buffer.from('made up\r\n')],
  ['README.1ST', sampleReadme()],
  [`ROMPaq USB Key/${SAMPLE_IMAGE}`, makeLegacyImage()],
  ['ROMPaq USB Key/CPQSRVR2.CPU', Buffer.from('a made-up driver '.repeat(50))],
  ['ROMPaq USB Key/ROMPAQ.EXE', makeDosProgram('a made-up flasher')],
  ['ROMPaq USB Key/HPEUSB.exe', makeKeyMaker()],
];

/** The same for J06 with an image signed by the test chain. */
export const sampleSignedEntries = (): [string, Uint8Array][] =>
  sampleEntries().map(([name, content]) =>
    name.endsWith(SAMPLE_IMAGE)
      ? ['ROMPaq USB Key/CPQJ0613.4B5', makeSignedImage()]
      : name === 'README.1ST'
        ? [name, sampleReadme('J06', 'SP00006')]
        : [name, content],
  );
