// The map of the 16 MiB image of HP Z420, Z620 and Z820. Offsets in bytes of the whole chip.
import type { Known } from '../model/knowledge';
import type { ImageLayout, MachineRegion } from './types';
import { zx20AcmChipsetId, zx20Processors } from './zx20-processors';

const listing = "sizes of the owners' backup script, order by constants in the BIOS code";
const perBoard = <T extends 'yes' | 'maybe' | 'no'>(value: T, certainty: Known<T>['certainty'], source: string): Known<T> => ({
  value,
  certainty,
  source,
});

const regions: readonly MachineRegion[] = [
  {
    name: 'fd',
    offset: 0x000000,
    length: 0x1000,
    title: 'Descriptor',
    explanation: 'The table of contents of the chip: where each region starts and who may write it.',
    perBoard: perBoard('maybe', 'inferred', 'may hold factory text; no genuine Zx20 descriptor was seen'),
    backupFile: 'FDOO',
  },
  {
    name: 'gbe',
    offset: 0x001000,
    length: 0x2000,
    title: 'Network (GbE)',
    explanation: 'Settings of the network port, with the MAC address of this board, kept twice.',
    perBoard: perBoard('yes', 'stated', 'owners who restored a foreign one; MAC read at 0x1000'),
    backupFile: 'GBEO',
  },
  {
    name: 'pdr',
    offset: 0x003000,
    length: 0x2000,
    title: 'Platform data (PDR)',
    explanation: 'Space the maker may use for data of the board; usually blank.',
    perBoard: perBoard('maybe', 'unknown', 'contents not known; treated as belonging to the board'),
    backupFile: 'PDRO',
  },
  {
    name: 'me',
    offset: 0x005000,
    length: 0x50b000,
    title: 'Management engine (ME)',
    explanation: "Firmware of the chipset's own controller, with its data; the board does not start without it.",
    perBoard: perBoard('yes', 'stated', 'holds the state of this board and its AMT address'),
    backupFile: 'MEOO',
  },
  {
    name: 'nvram',
    offset: 0x510000,
    length: 0x70000,
    title: 'Variables (NVRAM)',
    explanation: 'Settings and the identity of this board: serial number, UUID, passwords, event log.',
    perBoard: perBoard('yes', 'stated', 'MAC and serial found there by owners; variable HpMfgData named in the BIOS code'),
    backupFile: 'BIOV',
  },
  {
    name: 'bios',
    offset: 0x580000,
    length: 0xa70000,
    title: 'BIOS code',
    explanation: 'The BIOS itself, and inside it the crisis-recovery volume; the same on every board of the family.',
    perBoard: perBoard('no', 'measured', 'equal in images of several boards'),
    backupFile: 'BIOB',
  },
  {
    name: 'bb',
    offset: 0xff0000,
    length: 0x10000,
    title: 'Boot block',
    explanation: 'The first code the processor runs; it decides between the BIOS and crisis recovery.',
    perBoard: perBoard('no', 'measured', 'equal in images of one family and date'),
    backupFile: 'BBLK',
  },
];

export const zx20Layout: ImageLayout = {
  sizeBytes: 0x1000000,
  regions,
  biosRegion: { offset: 0x510000, length: 0xaf0000 },
  volumes: [
    { name: 'main BIOS volume', role: 'main', offset: 0x580000, length: 0x880000, tag: 'FLSH' },
    { name: 'early-memory volume', role: 'early', offset: 0xe00000, length: 0xc0000 },
    { name: 'normal start volume', role: 'normal-start', offset: 0xee0000, length: 0x80000 },
    { name: 'crisis-recovery volume', role: 'recovery', offset: 0xf60000, length: 0x80000, tag: 'RCRV' },
    { name: 'boot-block volume', role: 'boot-block', offset: 0xff0000, length: 0x10000 },
  ],
  marks: {
    flashTag: 0x580000,
    recoveryTag: 0xf60000,
    crtmText: 0xffd138,
    bootBlockDate: 0xffff80,
    signatureBlock: 0xfffe50,
    fitPointer: 0xffffc0,
    resetVector: 0xfffff0,
  },
  acmChipsetId: zx20AcmChipsetId,
  processors: zx20Processors,
  certainty: { value: 'Map of the Zx20 image', certainty: 'measured', source: listing },
};
