// Where HP's workstations and business PCs look for a BIOS file on a stick, by generation (domain rompaq.md 5). Only the first was read from
// code; the others are told by HP's papers and by owners, and which model follows which is not settled.
import type { Certainty } from '../../../shared/model/knowledge';

export const crisisLayoutIds = ['zx20', 'zx40', 'notebook', 'devfw'] as const;
export type CrisisLayoutId = (typeof crisisLayoutIds)[number];

export interface CrisisLayout {
  readonly id: CrisisLayoutId;
  readonly machines: string;
  /** With the file's own name in place of `*`; the root is an empty text. */
  readonly path: string;
  /** Folders that are there and empty. */
  readonly emptyFolders: readonly string[];
  readonly label: string;
  /** What to press or set, for people. */
  readonly trigger: string;
  readonly certainty: Certainty;
  readonly source: string;
}

const PAPERS = 'HP white papers, HP Community, owners';

export const crisisLayouts: readonly CrisisLayout[] = [
  {
    id: 'zx20',
    machines: 'Z420, Z620, Z820, and HP desktops and workstations of 2005 to 2013',
    path: '*',
    emptyFolders: [],
    label: 'HPBIOS',
    trigger: 'Mains off; jumper E15 to pins 1-2; stick into a USB 2.0 port; mains on, switch on, and wait several minutes.',
    certainty: 'measured',
    source: 'code of the recovery module of J61 3.96; reports of owners',
  },
  {
    id: 'zx40',
    machines: 'Z440, Z640, Z840',
    path: 'Hewlett-Packard/BIOS/New/*',
    emptyFolders: [],
    label: 'HPBIOS',
    trigger: 'Esc at power-on, then Update System BIOS.',
    certainty: 'stated',
    source: PAPERS,
  },
  {
    id: 'notebook',
    machines: 'HP notebooks of about 2011 to 2019',
    path: 'Hewlett-Packard/BIOS/Current/*',
    emptyFolders: ['Hewlett-Packard/BIOS/New/', 'Hewlett-Packard/BIOS/Previous/'],
    label: 'HP_TOOLS',
    trigger: 'Hold Windows and B, or all four arrow keys, while switching on.',
    certainty: 'stated',
    source: PAPERS,
  },
  {
    id: 'devfw',
    machines: 'HP PCs from about 2021',
    path: 'HP/DEVFW/firmware.bin',
    emptyFolders: [],
    label: 'HPBIOS',
    trigger: 'F10 at power-on, then Update BIOS using local media.',
    certainty: 'stated',
    source: PAPERS,
  },
];

export const crisisLayout = (id: CrisisLayoutId): CrisisLayout => crisisLayouts.find((layout) => layout.id === id)!;
