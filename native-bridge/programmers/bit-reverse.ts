// Bit order: the CH341A shifts the lowest bit first, SPI flash speaks highest first.

/** reversed[b] is b with its bits in the other order. */
export const reversed: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  let result = 0;
  for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) result |= 0x80 >> bit;
  return result;
});

/** Copies `length` bytes from `source` to `target`, each with its bits reversed. The ranges must not overlap. */
export function copyReversed(source: Uint8Array, sourceAt: number, target: Uint8Array, targetAt: number, length: number): void {
  for (let i = 0; i < length; i++) target[targetAt + i] = reversed[source[sourceAt + i]!]!;
}
