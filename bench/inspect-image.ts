// The image that the inspection is measured on: the real one where it is at hand, else a synthetic one of our own.
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { sampleImage } from '../shared/firmware/synthetic/sample-image';

const real = new URL('../../shared/real/z620-composite.bin.gz', import.meta.url);
/** Variable area, blank in the real image: what stands there changes nothing about the rest. */
const VARIES = { offset: 0x570000, length: 64 };

export const isReal = existsSync(real);
export const benchImage = (): Uint8Array => (isReal ? new Uint8Array(gunzipSync(readFileSync(real))) : sampleImage());

/** Makes `image` another file than all before, in place. */
export function vary(image: Uint8Array, number: number): void {
  new DataView(image.buffer, image.byteOffset).setUint32(VARIES.offset + (number % (VARIES.length / 4)) * 4, number);
}
