// Whether the parts of one image belong together, and to the machine: families and versions.
import { fail, note, warn } from '../checks/finding';
import type { Finding } from '../report';
import type { HpMarks } from './hp-marks';

export interface ExpectedFamily {
  /** "J61" */
  readonly family: string;
  /** "HP Z620" */
  readonly machine: string;
}

export const checkBelonging = (marks: HpMarks, expected: ExpectedFamily | undefined): Finding[] => [
  ...checkFamily(marks, expected),
  ...checkVersions(marks),
];

/** A tag whose sum is wrong is no witness: the volume's header sum tells of that damage. */
const trusted = <T extends { readonly sumIsGood: boolean }>(tag: T | undefined): T | undefined => (tag?.sumIsGood ? tag : undefined);

function checkFamily({ flash, recovery, crtm, firmwareId }: HpMarks, expected: ExpectedFamily | undefined): Finding[] {
  const named = { main: trusted(flash)?.family, recovery: trusted(recovery)?.family, 'boot block': crtm?.family, id: firmwareId?.family };
  const families = [...new Set(Object.values(named).filter((family) => family !== undefined))];
  const at = { offset: flash?.offset ?? recovery?.offset ?? crtm?.offset ?? 0, length: 16 };
  if (families.length > 1) {
    const parts = Object.entries(named).flatMap(([part, family]) => (family === undefined ? [] : [`${part} ${family}`]));
    return [
      fail('FAMILY_MIXED', `Parts of different families are mixed: ${families.join(' and ')}.`, {
        ...at,
        evidence: parts.join(', '),
        next: 'Take BIOS code and boot block of one family.',
      }),
    ];
  }
  const [family] = families;
  if (!expected || family === undefined || family === expected.family) return [];
  return [
    fail('FAMILY_WRONG', `This is firmware of family ${family}; the ${expected.machine} needs ${expected.family}.`, {
      ...at,
      evidence: `found ${family}, expected ${expected.family}`,
      next: 'Do not write it to this board.',
    }),
  ];
}

function checkVersions({ flash, recovery, signature, firmwareId }: HpMarks): Finding[] {
  const main = trusted(flash);
  if (!main) return [];
  const evidence = (found: string): string => `main ${main.version}, here ${found}`;
  const findings: Finding[] = [];
  const rescue = trusted(recovery);
  if (rescue && rescue.version !== main.version) {
    const message = `The recovery volume is of version ${rescue.version}, the BIOS of ${main.version}: they belong together.`;
    findings.push(
      warn('RECOVERY_VERSION', message, {
        offset: rescue.offset,
        length: 16,
        evidence: evidence(rescue.version),
        next: 'Restore the BIOS code of one release.',
      }),
    );
  }
  if (firmwareId && firmwareId.version !== main.version) {
    const message = `The firmware id names ${firmwareId.version}, the tag ${main.version}: volumes of two releases are mixed.`;
    const place = firmwareId.offset === undefined ? {} : { offset: firmwareId.offset, length: firmwareId.length };
    findings.push(
      warn('FIRMWARE_ID_VERSION', message, { ...place, evidence: evidence(firmwareId.version), next: 'Restore the BIOS code.' }),
    );
  }
  if (signature && signature.version !== main.version) {
    const message = `The signature block names ${signature.version}, the BIOS is ${main.version}: normal after a boot block was put in.`;
    const { offset, length } = signature;
    findings.push(note('SIGNATURE_VERSION', message, { offset, length, evidence: evidence(signature.version) }));
  }
  return findings;
}
