// What a difference means: explicit rules, from faults that touch every byte to changes of content to what is left over.
import { contentRules } from './content-rules';
import type { PairFacts } from './pair-facts';
import { readingRules } from './reading-rules';
import { say } from './say';
import { meaningCodes, type Meaning } from './types';
import { addressRules, alignmentRules, unrelatedRule } from './whole-rules';

/** Ordered; empty only where nothing differs and the files are of one size. */
export function meaningsOf(facts: PairFacts): Meaning[] {
  const aligned = alignmentRules(facts);
  if (facts.total.bytes === 0) return aligned;
  const unrelated = unrelatedRule(facts);
  const address = addressRules(facts);
  if (address.length > 0) return address.concat(aligned);
  if (unrelated.length > 0) return unrelated;
  const content = contentRules(facts);
  const found = [...aligned, ...content.meanings, ...readingRules(facts, content.zones)];
  return found.length > 0 ? inOrder(found) : [unexplained(facts)];
}

/** What is only possible comes last. */
export const inOrder = (meanings: readonly Meaning[]): Meaning[] =>
  [...meanings].sort((a, b) => rank(a) - rank(b) || meaningCodes.indexOf(a.code) - meaningCodes.indexOf(b.code));

const rank = ({ certainty }: Meaning): number => (certainty === 'possible' ? 1 : 0);

const unexplained = (facts: PairFacts): Meaning =>
  say(facts, {
    code: 'UNEXPLAINED',
    certainty: 'possible',
    message: 'The files differ, and no rule tells why.',
    next: 'Go by the findings of each file.',
  });
