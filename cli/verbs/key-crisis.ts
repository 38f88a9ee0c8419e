// rom-rescue key crisis: a crisis-recovery key for a workstation, as an image file or on a drive.
import { buildKey } from '../../native-bridge/keys/build/build-key';
import { crisisFiles } from '../../native-bridge/keys/build/crisis-files';
import { crisisLayoutIds } from '../../native-bridge/keys/build/crisis-layouts';
import { crisisProcessors } from '../../native-bridge/keys/rom/crisis-rules';
import { machineIds } from '../../shared/model/diagnosis';
import { fault } from '../../shared/model/errors';
import { deliver, exitOf, keyPlace, loadPackages, whereOf, type KeyPlaceOptions } from '../key-image';
import { allFindingLines, checkLines, planLines } from '../key-view';
import { oneOf } from '../numbers';
import type { Answer, Verb } from '../verb';

export interface KeyCrisisOptions extends KeyPlaceOptions {
  readonly bios: string;
  readonly machine?: string;
  readonly processor?: string;
  /** Release of the board's own recovery, "3.96". */
  readonly installed?: string;
  readonly layout?: string;
  readonly image?: string;
}

/** The file's own day is not known to us; every key of one file is the same. */
const DAY = '2000-01-01';

export async function keyCrisis(verb: Verb, options: KeyCrisisOptions): Promise<Answer> {
  const choice = {
    ...(options.machine === undefined ? {} : { machine: oneOf(options.machine, machineIds, '--machine') }),
    ...(options.processor === undefined ? {} : { processor: oneOf(options.processor, crisisProcessors, '--processor') }),
    ...(options.installed === undefined ? {} : { installedRecovery: releaseOf(options.installed) }),
    ...(options.layout === undefined ? {} : { layout: oneOf(options.layout, crisisLayoutIds, '--layout') }),
    ...(options.image === undefined ? {} : { imagePath: options.image }),
  };
  const place = await keyPlace(verb, 'crisis', [options.bios], options);
  const { name, fileSystem, sizeBytes } = place;
  const packages = await loadPackages(verb, [options.bios]);
  const { files, image, layout, findings } = crisisFiles(packages, choice);
  const built = await buildKey({
    kind: 'crisis',
    fileSystem,
    sizeBytes,
    files,
    label: layout.label,
    ...(image?.family === undefined ? {} : { family: image.family }),
    date: DAY,
    findings,
  });
  const { check, written } = await deliver(verb, built, place, [options.bios], { kind: 'crisis' });
  const colour = verb.terminal.colourOnStdout;
  const { trigger, certainty, source, machines } = layout;
  return {
    exit: exitOf(check),
    json: {
      ...whereOf(place),
      size: sizeBytes,
      ...(written ? { written } : {}),
      plan: built.plan,
      check,
      layout: { id: layout.id, machines, trigger, certainty, source },
    },
    text: [
      ...planLines(built.plan, name, colour),
      ...allFindingLines(findings, colour),
      '',
      ...checkLines(check, name, colour),
      '',
      `At the machine (${machines}):`,
      `  ${trigger} (${certainty}: ${source})`,
    ],
  };
}

function releaseOf(text: string): string {
  if (!/^0?\d\.\d\d$/.test(text)) throw fault('INPUT_INVALID', { detail: `--installed is a release such as 3.96, not "${text}"` });
  return text;
}
