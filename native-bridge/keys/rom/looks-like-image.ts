// Whether the first bytes of a file could be a ProLiant ROM image's: asked before a large file is read whole.
import { ascii, startsWith, u8 } from '../../../shared/firmware/bytes';

/** `head`: at least 30 bytes. */
export const looksLikeImage = (head: Uint8Array): boolean =>
  startsWith(head, 0, '--=</Begin HP Signed File') || (/^[A-Z0-9]{7}$/.test(ascii(head, 0x0c, 7)) && u8(head, 0x13) === 0);
