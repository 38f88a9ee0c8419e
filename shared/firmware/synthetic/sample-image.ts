// A small stand-in for tests inside shared: a whole good image of the Zx20 family, without the story the practice machine tells.
import { syntheticBiosCode, syntheticBootBlock, type SyntheticBios, type SyntheticBootBlock } from './bios';
import { syntheticDescriptor, syntheticGbe } from './flash-head';
import { syntheticMe, type SyntheticMe } from './management-engine';
import { blank, noise } from './paint';

export interface SampleOptions {
  readonly family?: SyntheticBios['family'];
  readonly release?: string;
  readonly me?: Partial<SyntheticMe>;
  readonly mac?: readonly number[];
  readonly bootBlock?: Partial<SyntheticBootBlock>;
}

const bios = { offset: 0x510000, length: 0xaf0000 };

export function sampleImage(options: SampleOptions = {}): Uint8Array {
  const { family = 'J61', release = '03.96', mac = [0, 0, 0x5e, 0, 0x53, 0x01] } = options;
  const image = blank(0x1000000);
  const range = (offset: number, length: number) => ({ offset, length });
  image.set(
    syntheticDescriptor({
      sizeBytes: image.length,
      bios,
      me: range(0x5000, 0x50b000),
      gbe: range(0x1000, 0x2000),
      pdr: range(0x3000, 0x2000),
    }),
    0,
  );
  image.set(syntheticGbe(mac), 0x1000);
  image.set(syntheticMe({ version: [8, 1, 60, 1561], validMark: 0x01, hasRun: true, mac, ...options.me }), 0x5000);
  noise(image, 0x510000, 0x4000, 7);
  image.set(syntheticBiosCode({ family, version: release }), 0x580000);
  image.set(syntheticBootBlock({ family, version: '03.04', date: '03/06/2013', signedWith: release, ...options.bootBlock }), 0xff0000);
  return image;
}
