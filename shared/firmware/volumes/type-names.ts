// Type bytes of files and sections (UEFI PI, volume 3), in words.

const files: ReadonlyMap<number, string> = new Map([
  [0x01, 'Raw file'],
  [0x02, 'Freeform file'],
  [0x03, 'SEC core'],
  [0x04, 'PEI core'],
  [0x05, 'DXE core'],
  [0x06, 'PEI module'],
  [0x07, 'DXE driver'],
  [0x08, 'PEI module and DXE driver'],
  [0x09, 'Application'],
  [0x0a, 'SMM module'],
  [0x0b, 'Volume image'],
  [0x0c, 'SMM module and DXE driver'],
  [0x0d, 'SMM core'],
  [0x0e, 'Stand-alone MM module'],
  [0x0f, 'Stand-alone MM core'],
  [0xf0, 'Padding'],
]);

const sections: ReadonlyMap<number, string> = new Map([
  [0x01, 'Compressed section'],
  [0x02, 'GUID-defined section'],
  [0x03, 'Disposable section'],
  [0x10, 'PE32 image'],
  [0x11, 'Position-independent image'],
  [0x12, 'TE image'],
  [0x13, 'DXE dependencies'],
  [0x14, 'Version'],
  [0x15, 'Name'],
  [0x16, '16-bit image'],
  [0x17, 'Volume image'],
  [0x18, 'Freeform section'],
  [0x19, 'Raw section'],
  [0x1b, 'PEI dependencies'],
  [0x1c, 'MM dependencies'],
]);

const FIRST_WITH_SECTIONS = 0x02;
const LAST_WITH_SECTIONS = 0x0f;
export const RAW_FILE = 0x01;
export const PAD_FILE = 0xf0;

export const isKnownFileType = (type: number): boolean => files.has(type);
export const holdsSections = (type: number): boolean => type >= FIRST_WITH_SECTIONS && type <= LAST_WITH_SECTIONS;
export const fileTypeName = (type: number): string => files.get(type) ?? `File of type 0x${type.toString(16).toUpperCase()}`;
export const sectionTypeName = (type: number): string => sections.get(type) ?? `Section of type 0x${type.toString(16).toUpperCase()}`;
