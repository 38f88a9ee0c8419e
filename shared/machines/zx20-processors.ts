// Which processors the Zx20 boards start, and what of the image each needs. The words for people stand in zx20-releases.ts.
import type { Known } from '../model/knowledge';
import type { ProcessorNeeds } from './types';

const owners = 'HP Community 9025210; boot-block guide of the owners';

export const zx20Processors: readonly ProcessorNeeds[] = [
  {
    name: 'E5 v1 (Sandy Bridge-EP)',
    cpuids: ['206D5', '206D6', '206D7'],
    bootBlocks: ['2011', '2013'],
    certainty: { value: 'starts with either boot block', certainty: 'stated', source: owners },
  },
  {
    name: 'E5 v2 (Ivy Bridge-EP)',
    cpuids: ['306E4'],
    bootBlocks: ['2013'],
    oldestBios: '03.50',
    oldestMe: 8,
    certainty: { value: 'needs the boot block of 2013, BIOS 3.50 and ME 8, or the ME off', certainty: 'stated', source: owners },
  },
];

export const zx20AcmChipsetId: Known<number> = { value: 0x1d00, certainty: 'measured', source: 'startup ACM of J61 and J63 3.96' };
