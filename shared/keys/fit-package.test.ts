import { describe, expect, it } from 'vitest';
import { fitPackage, type FittedPackage } from './fit-package';
import type { RomImage } from './types';

const image = (family: string, kind: RomImage['kind'] = 'signed'): RomImage => ({
  path: 'a',
  size: 1,
  kind,
  family,
  proof: 'signature-good',
});
const j06: FittedPackage = { family: 'J06', models: ['HP ProLiant MicroServer Gen8 Servers'], images: [image('J06')] };
const p63: FittedPackage = { family: 'P63', models: [], images: [image('P63', 'legacy')] };
const text: FittedPackage = { family: 'P63', models: [], images: [] };
const nothing: FittedPackage = { models: [], images: [] };
const several: FittedPackage = { models: [], images: [image('P63'), image('P62')] };
const workstation: FittedPackage = { models: [], images: [image('J61', 'workstation')] };

describe('a package fits', () => {
  it.each([
    ['the family in its image', j06, 'J06', 'yes', 'measured'],
    ['the family in small letters', j06, ' j06 ', 'yes', 'measured'],
    ['another family', j06, 'P63', 'no', 'measured'],
    ['the family in its text alone', text, 'P63', 'yes', 'stated'],
    ['another family than its text names', text, 'J06', 'no', 'stated'],
    ['any family, where it names none', nothing, 'P63', 'unknown', 'unknown'],
    ['one of several families', several, 'P62', 'yes', 'measured'],
    ['a model in its text', j06, 'HPE ProLiant MicroServer Gen8', 'yes', 'stated'],
    ['a model, the generation said otherwise', j06, 'microserver g8', 'yes', 'stated'],
    ['a model without its generation', j06, 'MicroServer', 'unknown', 'unknown'],
    ['a model of the table', p63, 'ProLiant ML370 G6', 'yes', 'stated'],
    ['a model of the table, another family', j06, 'ML370 G6', 'no', 'stated'],
    ['a model of the table that is only reported', p63, 'DL380 G6', 'no', 'inferred'],
    ['a model that may be several', several, 'DL380', 'unknown', 'unknown'],
    ['a model that no table knows', j06, 'DL980 G7', 'unknown', 'unknown'],
    ['its workstation', workstation, 'HP Z620 Workstation', 'yes', 'measured'],
    ['another workstation', workstation, 'z820', 'no', 'measured'],
    ['a server, where it is for a workstation', workstation, 'ML370 G6', 'no', 'stated'],
    ['no words', j06, '  ', 'unknown', 'unknown'],
    ['words that name nothing', j06, 'HP ProLiant', 'unknown', 'unknown'],
  ] as const)('%s: %#', (_what, report, words, fit, certainty) => {
    const answer = fitPackage(report, words);
    expect(answer).toMatchObject({ fit, certainty });
    expect(answer.sentence).toMatch(/^[A-Z“].*[.]$/);
    expect(answer.source).not.toBe('');
  });

  it('by a sentence that names both families where they differ', () => {
    expect(fitPackage(j06, 'P63').sentence).toBe('This package is for family J06, and yours is P63: the machine will not find its image.');
  });
});
