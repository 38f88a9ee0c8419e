// Makers by the first three bytes of an address, as the IEEE's public register lists them. A small table: only what stands on these
// boards, and only prefixes that are sure.
const makers = [
  {
    name: 'Hewlett-Packard',
    prefixes: `
    000f20 00110a 001185 001279 001321 001438 001560 001635 001708 0017a4 001871 0018fe
    0019bb 001a4b 001b78 001cc4 001e0b 001f29 00215a 002264 00237d 002481 0025b3 002655
    0030c1 101f74 10604b 18a905 1cc1de 24be05 28924a 2c27d7 2c4138 2c44fd 2c768a 308d99
    3464a9 38eaa7 3c4a92 3cd92b 40a8f0 441ea1 480fcf 5cb901 645106 6c3be5 705a0f 78acc0
    78e3b5 80c16e 8cdcd4 9c8e99 a01d48 a0481c a0b3cc a0d3c1 ac162d b499ba b4b52f c8cbb8
    d0bf9c d48564 d4c9ef d89d67 d8d385 dc4a3e e4115b e83935 ecb1d7 f0921c f4ce46 fc15b4`,
  },
  {
    name: 'Intel',
    prefixes: `
    0002b3 000347 000423 000cf1 000e0c 001320 001517 0019d1 001b21 001e67 00a0c9
    00aa00 6805ca 90e2ba a0369f`,
  },
] as const;

const byPrefix = new Map(
  makers.flatMap(({ name, prefixes }) =>
    prefixes
      .trim()
      .split(/\s+/)
      .map((prefix) => [prefix, name] as const),
  ),
);

/** `mac` in lower-case pairs with colons. Undefined: not in this table, which says nothing against it. */
export const macVendor = (mac: string): string | undefined => byPrefix.get(mac.slice(0, 8).replaceAll(':', ''));
