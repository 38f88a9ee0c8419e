// Which processors start with this image, in plain words, and pairs that are legal and still matter (z620.md 5).
import type { ProcessorNeeds } from '../../machines';
import { note } from '../checks/finding';
import type { BiosFacts, Finding } from '../report';

type Facts = Pick<BiosFacts, 'version' | 'bootBlock' | 'microcode'>;

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
  const { version, bootBlock, microcode } = facts;
  if (version === undefined || bootBlock?.class === undefined || microcode.length === 0) return [];
  const answers = needs.map((need) => ({ name: need.name, obstacle: obstacleFor(need, facts, me), certainty: need.certainty.certainty }));
  const starting = answers.filter(({ obstacle }) => obstacle === undefined).map(({ name }) => name);
  const others = answers.flatMap(({ name, obstacle }) => (obstacle === undefined ? [] : [`${name} do not: ${obstacle}`]));
  const first =
    starting.length > 0
      ? `${starting.join(' and ')} processors can start with this image`
      : 'No processor of this machine starts with this image';
  const sources = [...new Set(needs.map(({ certainty }) => `${certainty.certainty} (${certainty.source})`))].join('; ');
  return [
    note('PROCESSORS', `${[first, ...others].join('; ')}${me === undefined ? ', as far as can be told without an ME' : ''}.`, {
      evidence: `boot block ${bootBlock.date ?? bootBlock.class}, BIOS ${version}, microcode ${microcode.map(({ cpuid }) => cpuid).join(' ')}; rule: ${sources}`,
    }),
  ];
}

/** Why not, as the rest of a sentence. */
function obstacleFor(
  { cpuids, bootBlocks, oldestBios, oldestMe }: ProcessorNeeds,
  facts: Facts,
  me: number | undefined,
): string | undefined {
  const { version = '', bootBlock, microcode } = facts;
  const block = bootBlock?.class;
  if (!microcode.some(({ cpuid, sumIsGood, inFit }) => cpuids.includes(cpuid) && sumIsGood && inFit))
    return 'there is no microcode for them';
  if (block === 'other') return bootBlocks.length > 1 ? undefined : 'whether this boot block starts them is not known';
  if (block !== undefined && !bootBlocks.includes(block)) return `the boot block is of ${block}`;
  if (oldestBios !== undefined && version < oldestBios) return `they need BIOS ${oldestBios} or later`;
  if (oldestMe !== undefined && me !== undefined && me < oldestMe) return `they need ME ${oldestMe}, or the ME off`;
  return undefined;
}
