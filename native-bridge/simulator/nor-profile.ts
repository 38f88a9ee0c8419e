// What kind of SPI NOR part the simulated chip is: size, ids, times, habits. Data only.

export interface NorProfile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Manufacturer, type, capacity. */
  readonly jedec: readonly [number, number, number];
  /** Answer to AB and 90. */
  readonly electronicId: number;
  /** Eight bytes answered to 4B; absent: the part has no such command. */
  readonly uniqueId?: Uint8Array;
  readonly hasSfdp: boolean;
  /** SFDP lists the opcodes that take four address bytes in any mode. */
  readonly listsFourByteOpcodes?: boolean;
  /** Programming a page of 256 bytes. */
  readonly pageMs: number;
  readonly erase4kMs: number;
  readonly erase32kMs: number;
  readonly erase64kMs: number;
  readonly eraseChipMs: number;
  readonly statusWriteMs: number;
  /** Volatile status writes after 50h (Winbond; Macronix has none). */
  readonly volatileStatus: boolean;
  /** On old parts a one-byte 01h clears SR2, QE and CMP with it. */
  readonly oneByteStatusClearsSr2: boolean;
  /** Factory values of SR1, SR2, SR3. */
  readonly status: readonly [number, number, number];
}

/** Domain: programmers 2.3 (times) and 2.2 (ids); 0.4 ms a page agrees with measured CH341A write times (5.3). */
export const w25q128: NorProfile = {
  name: 'W25Q128',
  sizeBytes: 16 * 1024 * 1024,
  jedec: [0xef, 0x40, 0x18],
  electronicId: 0x17,
  uniqueId: Uint8Array.of(0xd2, 0x64, 0x38, 0x15, 0xc7, 0x2a, 0x5b, 0x31),
  hasSfdp: true,
  pageMs: 0.4,
  erase4kMs: 45,
  erase32kMs: 120,
  erase64kMs: 150,
  eraseChipMs: 40_000,
  statusWriteMs: 10,
  volatileStatus: true,
  oneByteStatusClearsSr2: false,
  status: [0x00, 0x00, 0x60],
};

/** The 1.8 V part of the same size. */
export const w25q128LowVoltage: NorProfile = { ...w25q128, name: 'W25Q128FW', jedec: [0xef, 0x60, 0x18] };

export const w25q64: NorProfile = {
  ...w25q128,
  name: 'W25Q64',
  sizeBytes: 8 * 1024 * 1024,
  jedec: [0xef, 0x40, 0x17],
  electronicId: 0x16,
  eraseChipMs: 20_000,
};

/** Needs four address bytes for its upper half. */
export const w25q256: NorProfile = {
  ...w25q128,
  name: 'W25Q256',
  sizeBytes: 32 * 1024 * 1024,
  jedec: [0xef, 0x40, 0x19],
  electronicId: 0x18,
  eraseChipMs: 80_000,
};

/** Says of itself that it can be addressed without its 4-byte mode. */
export const w25q256FourByteOpcodes: NorProfile = { ...w25q256, name: 'W25Q256 with a 4-byte table', listsFourByteOpcodes: true };

/** A Macronix part: no SFDP is used of it here, no volatile status writes, no Winbond unique id. */
export const mx25l128: NorProfile = {
  ...withoutUniqueId(w25q128),
  name: 'MX25L128',
  jedec: [0xc2, 0x20, 0x18],
  hasSfdp: false,
  pageMs: 1.4,
  erase4kMs: 60,
  erase32kMs: 500,
  erase64kMs: 700,
  eraseChipMs: 80_000,
  statusWriteMs: 40,
  volatileStatus: false,
  status: [0x00, 0x00, 0x00],
};

/** A Micron part as plain as the Macronix one: BP bits that stay through a power cycle. */
export const n25q128: NorProfile = { ...mx25l128, name: 'N25Q128', jedec: [0x20, 0xba, 0x18] };

function withoutUniqueId(profile: NorProfile): NorProfile {
  const { uniqueId: _uniqueId, ...rest } = profile;
  return rest;
}
