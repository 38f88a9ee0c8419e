// rom-rescue write: writes by plan, proves every block, verifies. Needs a backup that was read twice; goes on after a fault.
import { rm } from 'node:fs/promises';
import { planWrite } from '../../shared/firmware/plan-write';
import { fault } from '../../shared/model/errors';
import { sha256Of } from '../../native-bridge/recovery/hash';
import { loadBackup, requireSameChip } from '../backup-file';
import { identified, withDevice, type Device, type DeviceOptions } from '../device';
import { ExitCode } from '../exit-codes';
import { readImage } from '../image-file';
import { rangesToRead, readInto } from '../known-contents';
import { planJson, planText } from '../plan-view';
import { composeTarget, type TargetOptions } from '../target';
import type { Answer, Verb } from '../verb';
import { sizeText } from '../wording';
import { createWriteFolder, openWriteFolder, type WriteFolder, type WriteRecord } from '../write-folder';
import { prove, requireConsent, resumedJob, runWrite, type Proof, type VerifyMode, type WriteJob } from '../write-job';

export interface WriteOptions extends DeviceOptions, TargetOptions {
  readonly image?: string;
  readonly backup?: string;
  readonly resume?: string;
  readonly yes?: boolean;
  /** Read what the write touches from the chip first, instead of believing the backup there. */
  readonly fresh?: boolean;
  /** `full` (default) or `touched`. */
  readonly verify?: string;
}

export async function write(verb: Verb, options: WriteOptions): Promise<Answer> {
  const verifies = options.verify ?? 'full';
  if (verifies !== 'full' && verifies !== 'touched') throw fault('INPUT_INVALID', { detail: '--verify is full or touched' });
  const { job, folder, proof } = await (options.resume === undefined
    ? begin(verb, options, verifies)
    : goOn(verb, options, options.resume, verifies));
  await rm(folder, { recursive: true, force: true });
  return answer(job, proof, verifies);
}

interface Done {
  readonly job: WriteJob;
  readonly folder: string;
  readonly proof: Proof;
}

/** A write that begins. */
async function begin(verb: Verb, options: WriteOptions, verifies: VerifyMode): Promise<Done> {
  if (options.image === undefined) throw fault('INPUT_INVALID', { detail: 'write needs --image FILE' });
  if (options.backup === undefined)
    throw fault('SAFETY_REFUSED', {
      problem: 'no write without a backup',
      next: 'Take one (rom-rescue backup -o FILE), then add --backup FILE.',
    });
  const image = await readImage(options.image);
  const backup = await loadBackup(options.backup);
  return withDevice(verb, options, async (device) => {
    const chip = await identified(device);
    requireSameChip(backup, chip);
    const target = composeTarget({ image, base: backup.bytes, chipBytes: chip.sizeBytes, options });
    const { ranges, names } = target.selection;
    const known = options.fresh ? await readInto(backup.bytes, rangesToRead(ranges, chip), chip, device) : backup.bytes;
    const last = target.last ? { last: target.last } : {};
    const plan = planWrite({ current: known, target: target.desired, ranges, regionNames: names, chip, link: device.link, ...last });
    await requireConsent(verb, options.yes ?? false, planText(plan));
    const record: WriteRecord = {
      version: 1,
      backupPath: backup.path,
      targetSha256: sha256Of(target.desired),
      regions: [...names],
      ranges: [...ranges],
      ...last,
    };
    const folder = await createWriteFolder(`${backup.path}.write-${stamp(verb.today())}`, record, target.desired);
    return carryOut(device, { chip, plan, desired: target.desired, known, unknown: [], chosen: ranges }, folder, verifies);
  });
}

/** A write that a fault, a cancel or a power cut ended. */
async function goOn(verb: Verb, options: WriteOptions, path: string, verifies: VerifyMode): Promise<Done> {
  const folder = await openWriteFolder(path);
  const backup = await loadBackup(folder.record.backupPath);
  return withDevice(verb, options, async (device) => {
    // A practice machine's trouble is over when its user says to go on.
    if (device.programmer.kind === 'simulated') await device.session.mend();
    const chip = await identified(device);
    requireSameChip(backup, chip);
    const job = resumedJob(folder, backup.bytes, chip, device, await folder.progress());
    await requireConsent(verb, options.yes ?? false, planText(job.plan));
    return carryOut(device, job, folder, verifies);
  });
}

async function carryOut(device: Device, job: WriteJob, folder: WriteFolder, verifies: VerifyMode): Promise<Done> {
  if (job.plan.units.length > 0) {
    try {
      await runWrite(device, job, folder);
    } catch (thrown) {
      // Nothing was begun, so there is nothing to go on from.
      if (!(await folder.progress()).touched) await rm(folder.path, { recursive: true, force: true });
      throw thrown;
    }
  }
  return { job, folder: folder.path, proof: await prove(device, job, verifies, folder) };
}

function answer({ plan }: WriteJob, proof: Proof, verifies: VerifyMode): Answer {
  const written = plan.units.length > 0;
  const nothing = written ? [] : ['Nothing to write: the chip already holds this image there.'];
  return {
    exit: ExitCode.good,
    json: {
      plan: planJson(plan),
      verified: true,
      verify: verifies,
      comparedBytes: proof.comparedBytes,
      chipState: 'verified',
      ...(proof.sha256 === undefined ? {} : { sha256After: proof.sha256 }),
    },
    text: [
      ...(written ? planText(plan) : nothing),
      verifies === 'full'
        ? `Verified: all ${sizeText(proof.comparedBytes)} of the chip were read back equal.`
        : `Verified: the ${sizeText(proof.comparedBytes)} written were read back equal; the rest was not read.`,
      ...(proof.sha256 === undefined ? [] : [`SHA-256 of the chip ${proof.sha256}`]),
      'Unplug the adapter from USB first, then take the clip off.',
    ],
  };
}

const stamp = (date: Date): string => date.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
