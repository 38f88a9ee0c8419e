import { createHash, webcrypto } from 'node:crypto';

/** Lower-case hex. */
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The same on a thread of its own: a whole chip takes long enough to be felt. The bytes are copied before it returns. */
export async function sha256Aside(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}
