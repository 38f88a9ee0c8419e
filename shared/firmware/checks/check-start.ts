// What the processor needs before the first instruction, and which parts go together.
import { hex } from '../bytes';
import type { Fit } from '../fit';
import type { Finding } from '../report';
import type { BiosFacts } from './check-bios';
import { fail, note } from './finding';

const fitText = {
  'no-pointer': 'There is no pointer to the firmware interface table.',
  'pointer-outside': 'The pointer to the firmware interface table points outside the image.',
  'no-table': 'There is no firmware interface table where its pointer says.',
  'microcode-missing': 'The firmware interface table points at microcode that is not there.',
} as const;

/** `pointerAt`: offset of the pointer in the file. */
export function checkFit({ state, offset }: Fit, pointerAt: number): Finding[] {
  if (state === 'good') return [];
  const code = `FIT_${state.replace('-', '_').toUpperCase()}`;
  return [
    fail(code, fitText[state], {
      offset: offset ?? pointerAt,
      length: 16,
      next: 'Restore BIOS code and boot block of one release.',
      ...(offset === undefined ? {} : { evidence: `table at ${hex(offset)}` }),
    }),
  ];
}

/** Pairs that are legal and still matter for a processor (domain z620.md 5). Versions as "03.96" compare as text. */
export function checkPairing({ flash }: BiosFacts, meVersion: string | undefined): Finding[] {
  if (!flash || !meVersion?.startsWith('7.') || flash.version < '03.88') return [];
  return [
    note('ME7_WITH_NEW_BIOS', `BIOS ${flash.version} with ME 7: an E5 v2 processor stops or restarts with this pair.`, {
      next: 'With an E5 v2 processor, bring the ME to version 8 first.',
    }),
  ];
}
