// Which BIOS release the recovery module of a Z420, Z620 or Z820 takes, beside the integrity of the file (domain z620.md 8, rules 4 and 5:
// read from the code of J61 3.96; other versions may differ).
import { fail, note, warn } from '../../../shared/firmware/checks/finding';
import type { Finding } from '../../../shared/firmware/report';
import { machines } from '../../../shared/machines';
import type { MachineId } from '../../../shared/model/diagnosis';

export const crisisProcessors = ['v1', 'v2'] as const;
export type CrisisProcessor = (typeof crisisProcessors)[number];

export interface CrisisTarget {
  readonly machine?: MachineId;
  /** E5 v1 or v2. */
  readonly processor?: CrisisProcessor;
  /** Release of the recovery volume in the board's flash, as "03.96" or "3.96". */
  readonly installedRecovery?: string;
}

const numberOf = (version: string): number => Number.parseFloat(version);

/** `family` and `version` ("03.96") of the file. */
export function crisisRuleFindings(family: string, version: string | undefined, target: CrisisTarget): Finding[] {
  return [...familyFindings(family, target.machine), ...(version === undefined ? [] : versionFindings(numberOf(version), target))];
}

function familyFindings(family: string, id: MachineId | undefined): Finding[] {
  const machine = machines.find((one) => one.id === id);
  if (machine === undefined) return [];
  const wanted = machine.family.value;
  if (wanted === family) return [];
  return [
    fail('BIOS_OTHER_FAMILY', `The file is of family ${family}, and a ${machine.name} needs ${wanted}: the recovery refuses it.`, {
      next: `Take the SoftPaq of the ${machine.name}.`,
    }),
  ];
}

function versionFindings(version: number, { processor, installedRecovery }: CrisisTarget): Finding[] {
  const installed = installedRecovery === undefined ? undefined : numberOf(installedRecovery);
  const refuse = (why: string): Finding[] => [
    fail('BIOS_TOO_OLD', `${why}: the recovery refuses it.`, { next: 'Take a newer release: 3.96 is the last.' }),
  ];
  const findings: Finding[] = [];
  if (processor === 'v2' && version < 3) return refuse('Release 1.xx and 2.xx do not go with an E5 v2 processor');
  if (installed !== undefined && installed >= 2 && version < 2) return refuse('A board whose recovery is 2.xx or 3.xx takes no 1.xx');
  if (installed !== undefined && installed >= 3.5 && version < 3.5 && processor !== 'v1')
    return refuse('A board whose recovery is 3.50 or later takes nothing older than 3.50 with an E5 v2 processor');
  if (processor === undefined && version < 3)
    findings.push(
      warn('BIOS_PROCESSOR_UNKNOWN', 'With an E5 v2 processor the recovery refuses a release this old.', {
        next: 'Look which processor is fitted, or take 3.96.',
      }),
    );
  if (installed === undefined && version < 3.5 && processor !== 'v1' && version >= 3)
    findings.push(
      warn(
        'BIOS_RECOVERY_UNKNOWN',
        'Where the board’s own recovery is 3.50 or later and the processor an E5 v2, this release is refused.',
        {
          next: 'Take a release of 3.50 or later.',
        },
      ),
    );
  if (version >= 3.6)
    findings.push(
      note(
        'BIOS_NEEDS_ME8',
        'From about 3.60 on the BIOS wants an ME of version 8: a jump from ME 7 to 3.96 has left a Z420 dark (one owner’s report).',
      ),
    );
  return findings;
}
