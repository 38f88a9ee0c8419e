// What stands at a place, for a person who knows the format.
import { u8 } from '../bytes';

const MAX_BYTES = 16;

/** "found 90 90 E9 …": at most sixteen bytes. */
export function foundBytes(bytes: Uint8Array, offset: number, length = MAX_BYTES): string {
  const shown = Math.min(length, MAX_BYTES, Math.max(0, bytes.length - offset));
  let text = 'found';
  for (let at = offset; at < offset + shown; at++) text += ` ${u8(bytes, at).toString(16).toUpperCase().padStart(2, '0')}`;
  return text;
}
