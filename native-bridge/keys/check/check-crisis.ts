// Whether the recovery module of a Z420, Z620 or Z820 will take the file on a key (domain z620.md 8; read from the code of J61 3.96, other
// versions may differ).
import { fail, note, warn } from '../../../shared/firmware/checks/finding';
import { inspectImage } from '../../../shared/firmware/inspect';
import type { Finding } from '../../../shared/firmware/report';
import { nodeTools } from '../../inspection/node-tools';
import type { RomImage } from '../../../shared/keys/types';
import { crisisNameOf } from '../build/crisis-files';
import { crisisLayouts, type CrisisLayout } from '../build/crisis-layouts';
import type { FatParameters } from '../disk/fat-parameters';
import { crisisImageFindings } from '../rom/crisis-image';
import { judgeWorkstation } from '../rom/judge-image';
import { fileName, isInRoot, type KeyContents, type KeyEntry } from './key-contents';

export interface CrisisCheck {
  readonly findings: readonly Finding[];
  readonly images: readonly RomImage[];
}

const IMAGE_BYTES = 0x1000000;
const LONGEST_NAME = 12;
/** Places of later generations (domain rompaq.md 5): what they hold cannot be judged here. */
const laterLayout = (path: string): CrisisLayout | undefined =>
  crisisLayouts.find(({ path: place }) => {
    const folder = place.slice(0, place.lastIndexOf('/') + 1);
    return folder !== '' && path.toUpperCase().startsWith(folder.toUpperCase());
  });

const laterFinding = (path: string, { machines }: CrisisLayout): Finding =>
  warn('KEY_LATER_LAYOUT', `${path} stands where ${machines} look; what it is and whether it is whole cannot be checked for them.`, {
    next: 'Check the place and the name in HP’s notes to your model.',
  });

/** The whole table is copied to memory: this much of it is what small partitions have. */
const MODEST_FAT_BYTES = 2 * 1024 * 1024;

export const isCrisisFile = ({ path, isFolder }: KeyEntry): boolean => !isFolder && /\.bin$/i.test(path);

export function checkCrisis(
  contents: KeyContents,
  frame: { readonly parameters?: FatParameters | undefined },
  wantedFamily?: string,
): CrisisCheck {
  const files = contents.entries.filter(isCrisisFile);
  const findings: Finding[] = checkPlace(frame);
  const images: RomImage[] = [];
  const taken: KeyEntry[] = [];
  for (const entry of files) {
    const name = fileName(entry.path);
    const later = laterLayout(entry.path);
    if (later && entry.size !== IMAGE_BYTES) {
      findings.push(laterFinding(entry.path, later));
      continue;
    }
    if (entry.size !== IMAGE_BYTES) {
      findings.push(
        fail('KEY_BIOS_SIZE', `${entry.path} has ${entry.size} bytes: the recovery expects a whole image of 16 MiB.`, {
          next: 'Take the .BIN from the DOS folder of the SoftPaq.',
        }),
      );
      continue;
    }
    const bytes = contents.read(entry.path);
    const report = inspectImage(bytes, {}, nodeTools);
    const judged = judgeWorkstation(entry.path, bytes, report);
    if (!judged) {
      findings.push(
        fail('KEY_BIOS_UNKNOWN', `${entry.path} is no BIOS image that is known.`, {
          next: 'Take the .BIN from the DOS folder of the SoftPaq.',
        }),
      );
      continue;
    }
    images.push(judged.image);
    const family = judged.image.family!;
    if (!isInRoot(entry.path))
      findings.push(
        fail('KEY_BIOS_IN_FOLDER', `${entry.path} lies in a folder: the recovery looks in the root.`, {
          next: 'Move the files to the root.',
        }),
      );
    else if (name.length > LONGEST_NAME)
      findings.push(
        fail('KEY_BIOS_NAME', `The name ${name} is longer than 12 characters: the recovery does not see it.`, {
          next: `Rename it to ${crisisNameOf(name, family, judged.image.version)}.`,
        }),
      );
    else if (!new RegExp(`^${family}(_.*)?\\.BIN$`, 'i').test(name))
      findings.push(
        fail('KEY_BIOS_NAME', `The name ${name} must begin with ${family} and end in .BIN: the recovery does not see it.`, {
          next: `Rename it to ${crisisNameOf(name, family, judged.image.version)}.`,
        }),
      );
    else taken.push(entry);
    if (wantedFamily !== undefined && family !== wantedFamily.toUpperCase())
      findings.push(
        fail('KEY_OTHER_FAMILY', `${entry.path} is of family ${family}; the machine needs ${wantedFamily.toUpperCase()}.`, {
          next: 'Take the SoftPaq of that machine.',
        }),
      );
    findings.push(...crisisImageFindings(entry.path, bytes, report));
  }
  if (files.length === 0) findings.push(fail('KEY_NO_BIOS', 'There is no .BIN file on the key.', { next: 'Build the key anew.' }));
  if (taken.length > 1) {
    const exact = taken.find(({ path }) => /^J\d\d\.BIN$/i.test(path));
    const first = exact ?? [...taken].sort((a, b) => (a.path < b.path ? 1 : -1))[0]!;
    findings.push(
      warn('KEY_SEVERAL_BIOS', `Several files fit; the recovery takes ${first.path}.`, { next: 'Leave only the one that is meant.' }),
    );
  }
  const others = contents.entries.length - files.length;
  if (others > 0)
    findings.push(
      note('KEY_OTHER_FILES', `${others} other files or folders lie on the key; those who succeeded had only the BIOS file on it.`),
    );
  return { findings, images };
}

function checkPlace({ parameters }: Parameters<typeof checkCrisis>[1]): Finding[] {
  if (!parameters || parameters.fatSectors * parameters.sectorBytes <= MODEST_FAT_BYTES) return [];
  return [
    warn(
      'KEY_PARTITION_LARGE',
      'The partition is large: the recovery copies its whole table to memory, and those who succeeded used 256 to 512 MiB.',
      { next: 'Build the key anew with a small partition.' },
    ),
  ];
}
