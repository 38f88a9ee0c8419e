// The commands the simulated chip knows: what follows the opcode, and what kind of thing happens. Data only.

export type NorKind =
  | 'read'
  | 'sfdp'
  | 'id'
  | 'manufacturer'
  | 'wake'
  | 'unique-id'
  | 'status'
  | 'extended-address-read'
  | 'write-enable'
  | 'write-disable'
  | 'volatile-enable'
  | 'write-status'
  | 'extended-address-write'
  | 'program'
  | 'erase'
  | 'erase-chip'
  | 'power-down'
  | 'reset-enable'
  | 'reset'
  | 'four-byte-on'
  | 'four-byte-off'
  | 'unlock-all'
  | 'nothing';

export interface NorCommand {
  readonly kind: NorKind;
  /** Address bytes: 0, 3, 4, or whatever the mode says. */
  readonly address: 0 | 3 | 4 | 'mode';
  readonly dummyBytes: number;
  /** Status register 0..2, or the size erased. */
  readonly argument: number;
}

const command = (kind: NorKind, address: NorCommand['address'] = 0, dummyBytes = 0, argument = 0): NorCommand => ({
  kind,
  address,
  dummyBytes,
  argument,
});

/** Domain: programmers 2.1. */
export const norCommands: ReadonlyMap<number, NorCommand> = new Map([
  [0x9f, command('id')],
  [0x90, command('manufacturer', 3)],
  [0xab, command('wake', 0, 3)],
  [0x5a, command('sfdp', 3, 1)],
  [0x4b, command('unique-id', 0, 4)],
  [0x03, command('read', 'mode')],
  [0x0b, command('read', 'mode', 1)],
  [0x13, command('read', 4)],
  [0x0c, command('read', 4, 1)],
  [0x05, command('status', 0, 0, 0)],
  [0x35, command('status', 0, 0, 1)],
  [0x15, command('status', 0, 0, 2)],
  [0x01, command('write-status', 0, 0, 0)],
  [0x31, command('write-status', 0, 0, 1)],
  [0x11, command('write-status', 0, 0, 2)],
  [0x06, command('write-enable')],
  [0x04, command('write-disable')],
  [0x50, command('volatile-enable')],
  [0x02, command('program', 'mode')],
  [0x12, command('program', 4)],
  [0x20, command('erase', 'mode', 0, 4096)],
  [0x21, command('erase', 4, 0, 4096)],
  [0x52, command('erase', 'mode', 0, 32768)],
  [0x5c, command('erase', 4, 0, 32768)],
  [0xd8, command('erase', 'mode', 0, 65536)],
  [0xdc, command('erase', 4, 0, 65536)],
  [0x60, command('erase-chip')],
  [0xc7, command('erase-chip')],
  [0xb9, command('power-down')],
  [0x66, command('reset-enable')],
  [0x99, command('reset')],
  [0xb7, command('four-byte-on')],
  [0xe9, command('four-byte-off')],
  [0xc5, command('extended-address-write')],
  [0xc8, command('extended-address-read')],
  [0x98, command('unlock-all')],
  // Leaves continuous-read and QPI modes, which are not simulated.
  [0xff, command('nothing')],
]);

const largePartsOnly: ReadonlySet<number> = new Set([0x13, 0x0c, 0x12, 0x21, 0x5c, 0xdc, 0xb7, 0xe9, 0xc5, 0xc8]);
export const isForLargeParts = (opcode: number): boolean => largePartsOnly.has(opcode);
