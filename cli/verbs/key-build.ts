// rom-rescue key build: a bootable ROMPaq key out of the user's own packages, as an image file or on a drive.
import { buildKey } from '../../native-bridge/keys/build/build-key';
import { rompaqFiles } from '../../native-bridge/keys/build/rompaq-files';
import type { LoadedPackage } from '../../native-bridge/keys/packages/inspect-package';
import { fitPackage } from '../../shared/keys/fit-package';
import type { Finding } from '../../shared/firmware/report';
import { warn } from '../../shared/firmware/checks/finding';
import { findServerFamilies, serverSteps, serverSymptoms, type ServerSymptom } from '../../shared/machines/proliant';
import { fault } from '../../shared/model/errors';
import { deliver, exitOf, keyPlace, loadPackages, whereOf, type KeyPlaceOptions } from '../key-image';
import { allFindingLines, checkLines, planLines, stepLines } from '../key-view';
import { oneOf } from '../numbers';
import type { Answer, Verb } from '../verb';

export interface KeyBuildOptions extends KeyPlaceOptions {
  readonly from: readonly string[];
  /** The family POST shows, or words of the model's name. */
  readonly family?: string;
  /** One image, where several fit. */
  readonly image?: string;
  readonly symptom?: string;
}

export async function keyBuild(verb: Verb, options: KeyBuildOptions): Promise<Answer> {
  const symptom = symptomOf(options.symptom);
  const place = await keyPlace(verb, 'rompaq', options.from, options);
  const { name, fileSystem, sizeBytes } = place;
  const packages = await loadPackages(verb, options.from);
  const mismatch = options.family === undefined ? [] : mismatches(packages, options.family, options.yes === true);
  const chosen = rompaqFiles(packages, {
    fileSystem,
    ...familyChoice(packages, options.family),
    ...(options.image === undefined ? {} : { imagePath: imagePathOf(packages, options.image) }),
  });
  const { image, bootRecord } = chosen;
  const built = await buildKey({
    kind: 'rompaq',
    fileSystem,
    sizeBytes,
    files: chosen.files,
    ...(bootRecord ? { bootRecord } : {}),
    ...(image.family ? { family: image.family } : {}),
    date: image.innerDate ?? image.nameDate ?? '2000-01-01',
    findings: [...mismatch, ...chosen.findings],
  });
  const { check, written } = await deliver(verb, built, place, options.from, {});
  const steps = serverSteps(generationOf(image.family), symptom);
  const colour = verb.terminal.colourOnStdout;
  return {
    exit: exitOf(check),
    json: { ...whereOf(place), size: sizeBytes, ...(written ? { written } : {}), plan: built.plan, check, steps },
    text: [
      ...planLines(built.plan, name, colour),
      ...allFindingLines(built.plan.findings, colour),
      '',
      ...checkLines(check, name, colour),
      ...stepLines('At the server:', steps),
    ],
  };
}

const symptomOf = (text: string | undefined): ServerSymptom => (text === undefined ? 'other' : oneOf(text, serverSymptoms, '--symptom'));

/** The table of families is incomplete: what does not fit is asked about, and never simply refused. */
function mismatches(packages: readonly LoadedPackage[], words: string, confirmed: boolean): Finding[] {
  const fits = packages.filter(({ report }) => report.images.length > 0).map(({ report }) => fitPackage(report, words));
  const [first] = fits;
  if (first === undefined || fits.some(({ fit }) => fit !== 'no')) return [];
  if (!confirmed) throw fault('SAFETY_REFUSED', { problem: first.sentence.replace(/\.$/, ''), next: 'If you know better: --yes' });
  return [warn('KEY_FAMILY_CONFIRMED', `${first.sentence} You chose to build the key all the same.`, { evidence: first.source })];
}

/** Chooses among several images only; what does not fit at all was asked about before. */
function familyChoice(packages: readonly LoadedPackage[], words: string | undefined): { readonly family?: string } {
  if (words === undefined) return {};
  const there = new Set(packages.flatMap(({ report }) => report.images.map((image) => image.family)));
  const named = /^[a-z]\d\d$/i.test(words.trim()) ? [words.trim().toUpperCase()] : findServerFamilies(words).map(({ family }) => family);
  const fitting = named.filter((family) => there.has(family));
  return fitting.length === 1 ? { family: fitting[0]! } : {};
}

/** By path or by name alone. */
function imagePathOf(packages: readonly LoadedPackage[], wanted: string): string {
  const paths = packages.flatMap(({ report }) => report.images.map(({ path }) => path));
  const found = paths.find((path) => path === wanted || path.slice(path.lastIndexOf('/') + 1).toUpperCase() === wanted.toUpperCase());
  if (found === undefined)
    throw fault('INPUT_INVALID', { detail: `there is no image "${wanted}"; there are: ${paths.join(', ') || 'none'}` });
  return found;
}

const generationOf = (family: string | undefined) => (family === undefined ? undefined : findServerFamilies(family)[0]?.generation);
