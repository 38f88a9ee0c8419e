// rom-rescue plan: what a write would do and how long it would take. Nothing is written.
import { planWrite } from '../../shared/firmware/plan-write';
import { loadBackup, requireSameChip, type Backup } from '../backup-file';
import { identified, withDevice, type Device, type DeviceOptions } from '../device';
import { ExitCode } from '../exit-codes';
import { readImage } from '../image-file';
import { rangesToRead, readInto } from '../known-contents';
import { planJson, planText } from '../plan-view';
import { composeTarget, type TargetOptions } from '../target';
import type { Answer, Verb } from '../verb';

export interface PlanOptions extends DeviceOptions, TargetOptions {
  readonly image: string;
  readonly backup?: string;
}

export async function plan(verb: Verb, options: PlanOptions): Promise<Answer> {
  const image = await readImage(options.image);
  const backup = options.backup === undefined ? undefined : await loadBackup(options.backup);
  return withDevice(verb, options, async (device) => {
    const made = await planFor(device, image, backup, options);
    return { exit: ExitCode.good, json: planJson(made), text: planText(made) };
  });
}

async function planFor(device: Device, image: Uint8Array, backup: Backup | undefined, options: PlanOptions) {
  const chip = await identified(device);
  if (backup) requireSameChip(backup, chip);
  const request = { image, chipBytes: chip.sizeBytes, options };
  const target = composeTarget(backup ? { ...request, base: backup.bytes } : request);
  const { ranges, names } = target.selection;
  const common = {
    target: target.desired,
    ranges,
    regionNames: names,
    chip,
    link: device.link,
    ...(target.last ? { last: target.last } : {}),
  };
  if (backup) return planWrite({ ...common, current: backup.bytes });
  const currentKnown = rangesToRead(ranges, chip);
  const current = await readInto(new Uint8Array(chip.sizeBytes).fill(0xff), currentKnown, chip, device);
  return planWrite({ ...common, current, currentKnown });
}
