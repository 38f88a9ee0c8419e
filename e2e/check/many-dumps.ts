// Hundreds of small files as a support desk collects them: single regions, good and damaged, and what is no firmware. All synthetic.
import { syntheticBootBlock } from '../../shared/firmware/synthetic/bios';
import { syntheticDescriptor, syntheticGbe } from '../../shared/firmware/synthetic/flash-head';
import { noise } from '../../shared/firmware/synthetic/paint';
import { zx20Layout } from '../../shared/machines/zx20-layout';
import type { Dump } from './dumps';

const descriptor = syntheticDescriptor({
  sizeBytes: zx20Layout.sizeBytes,
  bios: zx20Layout.biosRegion,
  me: { offset: 0x5000, length: 0x50b000 },
  gbe: { offset: 0x1000, length: 0x2000 },
  pdr: { offset: 0x3000, length: 0x2000 },
});

const network = (index: number): Uint8Array => syntheticGbe([0, 0, 0x5e, 0, 0x53, index & 0xff]);

/** Neither of its two copies adds up any more. */
function brokenNetwork(index: number): Uint8Array {
  const bytes = network(index);
  for (const copy of [0, 0x1000]) bytes[copy + 0x10] = (bytes[copy + 0x10] ?? 0) ^ 0x04;
  return bytes;
}

function random(seed: number): Uint8Array {
  const bytes = new Uint8Array(3000);
  noise(bytes, 0, bytes.length, seed + 1);
  return bytes;
}

const makers: readonly (readonly [stem: string, make: (index: number) => Uint8Array])[] = [
  ['gbe', network],
  ['gbe-read2', brokenNetwork],
  [
    'boot',
    (index) => syntheticBootBlock({ family: 'J61', version: '03.04', date: index % 2 ? '03/06/2013' : '12/21/2011', signedWith: '03.96' }),
  ],
  ['fd', () => descriptor],
  ['chip', random],
];

/** One kind after another, numbered from 1: "gbe-1.bin", "gbe-read2-2.bin", "boot-3.bin", "fd-4.bin", "chip-5.bin", "gbe-6.bin"… */
export function manyDumps(count: number): Dump[] {
  return Array.from({ length: count }, (_, index) => {
    const [stem, make] = makers[index % makers.length]!;
    return { name: `${stem}-${index + 1}.bin`, bytes: make(index) };
  });
}
