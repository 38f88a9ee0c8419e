// Bytes in the wrong order: swapped in words, bits or nibbles reversed, inverted, slipped by bits. What it is, and the way back.
import { indexOfText, startsWith, sum16, u16, u32 } from '../bytes';
import { hasDescriptorSignature, parseDescriptor } from '../descriptor';

export const byteOrders = ['16-bit', '32-bit', '64-bit', 'words', 'bits', 'nibbles', 'inverted'] as const;
export type ByteOrder = (typeof byteOrders)[number];

const reversedBits = Uint8Array.from({ length: 256 }, (_, byte) => {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) reversed |= 0x80 >> bit;
  return reversed;
});

/** A copy with the order undone; every one of them undoes itself. Bytes whose partner is past the end stay. */
export function reorder(bytes: Uint8Array, order: ByteOrder): Uint8Array {
  const result = new Uint8Array(bytes);
  const flip = { '16-bit': 1, '32-bit': 3, '64-bit': 7, words: 2, bits: 0, nibbles: 0, inverted: 0 }[order];
  if (flip !== 0) {
    for (let at = 0; at < bytes.length; at++) if ((at ^ flip) < bytes.length) result[at] = bytes[at ^ flip]!;
    return result;
  }
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    result[at] = order === 'bits' ? reversedBits[byte]! : order === 'nibbles' ? (byte << 4) | (byte >>> 4) : ~byte;
  }
  return result;
}

/** Every byte joined of the end of one and the start of the next, as where a clock was counted once too often. `byBits` 1 to 7. */
export function slipBits(bytes: Uint8Array, byBits: number): Uint8Array {
  const result = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) result[at] = (bytes[at]! << byBits) | ((bytes[at + 1] ?? 0xff) >>> (8 - byBits));
  return result;
}

const WINDOW_BYTES = 0x1000;
const isDescriptor = (window: Uint8Array): boolean =>
  hasDescriptorSignature(window, 0x10) && (parseDescriptor(window)?.regions.some(({ name }) => name === 'bios') ?? false);

/** The order in which the first block would be a descriptor or begin an ME region. */
export function orderOfHead(bytes: Uint8Array): ByteOrder | undefined {
  const window = bytes.subarray(0, WINDOW_BYTES);
  if (window.length < 0x20 || hasDescriptorSignature(window, 0x10)) return undefined;
  const restored = byteOrders.map((order) => [order, reorder(window, order)] as const);
  return (
    restored.find(([, head]) => isDescriptor(head))?.[0] ??
    restored.find(([, head]) => hasDescriptorSignature(head, 0x10) || startsWith(head, 0x10, '$FPT'))?.[0]
  );
}

/** How many bits the first block is early, where it then is a descriptor. */
export function slipOfHead(bytes: Uint8Array): number | undefined {
  const window = bytes.subarray(0, WINDOW_BYTES + 1);
  if (window.length < WINDOW_BYTES || hasDescriptorSignature(window, 0x10)) return undefined;
  // The signature stands within a few bytes of its place, whatever the slip.
  return [1, 2, 3, 4, 5, 6, 7].find((byBits) => {
    const head = slipBits(window, byBits);
    return [0x0f, 0x10].some((at) => hasDescriptorSignature(head, at));
  });
}

/** The order in which headers of firmware volumes appear, for a file that has no descriptor; only where none appears as it is. */
export function orderOfVolumes(bytes: Uint8Array): ByteOrder | undefined {
  if (hasVolume(bytes, undefined)) return undefined;
  return byteOrders.find((order) => hasVolume(bytes, order));
}

const MAX_HITS = 32;

function hasVolume(bytes: Uint8Array, order: ByteOrder | undefined): boolean {
  // `_FVH` stands at 0x28 of a volume: at a multiple of 8, so that its four bytes stay together in every order.
  const plain = Uint8Array.of(0x5f, 0x46, 0x56, 0x48);
  const mark = String.fromCharCode(...(order === undefined || order === '64-bit' ? plain : reorder(plain, order)));
  const text = order === '64-bit' ? [...mark].reverse().join('') : mark;
  let from = 0;
  for (let hits = 0; hits < MAX_HITS; hits++) {
    const at = indexOfText(bytes, text, from);
    if (at < 0) return false;
    from = at + 1;
    const start = (order === '64-bit' ? at - 4 : at) - 0x28;
    if (start < 0 || start % 8 !== 0 || start + 0x1000 > bytes.length) continue;
    const head = bytes.subarray(start, start + 0x1000);
    const restored = order === undefined ? head : reorder(head, order);
    const headerBytes = u16(restored, 0x30);
    if (headerBytes >= 0x48 && headerBytes <= 0x1000 && u32(restored, 0x24) === 0 && sum16(restored, 0, headerBytes) === 0) return true;
  }
  return false;
}
