// Which processors start with this image, in plain words, and pairs that are legal and still matter (z620.md 5).
import type { ProcessorNeeds } from '../../machines';
import { note } from '../checks/finding';
import type { BiosFacts, Finding } from '../report';

type Facts = Pick<BiosFacts, 'version' | 'bootBlock' | 'microcode' | 'fit'>;

const FIT_ENTRY_BYTES = 16;

/** ME 7 with BIOS releases from here on: z620.md 5. */
const BIOS_THAT_STOPS = '03.88';

/** `meVersion` "8.1.60.1561" where the file holds an ME. Nothing where the file lacks what the answer needs. */
export function checkProcessors(facts: Facts, needs: readonly ProcessorNeeds[], meVersion: string | undefined): Finding[] {
  const me = meVersion === undefined ? undefined : Number(meVersion.split('.')[0]);
  return [...checkOldMe(facts, me), ...tellProcessors(facts, needs, me)];
}

function checkOldMe({ version }: Facts, me: number | undefined): Finding[] {
  if (me !== 7 || version === undefined || version < BIOS_THAT_STOPS) return [];
  return [
    note('ME7_WITH_NEW_BIOS', `BIOS ${version} with ME 7: an E5 v2 processor stops or restarts with this pair.`, {
      evidence: `ME ${me}, BIOS ${version}`,
      next: 'With an E5 v2 processor, bring the ME to version 8 first.',
    }),
  ];
}

function tellProcessors(facts: Facts, needs: readonly ProcessorNeeds[], me: number | undefined): Finding[] {
  const { version, bootBlock, microcode, fit } = facts;
  if (version === undefined || bootBlock?.class === undefined || microcode.length === 0) return [];
  const answers = needs.map((need) => ({ name: need.name, ...answerFor(need, version, bootBlock.class, facts, me) }));
  const starting = answers.filter(({ starts }) => starts === 'yes').map(({ name }) => name);
  const parts = [
    ...(starting.length > 0 ? [`${starting.join(' and ')} processors can start with this image`] : []),
    ...answers.flatMap(({ name, starts, why }) =>
      starts === 'yes' ? [] : [`${starts === 'no' ? `${name} processors cannot` : `whether ${name} processors can is not known`}: ${why}`],
    ),
  ];
  const sentence = parts.join('; ') + (me === undefined ? ' (the ME is not in this file)' : '') + '.';
  const rules = [...new Set(needs.map(({ certainty }) => `${certainty.certainty} by ${certainty.source}`))].join('; ');
  const updates = microcode.map(({ cpuid }) => cpuid).join(' ');
  return [
    note('PROCESSORS', sentence.charAt(0).toUpperCase() + sentence.slice(1), {
      offset: fit?.offset ?? microcode[0]!.offset,
      length: fit ? fit.entries * FIT_ENTRY_BYTES : microcode[0]!.length,
      evidence: `boot block ${bootBlock.date ?? bootBlock.class}, BIOS ${version}, microcode ${updates}; rules ${rules}`,
    }),
  ];
}

interface Answer {
  readonly starts: 'yes' | 'no' | 'unknown';
  /** Why not, as the rest of a sentence. */
  readonly why?: string;
}

function answerFor(
  { cpuids, bootBlocks, oldestBios, oldestMe }: ProcessorNeeds,
  version: string,
  block: '2011' | '2013' | 'other' | undefined,
  { microcode }: Facts,
  me: number | undefined,
): Answer {
  const hasMicrocode = microcode.some(({ cpuid, sumIsGood, inFit }) => cpuids.includes(cpuid) && sumIsGood && inFit);
  if (!hasMicrocode) return { starts: 'no', why: 'the image has no sound microcode for them' };
  if (oldestBios !== undefined && version < oldestBios) return { starts: 'no', why: `they need BIOS ${oldestBios} or later` };
  if (block === undefined || block === 'other') return { starts: 'unknown', why: 'the date of the boot block is none of those known' };
  if (!bootBlocks.includes(block)) return { starts: 'no', why: `the boot block is of ${block}` };
  if (oldestMe !== undefined && me !== undefined && me < oldestMe) return { starts: 'no', why: `they need ME ${oldestMe}, or the ME off` };
  return { starts: 'yes' };
}
