// Whether two images are of one board: by the MAC address, and by the identity that the report found. Tells no value of them.
import { endOf } from '../ranges';
import { isFilledWith } from '../bytes';
import { parseGbe, type Gbe } from '../gbe';
import type { IdentityKind, ImageReport } from '../report';
import { differs, type Explained, type PairFacts } from './pair-facts';
import { listed, say } from './say';
import type { ComparedFile, Meaning } from './types';

const ownKinds: readonly IdentityKind[] = ['serial', 'uuid', 'asset-tag'];
const kindNames: Partial<Record<IdentityKind, string>> = { serial: 'serial number', uuid: 'UUID', 'asset-tag': 'asset tag' };

export function boardRules(facts: PairFacts): Explained | undefined {
  const marks = differingMarks(facts.left.report, facts.right.report);
  const gbe = differs(facts, 'gbe') ? gbeRule(facts, marks.length > 0) : undefined;
  if (gbe) return gbe;
  if (marks.length === 0) return undefined;
  return { zones: ['nvram'], meanings: [otherBoard(facts, marks, 'certain')] };
}

/** Serial number and the like, present in both with different hashes. */
function differingMarks(left: ImageReport, right: ImageReport): string[] {
  return ownKinds
    .filter((kind) => {
      const [a, b] = [left, right].map((report) => report.identity.find((item) => item.kind === kind && item.state === 'present')?.sha256);
      return a !== undefined && b !== undefined && a !== b;
    })
    .map((kind) => kindNames[kind] ?? kind);
}

function gbeRule(facts: PairFacts, otherMarks: boolean): Explained | undefined {
  const [a, b] = [gbeOf(facts.left), gbeOf(facts.right)];
  // A copy that does not match its sum is damaged: what it says is no sign of another board.
  if (!a || !b || a.isDamaged || b.isDamaged) return undefined;
  const { left, right } = facts;
  const [hasA, hasB] = [
    a.gbe.macKind === 'factory' || a.gbe.macKind === 'generated',
    b.gbe.macKind === 'factory' || b.gbe.macKind === 'generated',
  ];
  if (hasA !== hasB) {
    const without = hasA ? right : left;
    return explained(
      say(facts, {
        code: 'MAC_MISSING',
        certainty: 'certain',
        message: `${without.name} has no MAC address of its own, as a maker’s file or a blanked region.`,
        next: `Take the network region from ${hasA ? left.name : right.name}, if that is of this board.`,
      }),
    );
  }
  if (a.gbe.mac === b.gbe.mac) {
    return explained(
      say(facts, {
        code: 'GBE_CHANGED',
        certainty: 'likely',
        message: 'The settings of the network port differ; the MAC address is the same.',
        next: 'Keep the network region of the newest good backup.',
      }),
    );
  }
  const others = differs(facts, 'nvram', 'me-data') && !facts.patterns.blank;
  if (otherMarks || others)
    return {
      zones: ['gbe', 'nvram', 'me-data', 'me-mark'],
      meanings: [otherBoard(facts, ['MAC address'], otherMarks ? 'certain' : 'likely')],
    };
  const edited = say(facts, {
    code: 'MAC_EDITED',
    certainty: 'likely',
    message: 'The MAC address was changed, with its checksums; what else is of a board is the same.',
    next: 'Compare the address with the sticker on the board.',
  });
  // With blank settings on both sides nothing else could tell two boards apart.
  const blank = settingsAreBlank(left) && settingsAreBlank(right);
  return explained(edited, ...(blank ? [otherBoard(facts, ['MAC address'], 'possible')] : []));
}

const explained = (...meanings: readonly Meaning[]): Explained => ({ zones: ['gbe'], meanings });

function otherBoard(facts: PairFacts, marks: readonly string[], certainty: Meaning['certainty']): Meaning {
  return say(facts, {
    code: 'OTHER_BOARD',
    certainty,
    message: `The two are of different boards: ${listed(marks.map((mark) => `the ${mark}`))} ${marks.length === 1 ? 'differs' : 'differ'}${certainty === 'likely' ? ', and so do the settings' : ''}.`,
    next: 'Restore to a board only its own descriptor, network region, variables and ME data.',
  });
}

function gbeOf({ bytes, report }: ComparedFile): { gbe: Gbe; isDamaged: boolean } | undefined {
  const span = report.regions.find(({ name }) => name === 'gbe');
  if (!span || endOf(span) > bytes.length) return undefined;
  const gbe = parseGbe(bytes.subarray(span.offset, endOf(span)));
  return { gbe, isDamaged: gbe.copies.some((copy) => !copy.blank && !copy.sumIsGood) };
}

function settingsAreBlank({ bytes, report }: ComparedFile): boolean {
  const span = report.regions.find(({ name }) => name === 'nvram');
  return span === undefined || isFilledWith(bytes, 0xff, span.offset, span.length);
}
