// The whole of writing a key, for a process that has the rights: look at the drive again, refuse, release, write, read back, eject.
import { randomBytes } from 'node:crypto';
import type { Drive } from '../../../shared/keys/types';
import type { Clock } from '../../clock';
import { requireWritable, sameDrive, type DriveIdentity } from '../drives/list-drives';
import type { DriveSystem } from '../drives/found-drive';
import { runProgram, type RunProgram } from '../drives/run-program';
import { withLimit, type DriveDevice } from './drive-device';
import { driveFault } from './drive-faults';
import type { KeySource } from './key-source';
import { openDrive } from './open-device';
import { ejectDrive, releaseDrive } from './release-drive';
import { patchDevice } from './patch-device';
import { writeDevice, type DeviceWriteOptions } from './write-device';
import type { WriteProgress } from './write-progress';

export interface WriteOptions {
  /** Read back everything that was written; true unless said otherwise. */
  readonly verify?: boolean;
  /** Prove first that the drive holds what it says. */
  readonly fakeCapacityCheck?: boolean;
  /** Put the drive away afterwards; true unless said otherwise. */
  readonly eject?: boolean;
  /** For drives that need their name typed. */
  readonly typedName?: string;
  /** Files the key is made from: their drive is refused. */
  readonly sourceFiles?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: WriteProgress) => void;
}

export interface KeyWritten {
  readonly bytesWritten: number;
  readonly verified: boolean;
  /** It may be pulled out; otherwise the system should be asked first. */
  readonly ejected: boolean;
}

export interface WriteTools {
  readonly run?: RunProgram;
  readonly system?: DriveSystem;
  readonly clock?: Clock;
  /** In place of a drive of this computer: a practice drive. */
  readonly open?: (drive: Drive) => Promise<DriveDevice>;
}

/** @throws KEY_DRIVE_*, CANCELLED, each with params.stick */
export async function performWrite(
  chosen: DriveIdentity,
  source: KeySource,
  options: WriteOptions = {},
  { run = runProgram, system, clock, open = (drive) => openDrive(drive, run) }: WriteTools = {},
): Promise<KeyWritten> {
  const { verify = true, eject = true, fakeCapacityCheck = false, typedName, sourceFiles = [], signal, onProgress } = options;
  const drive = await sameDrive(chosen, { sourceFiles }, system);
  requireWritable(drive, typedName);
  const moment = { name: drive.id, sizeBytes: drive.sizeBytes, offset: 0, stick: 'untouched' } as const;
  let device;
  try {
    signal?.throwIfAborted();
    await releaseDrive(drive, run);
    device = withLimit(await open(drive), drive.id);
  } catch (thrown) {
    throw driveFault(thrown, moment);
  }
  let written;
  try {
    const how: DeviceWriteOptions = {
      name: drive.id,
      verify,
      ...(fakeCapacityCheck ? { capacitySeed: randomBytes(16) } : {}),
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
      ...(clock ? { clock } : {}),
    };
    written = await (source.patch ? patchDevice(device, source, source.patch, how) : writeDevice(device, source, how));
  } finally {
    // What it could still say was said by the last flush.
    await device.close().catch(() => undefined);
  }
  return { ...written, ejected: eject && (await ejectDrive(drive, run)) };
}
