// BIOS releases of the Zx20 family, and what goes with which processor and management engine.
import type { Known } from '../model/knowledge';
import type { BiosRelease } from './types';

const softpaqs = (
  names: readonly string[],
  certainty: Known<string>['certainty'],
  source = 'boot-block guide of the owners',
): Known<readonly string[]> => ({
  value: names,
  certainty,
  source,
});
const stated = (value: string, source = 'boot-block guide of the owners'): Known<string> => ({ value, certainty: 'stated', source });
const inferred = (value: string, source: string): Known<string> => ({ value, certainty: 'inferred', source });

type Family = 'J61' | 'J63';

/** Releases of one family, oldest first. */
export const zx20Releases = (family: Family): readonly BiosRelease[] => {
  const j61 = family === 'J61';
  const pick = (z420: readonly string[], z820: readonly string[] | undefined): Known<readonly string[]> =>
    j61 ? softpaqs(z420, 'stated') : z820 ? softpaqs(z820, 'stated') : softpaqs([], 'unknown');
  return [
    {
      version: '1.02–1.14',
      date: stated('2012'),
      softpaqs: softpaqs([], 'unknown'),
      managementEngine: stated('7'),
      note: stated('v1 processors only'),
    },
    {
      version: '1.23',
      softpaqs: pick(['sp64701'], undefined),
      managementEngine: stated('7'),
      note: stated('the usual step before 2.x and 3.x'),
    },
    {
      version: '2.07',
      date: stated('2012'),
      softpaqs: pick(['sp59186'], ['sp59187', 'sp59188']),
      managementEngine: stated('8'),
      note: stated('v1 processors only; needs 1.07 or later installed'),
    },
    {
      version: '3.50',
      date: inferred('2013', 'order of SoftPaq numbers'),
      softpaqs: pick(['sp63328'], ['sp63330']),
      managementEngine: stated('8'),
      note: stated('the first that came with v2 processors'),
    },
    { version: '3.65', date: stated('2013-12-19'), softpaqs: pick(['sp64992'], ['sp64994']), managementEngine: stated('8') },
    {
      version: '3.88',
      date: stated('2016'),
      softpaqs: softpaqs([], 'unknown'),
      managementEngine: stated('8'),
      note: stated('from here on the BIOS stops when processor and ME do not fit', 'forum.level1techs.com 131757'),
    },
    { version: '3.91', date: stated('2016-10-17'), softpaqs: pick(['sp78208', 'sp78209'], ['sp78210']), managementEngine: stated('8') },
    { version: '3.94', date: stated('2018-07-10'), softpaqs: pick(['sp88961', 'sp88962'], undefined), managementEngine: stated('8') },
    {
      version: '3.96',
      date: stated('2019-10-29'),
      softpaqs: pick(['sp100699'], ['sp100751']),
      managementEngine: { value: '8.1.60.1561', certainty: 'measured', source: 'analysis of the published ME region' },
      note: { value: 'the last release', certainty: 'stated', source: 'boot-block guide of the owners' },
    },
  ];
};

export const zx20ProcessorRules: readonly Known<string>[] = [
  stated('E5 v1 processors start with the boot block of 2011 or of 2013.', 'HP ME update paper, 2012; HP Community 9025210'),
  stated(
    'E5 v2 processors need the boot block of 2013, BIOS 3.50 or later, and ME 8 (or the ME off).',
    'HP Community 9025210; boot-block guide of the owners',
  ),
  stated('E5 v2 with ME 7 restarts endlessly unless AMT is off or the FDO jumper is ON.', "owners' test notes at BIOS 3.85"),
  stated('Start ME 8 for the first time with a v1 processor.', "owners' test notes at BIOS 3.85"),
  stated(
    'A jump to BIOS 3.96 while the ME is still 7 has left a Z420 dark: ME 8 first, then the BIOS.',
    'report of a v1 to v2 upgrade on a Z420',
  ),
  inferred(
    'Whether an old “v1” board needs more than firmware for v2 processors is disputed; owners report it does not.',
    'HP Community 9025210; boot-block guide of the owners',
  ),
];
