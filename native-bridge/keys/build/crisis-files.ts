// Chooses what goes on a crisis-recovery key: one stock BIOS file under a name that the recovery sees. What shows that it was changed, or
// that the machine would refuse it, is refused here; what cannot be proven is said.
import { note, warn } from '../../../shared/firmware/checks/finding';
import type { Finding } from '../../../shared/firmware/report';
import type { RomImage } from '../../../shared/keys/types';
import { machines } from '../../../shared/machines';
import { fault } from '../../../shared/model/errors';
import type { LoadedPackage } from '../packages/inspect-package';
import { nameOf } from '../packages/member-role';
import { crisisImageFindings } from '../rom/crisis-image';
import { crisisRuleFindings, type CrisisTarget } from '../rom/crisis-rules';
import { crisisLayout, type CrisisLayout, type CrisisLayoutId } from './crisis-layouts';
import type { KeyFile } from './rompaq-files';

export interface CrisisChoice extends CrisisTarget {
  /** Default: that of Z420, Z620 and Z820. */
  readonly layout?: CrisisLayoutId;
  /** Path or name of one image, where several fit. */
  readonly imagePath?: string;
}

export interface CrisisFiles {
  readonly files: readonly KeyFile[];
  /** Absent where the generation's images cannot be read here. */
  readonly image?: RomImage;
  readonly layout: CrisisLayout;
  readonly findings: readonly Finding[];
}

const IMAGE_BYTES = 0x1000000;
const LONGEST_NAME = 12;

/** @throws KEY_INCOMPLETE, KEY_CHOOSE_IMAGE, KEY_IMAGE_REFUSED */
export function crisisFiles(packages: readonly LoadedPackage[], choice: CrisisChoice): CrisisFiles {
  const layout = crisisLayout(choice.layout ?? 'zx20');
  return layout.id === 'zx20' ? recoveryFiles(packages, choice, layout) : laterFiles(packages, choice, layout);
}

interface Candidate {
  readonly path: string;
  readonly bytes: () => Uint8Array;
  readonly from: string;
  readonly pack: LoadedPackage;
}

/** Files that could be a BIOS by their name, and a lone file whatever its name. */
function candidatesIn(packages: readonly LoadedPackage[], imagePath: string | undefined): Candidate[] {
  return packages.flatMap((pack) =>
    [...pack.content]
      .filter(([path]) => imagePath === undefined || path === imagePath || nameOf(path).toUpperCase() === imagePath.toUpperCase())
      .filter(([path]) => pack.content.size === 1 || /\.bin$/i.test(path))
      .map(([path, bytes]) => ({ path, bytes, from: `${pack.report.file}: ${path}`, pack })),
  );
}

function recoveryFiles(packages: readonly LoadedPackage[], choice: CrisisChoice, layout: CrisisLayout): CrisisFiles {
  const wanted = machines.find(({ id }) => id === choice.machine)?.family.value;
  const judged = candidatesIn(packages, choice.imagePath).flatMap((candidate) => {
    const image = candidate.pack.report.images.find(({ path, kind }) => path === candidate.path && kind === 'workstation');
    return image?.family === undefined ? [] : [{ ...candidate, image }];
  });
  const fitting = judged.filter(({ image }) => image.family === wanted);
  const chosen = fitting.length > 0 ? fitting : judged;
  const distinct = new Set(chosen.map(({ path }) => nameOf(path).toUpperCase()));
  if (distinct.size > 1) throw fault('KEY_CHOOSE_IMAGE', { list: [...distinct].join(', ') });
  const [first] = chosen;
  if (!first) throw refusalOf(packages, choice);
  const { image, from } = first;
  const bytes = first.bytes();
  const family = image.family ?? 'unknown';
  if (bytes.length !== IMAGE_BYTES)
    throw fault('KEY_IMAGE_REFUSED', { why: `it has ${bytes.length} bytes, and the recovery expects a whole image of 16 MiB` });
  const findings = [
    ...crisisRuleFindings(family, image.version, choice),
    ...crisisImageFindings(nameOf(image.path), bytes, first.pack.imageReports.get(image.path)),
  ];
  const refused = findings.filter(({ severity }) => severity === 'fail');
  if (refused.length > 0) throw fault('KEY_IMAGE_REFUSED', { why: refused.map(({ message }) => message.replace(/\.$/, '')).join('; ') });
  const name = crisisNameOf(nameOf(image.path), family, image.version);
  return {
    files: [{ path: name, bytes, from }],
    image,
    layout,
    findings: [
      ...findings,
      ...(name === nameOf(image.path).toUpperCase()
        ? []
        : [note('KEY_BIOS_NAMED', `${nameOf(image.path)} stands on the key as ${name}, a name that the recovery sees.`)]),
    ],
  };
}

