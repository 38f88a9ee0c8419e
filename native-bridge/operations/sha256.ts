// SHA-256 of large bytes without holding the event loop.
import { createHash } from 'node:crypto';

const PIECE_BYTES = 1024 * 1024;

/** Lower-case hex. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    hash.update(bytes.subarray(at, at + PIECE_BYTES));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return hash.digest('hex');
}
