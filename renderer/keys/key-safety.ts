// What the safety line says on the key screens: of the drive that is in work, never of a chip. Pure.
import type { KeyState } from '../../shared/ipc/key-views';
import type { DriveState } from '../../shared/keys/types';

export type KeySafety =
  | { readonly kind: 'none' | 'reading' }
  | { readonly kind: 'preparing' | 'working'; readonly name: string }
  | { readonly kind: 'file' | 'ready' | 'normal' | 'mended'; readonly name: string }
  | { readonly kind: 'failed'; readonly stick: Exclude<DriveState, 'ready'> };

/** What ended last is told; a drive that nobody knows about is told until it is written again. */
export function keySafetyOf({ job, driveWork, buildError, stick, built }: KeyState, place: 'key-build' | 'key-check'): KeySafety {
  if (job) return { kind: job.isOnDrive ? 'working' : 'preparing', name: job.driveName ?? '' };
  if (driveWork?.error) return failed(driveWork.stick);
  if (driveWork) return { kind: driveWork.kind === 'normal' ? 'normal' : 'mended', name: driveWork.name };
  if (buildError && stick !== undefined) return failed(stick);
  // What was built may have been changed by others since: a check says what is there now.
  if (place === 'key-check') return { kind: 'reading' };
  if (built) return { kind: built.driveId === undefined ? 'file' : 'ready', name: built.name };
  return { kind: 'none' };
}

const failed = (stick: DriveState | undefined): KeySafety =>
  stick === undefined ? { kind: 'none' } : stick === 'ready' ? { kind: 'ready', name: '' } : { kind: 'failed', stick };
