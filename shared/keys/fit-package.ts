// Whether a package is for the machine a person names. An answer with its weight: the table of families is incomplete, so "no" is a
// warning to be confirmed and never a refusal.
import { machines } from '../machines';
import { serverFamilies, type ServerFamily } from '../machines/proliant';
import type { Certainty } from '../model/knowledge';
import type { PackageReport } from './types';

export interface PackageFit {
  readonly fit: 'yes' | 'no' | 'unknown';
  readonly sentence: string;
  readonly certainty: Certainty;
  readonly source: string;
}

export type FittedPackage = Pick<PackageReport, 'family' | 'models' | 'images'>;

const IMAGE = 'the ROM image itself';
const TEXT = 'the text in the package';
const look = 'Look at the family that the machine shows when it starts.';

/** `words`: the family that POST shows ("P63"), or words of the model ("ProLiant ML370 G6"). */
export function fitPackage(report: FittedPackage, words: string): PackageFit {
  const named = words.trim();
  if (named === '') return unknown('Name the family that the machine shows when it starts, or its model.', 'nothing was named');
  const own = familiesOf(report);
  if (/^[a-z]\d\d$/i.test(named)) return fitFamily(own, named.toUpperCase());
  return fitModel(report, own, named);
}

interface OwnFamilies {
  readonly families: readonly string[];
  readonly certainty: Certainty;
  readonly source: string;
}

/** What the images say outweighs what the text says. */
function familiesOf({ family, images }: FittedPackage): OwnFamilies {
  const inside = [...new Set(images.flatMap((image) => (image.family === undefined ? [] : [image.family])))];
  if (inside.length > 0) return { families: inside, certainty: 'measured', source: IMAGE };
  return { families: family === undefined ? [] : [family], certainty: 'stated', source: TEXT };
}

function fitFamily({ families, certainty, source }: OwnFamilies, wanted: string): PackageFit {
  if (families.length === 0) return unknown(`Which family this package is for cannot be told. ${look}`, TEXT);
  if (families.includes(wanted)) return { fit: 'yes', sentence: `This package is for family ${wanted}.`, certainty, source };
  return {
    fit: 'no',
    sentence: `This package is for family ${families.join(', ')}, and yours is ${wanted}: the machine will not find its image.`,
    certainty,
    source,
  };
}

function fitModel({ models }: FittedPackage, own: OwnFamilies, named: string): PackageFit {
  const wanted = tokensOf(named);
  if (wanted.length === 0) return unknown(`“${named}” names no model. ${look}`, 'nothing was named');
  const inText = models.filter((model) => isWithin(wanted, tokensOf(model)));
  const [first] = inText;
  if (first !== undefined) {
    if (inText.length === 1 && sameGeneration(wanted, first))
      return { fit: 'yes', sentence: `This package names ${first} among its machines.`, certainty: 'stated', source: TEXT };
    return unknown(`This package names ${inText.join(', ')}; say the generation of yours too. ${look}`, TEXT);
  }
  return fitWorkstation(own, wanted) ?? fitTable(own, wanted, named);
}

/** Images of a workstation carry the family that Z420, Z620 and Z820 are told by. */
function fitWorkstation(own: OwnFamilies, wanted: readonly string[]): PackageFit | undefined {
  const machine = machines.find(({ id }) => wanted.includes(id));
  if (machine === undefined || own.families.length === 0) return undefined;
  const { value: family, certainty, source } = machine.family;
  const fits = own.families.includes(family);
  const name = machine.id.toUpperCase();
  return {
    fit: fits ? 'yes' : 'no',
    sentence: fits
      ? `This package is for family ${family}, which is the ${name}’s.`
      : `This package is for family ${own.families.join(', ')}, and the ${name}’s is ${family}.`,
    certainty,
    source,
  };
}

function fitTable(own: OwnFamilies, wanted: readonly string[], named: string): PackageFit {
  const known = serverFamilies.filter(({ models }) => models.value.some((model) => isWithin(wanted, tokensOf(model))));
  const [first] = known;
  if (first === undefined)
    return unknown(`Which family “${named}” has is not known here. ${look}`, 'the table of families, which is incomplete');
  if (own.families.length === 0) return unknown(`Which family this package is for cannot be told. ${look}`, TEXT);
  const list = known.map(({ family }) => family).join(', ');
  const match = known.find(({ family }) => own.families.includes(family));
  if (match === undefined)
    return {
      fit: 'no',
      sentence: `This package is for family ${own.families.join(', ')}, and “${named}” is ${list} as far as is known. ${look}`,
      certainty: weakest(known),
      source: first.models.source,
    };
  if (known.length > 1)
    return unknown(`“${named}” may be any of families ${list}; this package is for ${match.family}. ${look}`, match.models.source);
  return {
    fit: 'yes',
    sentence: `This package is for family ${match.family}, which is the family of ${match.models.value.join(' and ')} as far as is known.`,
    certainty: match.models.certainty,
    source: match.models.source,
  };
}

const unknown = (sentence: string, source: string): PackageFit => ({ fit: 'unknown', sentence, certainty: 'unknown', source });

const weakest = (known: readonly ServerFamily[]): Certainty =>
  known.some(({ models }) => models.certainty === 'inferred') ? 'inferred' : 'stated';

const brands = new Set([
  'hp',
  'hpe',
  'hewlett',
  'packard',
  'enterprise',
  'compaq',
  'proliant',
  'server',
  'servers',
  'workstation',
  'workstations',
  'the',
]);

/** "HPE ProLiant DL380p Gen 8" and "dl380p g8": the words that tell models apart, generations in one spelling. */
function tokensOf(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll(/\bg(?:en(?:eration)?)?[ .-]?(\d+)(p?)\b/g, 'gen$1$2')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !brands.has(word));
}

const isWithin = (words: readonly string[], model: readonly string[]): boolean => words.every((word) => model.includes(word));

/** Whether the generation was said, where the model has one. */
const sameGeneration = (wanted: readonly string[], model: string): boolean => {
  const isGeneration = (word: string): boolean => /^gen\d+p?$/.test(word);
  return !tokensOf(model).some(isGeneration) || wanted.some(isGeneration);
};
