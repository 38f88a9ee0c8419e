// The startup ACM: the module Intel signed that the processor runs first where a FIT points at it.
import { hex } from '../bytes';
import { fail, warn } from '../checks/finding';
import type { BiosFacts, Finding, Reading } from '../report';
import type { Acm } from './acm';
import { emptyReading } from './readings';

export interface AcmReading extends Reading {
  readonly facts: BiosFacts['acm'];
}

const signatureText = { good: 'signature verified', bad: 'signature wrong', unknown: 'signature not verified' } as const;

/** `chipsetId` that this machine's module carries, where the machine is known. */
export function readAcm(acm: Acm | undefined, chipsetId: number | undefined): AcmReading {
  if (!acm) return { ...emptyReading, facts: undefined };
  const { offset, length, date, signature } = acm;
  return {
    facts: { offset, length, chipsetId: acm.chipsetId, ...(date ? { date } : {}) },
    findings: checkAcm(acm, chipsetId),
    structure: [
      {
        kind: 'acm',
        name: 'Startup ACM',
        offset,
        length,
        ...(signature === 'unknown' ? {} : { state: signature }),
        detail: [`chipset ${hex(acm.chipsetId, 4)}`, ...(date ? [date] : []), signatureText[signature]].join(', '),
      },
    ],
    proofs: acm.covered.map((range) => ({ ...range, by: 'signature' as const })),
  };
}

function checkAcm({ offset, length, chipsetId: found, signature }: Acm, wanted: number | undefined): Finding[] {
  const next = 'Restore the BIOS code.';
  if (signature === 'bad')
    return [
      fail('ACM_SIGNATURE', "Intel's signature of the startup ACM does not hold: bytes in it have changed.", {
        offset,
        length,
        next,
        evidence: `chipset ${hex(found, 4)}`,
      }),
    ];
  if (wanted !== undefined && found !== wanted)
    return [
      warn('ACM_CHIPSET', 'The startup ACM is for another chipset than that of this machine.', {
        offset,
        length: 0x80,
        evidence: `found ${hex(found, 4)}, expected ${hex(wanted, 4)}`,
        next,
      }),
    ];
  return [];
}