/** No image of these machines in it: what is there instead decides what is said. */
function refusalOf(packages: readonly LoadedPackage[], { imagePath }: CrisisChoice): Error {
  const files = candidatesIn(packages, imagePath);
  const [first] = files;
  if (first === undefined) return fault('KEY_INCOMPLETE', { missing: 'a BIOS image (.BIN) of a Z420, Z620 or Z820' });
  const size = first.bytes().length;
  return size === IMAGE_BYTES
    ? fault('KEY_IMAGE_REFUSED', { why: `${nameOf(first.path)} is no BIOS image of a Z420, Z620 or Z820` })
    : fault('KEY_IMAGE_REFUSED', {
        why: `${nameOf(first.path)} has ${size} bytes, and the recovery expects a whole image of 16 MiB`,
      });
}

/**
 * A name that the recovery sees (domain z620.md 8, rule 1): at most 12 characters, the family, then `.BIN` or `_….BIN`. The file's own
 * where it is one, else family and version.
 */
export function crisisNameOf(name: string, family: string, version: string | undefined): string {
  const upper = name.toUpperCase();
  if (upper.length <= LONGEST_NAME && new RegExp(`^${family}(_[A-Z0-9_-]+)?\\.BIN$`).test(upper)) return upper;
  const digits = version?.replaceAll(/\D/g, '') ?? '';
  return digits.length === 4 ? `${family}_${digits}.BIN` : `${family}.BIN`;
}

function laterFiles(packages: readonly LoadedPackage[], choice: CrisisChoice, layout: CrisisLayout): CrisisFiles {
  const candidates = candidatesIn(packages, choice.imagePath);
  const distinct = new Map(candidates.map((candidate) => [nameOf(candidate.path).toUpperCase(), candidate]));
  if (distinct.size > 1) throw fault('KEY_CHOOSE_IMAGE', { list: [...distinct.keys()].join(', ') });
  const [first] = distinct.values();
  if (first === undefined) throw fault('KEY_INCOMPLETE', { missing: `a BIOS file (.BIN) for ${layout.machines}` });
  const [own] = machines.filter(({ family }) => family.value === imageOf(first)?.family);
  if (own !== undefined)
    throw fault('KEY_IMAGE_REFUSED', {
      why: `it is a BIOS of family ${own.family.value}, and those machines look for it in the root folder`,
    });
  const name = nameOf(first.path);
  const signatures = layout.id === 'notebook' ? signaturesOf(first) : [];
  const files: KeyFile[] = [
    ...layout.emptyFolders.map((path) => ({ path, bytes: new Uint8Array(), from: 'ROM Rescue' })),
    { path: layout.path.replace('*', name), bytes: first.bytes(), from: first.from },
    ...signatures.map(({ path, bytes, from }) => ({ path: layout.path.replace('*', nameOf(path)), bytes: bytes(), from })),
  ];
  return { files, layout, findings: laterFindings(layout, signatures.length > 0) };
}

const imageOf = ({ pack, path }: Candidate): RomImage | undefined => pack.report.images.find((image) => image.path === path);

/** `08xxx.s12` or `.sig` beside `08xxx.bin`. */
function signaturesOf({ pack, path }: Candidate): Candidate[] {
  const stem = path.replace(/\.[^.]*$/, '').toUpperCase();
  return [...pack.content]
    .filter(([other]) => /\.(s1\d|sig)$/i.test(other) && other.replace(/\.[^.]*$/, '').toUpperCase() === stem)
    .map(([other, bytes]) => ({ path: other, bytes, from: `${pack.report.file}: ${other}`, pack }));
}

function laterFindings({ machines: which, source, id }: CrisisLayout, hasSignature: boolean): Finding[] {
  const findings = [
    warn('KEY_LATER_LAYOUT', `The place of the file is that of ${which}, as far as is told; whether your model looks there is not known.`, {
      next: 'Check it in HP’s notes to your model.',
      evidence: source,
    }),
    note('KEY_LATER_UNPROVEN', 'What the file is and whether it is whole cannot be checked for these machines.'),
  ];
  if (id === 'notebook' && !hasSignature)
    findings.push(
      warn('KEY_NO_SIGNATURE_FILE', 'No signature file (.s12, .sig) lies beside the BIOS file: notebooks look for one.', {
        next: 'Name the folder or package that holds both.',
      }),
    );
  return findings;
}
