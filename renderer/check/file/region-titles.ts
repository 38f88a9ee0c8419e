// Names of regions for people: short names of the reader become the words of the wizard.
import type { TFunction } from 'i18next';
import { regionNames } from '../../messages/vocabulary.en';

const isKnown = (name: string): name is keyof typeof regionNames => Object.hasOwn(regionNames, name);

export const titleOfSpan = (t: TFunction, { name }: { readonly name: string }): string => (isKnown(name) ? t(`region.${name}`) : name);
