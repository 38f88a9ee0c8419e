// Identifiers of UEFI: canonical text of 16 bytes, and the few that are public and sure. No vendor's list.

const HEX = Array.from({ length: 256 }, (_, value) => value.toString(16).toUpperCase().padStart(2, '0'));

/** Canonical upper-case form of the 16 bytes at `offset`, which must be there. */
export function guidAt(bytes: Uint8Array, offset: number): string {
  const byte = (index: number): string => HEX[bytes[offset + index]!]!;
  return (
    `${byte(3)}${byte(2)}${byte(1)}${byte(0)}-${byte(5)}${byte(4)}-${byte(7)}${byte(6)}-` +
    `${byte(8)}${byte(9)}-${byte(10)}${byte(11)}${byte(12)}${byte(13)}${byte(14)}${byte(15)}`
  );
}

/** The 16 bytes of a canonical identifier. */
export function guidBytes(guid: string): Uint8Array {
  const digits = guid.replaceAll('-', '');
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  return Uint8Array.from(order, (index) => parseInt(digits.slice(index * 2, index * 2 + 2), 16));
}

/** File systems whose files we read. */
export const fileSystems: ReadonlyMap<string, { readonly name: string; readonly largeFiles: boolean }> = new Map([
  ['7A9354D9-0468-444A-81CE-0BF617D890DF', { name: 'FFS1', largeFiles: false }],
  ['8C8CE578-8A3D-4F1C-9935-896185C32DD3', { name: 'FFS2', largeFiles: false }],
  ['5473C07A-3DCB-4DCA-BD6F-1E9689E7349A', { name: 'FFS3', largeFiles: true }],
]);

/** A volume that holds variables, not files. */
export const VARIABLE_VOLUME = 'FFF12B8D-7696-4C8B-A985-2747075B4F50';

export const sectionGuids = {
  lzma: 'EE4E5898-3914-4259-9D6E-DC7BD79403CF',
  tiano: 'A31280AD-481E-41B6-95E8-127F4C984779',
  crc32: 'FC1BCDB0-7D31-49AA-936A-A4600D9DD083',
} as const;

export const VOLUME_TOP_FILE = '1BA0062E-C779-4582-8566-336AE8F78F09';

/** images.md 6.7: carries the fixed checksum of revision 1 in every HP sample. */
export const HP_OLD_FIXED_CHECKSUM = '9F72D47D-CC76-45DC-A277-F65E0C4C4063';

/** Files that have no name section: of UEFI PI and edk2, and those of images.md 5 and 6. */
export const knownFiles: ReadonlyMap<string, string> = new Map([
  [VOLUME_TOP_FILE, 'Volume top file'],
  ['1B45CC0A-156A-428A-AF62-49864DA0E6E6', 'PEI apriori list'],
  ['FC510EE7-FFDC-11D4-BD41-0080C73C8881', 'DXE apriori list'],
  ['52C05B14-0B98-496C-BC3B-04B50211D680', 'PEI core'],
  ['D6A2CB7F-6A18-4E2F-B43B-9920A733700A', 'DXE core'],
  ['9E21FD93-9C72-4C15-8C4B-E77F1DB2D792', 'Packed volumes'],
  ['17088572-377F-44EF-8F4E-B09FFF46A070', 'Microcode'],
  ['0DCA793A-EA96-42D8-BD7B-DC7F684E38C1', 'ROM layout'],
  ['3FD1D3A2-99F7-420B-BC69-8BB1D492A332', 'Firmware id'],
  ['9221315B-30BB-46B5-813E-1B1BF4712BD3', 'Default variables'],
]);
