// HP Z420, Z620 and Z820 (Intel C602): what tells the three apart, and what they share.
import type { Known } from '../model/knowledge';
import type { Machine } from './types';
import { z820Jumpers, zx20Jumpers } from './zx20-jumpers';
import { zx20Layout } from './zx20-layout';
import { zx20ProcessorRules, zx20Releases } from './zx20-releases';
import { zx20Beeps, zx20ClipRules, zx20FirstBoot, zx20PowerRules } from './zx20-rules';

const known = <T>(value: T, certainty: Known<T>['certainty'], source: string): Known<T> => ({ value, certainty, source });
const kernelLogs = 'kernel logs: “HP Z… Workstation/xxxx”';
const fptLogs = 'logs of the flash tool, photo of a Z420 board';

const shared = {
  layout: zx20Layout,
  processorRules: zx20ProcessorRules,
  powerRules: zx20PowerRules,
  clipRules: zx20ClipRules,
  firstBoot: zx20FirstBoot,
  beeps: zx20Beeps,
};
const flash = {
  jedec: known('ef4018', 'stated', 'HP Community 9025210'),
  sizeBytes: known(0x1000000, 'stated', 'HP Community 9025210'),
  package: known('SOIC-16' as const, 'measured', 'photo of a Z420 board'),
  chips: known(1, 'stated', fptLogs),
};

export const z420: Machine = {
  ...shared,
  id: 'z420',
  name: 'HP Z420',
  family: known('J61', 'measured', 'tags in the BIOS code'),
  boardId: known('1589', 'stated', kernelLogs),
  boardLabel: known('FMB-1101', 'measured', 'photo of a Z420 board'),
  assemblyNumbers: known('618263-001 (v1); -002 seen with a v2 processor', 'measured', 'photo of a Z420 board; HP forum'),
  flash: {
    ...flash,
    part: known('Winbond W25Q128BVFG', 'measured', 'photo of a Z420 board'),
    place: known(
      'U19: front edge of the board, behind the SATA row, on the side of the main power connector',
      'measured',
      'photo of a Z420 board',
    ),
  },
  jumpers: zx20Jumpers,
  releases: zx20Releases('J61'),
};

export const z620: Machine = {
  ...shared,
  id: 'z620',
  name: 'HP Z620',
  family: known('J61', 'measured', 'tags in the BIOS code'),
  boardId: known('158A', 'stated', kernelLogs),
  boardLabel: known('FMB-1102', 'stated', 'title of an HP forum thread'),
  assemblyNumbers: known('not known', 'unknown', '618264-xxx is likely'),
  flash: {
    ...flash,
    part: known('Winbond W25Q128BVFG', 'stated', 'HP Community 9025210'),
    place: known('as on the Z420, to be confirmed on the board: front edge, behind the SATA row', 'inferred', 'photo of a Z420 board'),
  },
  jumpers: zx20Jumpers,
  releases: zx20Releases('J61'),
};

export const z820: Machine = {
  ...shared,
  id: 'z820',
  name: 'HP Z820',
  family: known('J63', 'measured', 'tags in the BIOS code'),
  boardId: known('158B', 'stated', kernelLogs),
  boardLabel: known('not known', 'unknown', 'no photo'),
  assemblyNumbers: known('618266-001 (v1), 618266-003 (later)', 'stated', 'boot-block guide of the owners, issues 6 and 24'),
  flash: {
    ...flash,
    part: known('Winbond W25Q128FVFG', 'stated', 'winraid forum 36138'),
    place: known('not known', 'unknown', 'no photo'),
  },
  jumpers: z820Jumpers,
  releases: zx20Releases('J63'),
};
