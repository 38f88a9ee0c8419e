// What differs in the descriptor, in words: who may write, where regions are, whether the management engine is switched off.
import { endOf } from '../ranges';
import { parseDescriptor, type Descriptor } from '../descriptor/parse-descriptor';
import { differs, looksLikeNoise, totalOf, type Explained, type PairFacts } from './pair-facts';
import { listed, say } from './say';
import type { ComparedFile, Meaning } from './types';

export function descriptorRules(facts: PairFacts): Explained | undefined {
  if (!differs(facts, 'fd')) return undefined;
  const { left, right } = facts;
  const [a, b] = [descriptorOf(left), descriptorOf(right)];
  if (!a || !b) return undefined;
  const [spanA, spanB] = [regionsText(a), regionsText(b)];
  const meanings: Meaning[] = [];
  if (spanA !== spanB) {
    meanings.push(
      say(facts, {
        code: 'DESCRIPTOR_MAP',
        certainty: 'certain',
        message: `The descriptors of ${left.name} and ${right.name} place the regions differently.`,
        next: 'Do not put regions of the one into the other; a descriptor goes with its own regions.',
        evidence: `${spanA} against ${spanB}`,
      }),
    );
  }
  const [openA, openB] = [hostWrites(a), hostWrites(b)];
  if (openA !== openB) meanings.push(accessMeaning(facts, a, b));
  if (a.meDisabledByStrap !== b.meDisabledByStrap) {
    meanings.push(
      say(facts, {
        code: 'DESCRIPTOR_CHANGED',
        certainty: 'certain',
        message: `The strap that switches the management engine off is set in ${(a.meDisabledByStrap ? left : right).name} only.`,
        next: 'Keep the descriptor of the board’s own backup unless the ME is to be off.',
      }),
    );
  }
  // One flipped bit makes such a difference too, and the descriptor has no checksum.
  const { bytes, cleared, set } = totalOf(facts, ['fd']);
  if (meanings.length > 0 && cleared + set <= 2)
    return { zones: [], meanings: meanings.map((meaning) => ({ ...meaning, certainty: 'possible' as const })) };
  if (meanings.length > 0) return { zones: ['fd'], meanings };
  if (looksLikeNoise({ bytes, cleared, set })) return undefined;
  const changed = say(facts, {
    code: 'DESCRIPTOR_CHANGED',
    certainty: 'likely',
    message: 'The descriptors differ in straps or other settings, not in the map and not in who may write.',
    next: 'Keep the descriptor of the board’s own newest good backup.',
  });
  return { zones: ['fd'], meanings: [changed] };
}

function accessMeaning(facts: PairFacts, a: Descriptor, b: Descriptor): Meaning {
  const { left, right } = facts;
  const wider =
    a.masters.host.write.length >= b.masters.host.write.length ? { file: left, more: a, less: b } : { file: right, more: b, less: a };
  const gained = wider.more.masters.host.write.filter((name) => !wider.less.masters.host.write.includes(name));
  return say(facts, {
    code: 'DESCRIPTOR_ACCESS',
    certainty: 'certain',
    message: `The descriptor is more open in ${wider.file.name}: the host may write ${listed(gained.map((name) => name.toUpperCase()))} there.`,
    next: 'An open descriptor lets software write these regions; close it again when the work is done.',
    evidence: `host writes ${hostWrites(a) || 'nothing'} against ${hostWrites(b) || 'nothing'}`,
  });
}

const hostWrites = ({ masters }: Descriptor): string => masters.host.write.join(' ');
const regionsText = ({ regions }: Descriptor): string =>
  regions.map(({ name, offset, length }) => `${name} ${offset.toString(16)}+${length.toString(16)}`).join(' ');

function descriptorOf({ bytes, report }: ComparedFile): Descriptor | undefined {
  const span = report.regions.find(({ name }) => name === 'fd');
  return span && endOf(span) <= bytes.length ? parseDescriptor(bytes.subarray(span.offset)) : undefined;
}
