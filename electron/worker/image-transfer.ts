// Whole-chip images on their way to the device process: in pieces, so that neither end ever holds a message of their size beside them.
import { appError, Fault } from '../../shared/model/errors';
import type { Client, PayloadOf } from '../../shared/ipc/contract-kit';
import type { DeviceContract } from '../../shared/ipc/device-contract';

type Piece = PayloadOf<DeviceContract, 'device/image'>;
export type ImageName = Piece['name'];

const PIECE_BYTES = 256 * 1024;

/** Main's end. Resolves when the other side has all of it; answers what went wrong, if anything did. */
export async function sendImage(client: Client<DeviceContract>, operationId: string, name: ImageName, image: Uint8Array) {
  for (let offset = 0; offset < image.length; offset += PIECE_BYTES) {
    // A copy: a view would be cloned together with all that lies behind it.
    const bytes = image.slice(offset, offset + PIECE_BYTES);
    const answer = await client.call('device/image', { operationId, name, sizeBytes: image.length, offset, bytes });
    if (!answer.ok) return answer.error;
  }
  return undefined;
}

/** The device process's end: images that wait for the operation they are for. */
export class ImageDesk {
  private readonly images = new Map<string, { readonly bytes: Uint8Array; filled: number }>();

  /** Pieces come in order. */
  put({ operationId, name, sizeBytes, offset, bytes }: Piece): void {
    const key = keyOf(operationId, name);
    const image = this.images.get(key) ?? { bytes: new Uint8Array(sizeBytes), filled: 0 };
    if (offset !== image.filled || image.bytes.length !== sizeBytes || offset + bytes.length > sizeBytes) throw refused(name);
    image.bytes.set(bytes, offset);
    image.filled += bytes.length;
    this.images.set(key, image);
  }

  /** Hands it over: from then on it is the caller's alone. Throws INPUT_INVALID where it has not come whole. */
  take(operationId: string, name: ImageName): Uint8Array {
    const key = keyOf(operationId, name);
    const image = this.images.get(key);
    this.images.delete(key);
    if (!image || image.filled !== image.bytes.length) throw refused(name);
    return image.bytes;
  }

  /** What is left of an operation that never started. */
  drop(operationId: string): void {
    for (const name of ['desired', 'known', 'expected'] as const) this.images.delete(keyOf(operationId, name));
  }
}

const keyOf = (operationId: string, name: ImageName): string => `${operationId}/${name}`;
const refused = (name: ImageName): Fault => new Fault(appError('INPUT_INVALID', { detail: `image ${name} is not whole` }));
