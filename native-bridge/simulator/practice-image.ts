// What the practice machine's flash holds, and the files its owner has: a synthetic Z620, made by our own code, no vendor bytes.
import { asciiBytes } from '../../shared/firmware/bytes';
import { syntheticBiosCode, syntheticBootBlock } from '../../shared/firmware/synthetic/bios';
import { nvarEntries } from '../../shared/firmware/synthetic/firmware-files';
import { syntheticDescriptor, syntheticGbe } from '../../shared/firmware/synthetic/flash-head';
import { syntheticMe, type SyntheticMe } from '../../shared/firmware/synthetic/management-engine';
import { blank, noise } from '../../shared/firmware/synthetic/paint';
import type { PracticeScenario } from '../../shared/model/practice';
import { assertNever } from '../../shared/model/result';

const SIZE_BYTES = 0x1000000;
/** From the block kept for documentation (00:00:5E:00:53:xx): looks factory-given and is nobody's. */
const MAC = [0x00, 0x00, 0x5e, 0x00, 0x53, 0x20];
const NO_MAC = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const SERIAL = 'PRACTICE0001';
const RELEASE = '03.96';

export type PracticeFamily = 'J61' | 'J63';

interface Parts {
  readonly family: PracticeFamily;
  readonly mac: readonly number[];
  readonly me: Pick<SyntheticMe, 'validMark' | 'hasRun'>;
  readonly identity: boolean;
  readonly bootBlock: Uint8Array;
  /** Of the BIOS; absent: that of all scenarios. */
  readonly release?: string;
}

/** What the chip of the scenario holds when it starts: a fresh 16 MiB array each time. */
export function practiceImage(scenario: PracticeScenario): Uint8Array {
  switch (scenario) {
    case 'dark-after-mod':
      return damageBios(practiceGoodImage());
    case 'me-manufacturing-mode':
      return compose({ ...good(), me: { validMark: 0xff, hasRun: false } });
    case 'old-boot-block':
    case 'clip-slips':
    case 'adapter-unplugged':
    case 'write-protected':
    case 'low-voltage-chip':
    case 'flaky-reads':
      return compose({ ...good(), bootBlock: practiceBootBlock('2011') });
    default:
      return assertNever(scenario);
  }
}

/** What the chip should hold: its own identity, ME that has run, BIOS 3.96, boot block of 2013. */
export const practiceGoodImage = (): Uint8Array => compose(good());

/** A 'stock' image as a vendor would publish it: no MAC address, no identity, ME never run. */
export const practiceStockImage = (family: PracticeFamily = 'J61', release = RELEASE): Uint8Array =>
  compose({
    family,
    mac: NO_MAC,
    me: { validMark: 0xff, hasRun: false },
    identity: false,
    bootBlock: practiceBootBlock('2013', family, release),
    release,
  });

export function practiceBootBlock(year: '2011' | '2013', family: PracticeFamily = 'J61', release = RELEASE): Uint8Array {
  return year === '2013'
    ? syntheticBootBlock({ family, version: '03.04', date: '03/06/2013', signedWith: release })
    : syntheticBootBlock({ family, version: '01.02', date: '12/28/2011', signedWith: release });
}

export interface PracticeFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** One line for people. */
  readonly what: string;
}

/** The files that are at hand in the scenario. */
export function practiceFiles(scenario: PracticeScenario): PracticeFile[] {
  const hasOwnBackup = scenario === 'dark-after-mod' || scenario === 'me-manufacturing-mode';
  return [
    { name: 'PRACTICE-BB2013.bin', bytes: practiceBootBlock('2013'), what: 'boot block of 2013, family J61' },
    { name: 'PRACTICE-J61-FULL.bin', bytes: practiceStockImage(), what: 'stock image of BIOS 3.96, without identity' },
    ...(hasOwnBackup
      ? [{ name: 'PRACTICE-OWN-BACKUP.bin', bytes: practiceGoodImage(), what: 'backup of this board from before the damage' }]
      : []),
  ];
}

const good = (): Parts => ({
  family: 'J61',
  mac: MAC,
  me: { validMark: 0x01, hasRun: true },
  identity: true,
  bootBlock: practiceBootBlock('2013'),
});

function compose({ family, mac, me, identity, bootBlock, release = RELEASE }: Parts): Uint8Array {
  const image = blank(SIZE_BYTES);
  const map = {
    sizeBytes: SIZE_BYTES,
    bios: { offset: 0x510000, length: 0xaf0000 },
    me: { offset: 0x5000, length: 0x50b000 },
    gbe: { offset: 0x1000, length: 0x2000 },
    pdr: { offset: 0x3000, length: 0x2000 },
  };
  image.set(syntheticDescriptor(map), 0);
  image.set(syntheticGbe(mac), map.gbe.offset);
  image.set(syntheticMe({ version: [8, 1, 60, 1561], mac, ...me }), map.me.offset);
  if (identity) image.set(variables(mac), 0x510000);
  image.set(syntheticBiosCode({ family, version: release }), 0x580000);
  image.set(bootBlock, 0xff0000);
  return image;
}

/** Variables of our own make, as NVAR entries: the serial number, an identifier and the MAC address can be found in them. */
function variables(mac: readonly number[]): Uint8Array {
  const bytes = blank(0x70000);
  const entries = [
    { name: 'PracticeSerial', data: SERIAL },
    { name: 'PracticeUuid', data: '00000000-0000-4000-8000-00005E005320' },
    { name: 'PracticeLan', data: String.fromCharCode(...mac) },
    { name: 'PracticeSetup', data: undefined },
    { name: 'PracticeEvents', data: undefined },
  ];
  const stored = entries.map(({ name, data }, index) => {
    if (data !== undefined) return { name, data: asciiBytes(data) };
    const noisy = new Uint8Array(0x1f00);
    noise(noisy, 0, noisy.length, 700 + index);
    return { name, data: noisy };
  });
  bytes.set(nvarEntries(stored));
  return bytes;
}

/** A modified BIOS that went wrong: the FLSH tag still stands, so the boot block starts a volume that is broken. */
function damageBios(image: Uint8Array): Uint8Array {
  noise(image, 0x5c0000, 0x48000, 66);
  image.fill(0, 0xee0000, 0xee0048);
  noise(image, 0xee2000, 0x3000, 67);
  return image;
}
