import { describe, expect, it } from 'vitest';
import type { KeyState } from '../../shared/ipc/key-views';
import { appError } from '../../shared/model/errors';
import { keySafetyOf } from './key-safety';

const desk: KeyState = { seq: 1, packages: [], mismatchConfirmed: false, fileSystem: 'fat32', keyFolder: '/keys' };
const job: NonNullable<KeyState['job']> = {
  operationId: '1',
  kind: 'build',
  phases: ['opening'],
  phase: 'opening',
  fraction: 0,
  isOnDrive: false,
  isCancelling: false,
};
const gone = appError('KEY_DRIVE_GONE');

describe('the safety line on the key screens', () => {
  it('says that no drive was touched before one is chosen, and while a key is laid out', () => {
    expect(keySafetyOf(desk, 'key-build')).toEqual({ kind: 'none' });
    expect(keySafetyOf({ ...desk, job: { ...job, driveName: 'Ultra' } }, 'key-build')).toEqual({ kind: 'preparing', name: 'Ultra' });
  });

  it('says that the drive is written while it is, whatever ended before', () => {
    const state = keySafetyOf(
      { ...desk, job: { ...job, driveName: 'Ultra', isOnDrive: true }, buildError: gone, stick: 'unknown' },
      'key-build',
    );
    expect(state).toEqual({ kind: 'working', name: 'Ultra' });
  });

  it('says in what state a drive is that was not finished', () => {
    expect(keySafetyOf({ ...desk, buildError: gone, stick: 'not-bootable' }, 'key-check')).toEqual({
      kind: 'failed',
      stick: 'not-bootable',
    });
    expect(
      keySafetyOf({ ...desk, driveWork: { kind: 'mend', driveId: 'a', name: 'Ultra', error: gone, stick: 'unknown' } }, 'key-check'),
    ).toEqual({
      kind: 'failed',
      stick: 'unknown',
    });
  });

  it('says that a stick is normal again, though a key was built on another before', () => {
    expect(keySafetyOf({ ...desk, driveWork: { kind: 'normal', driveId: 'a', name: 'Ultra' } }, 'key-build')).toEqual({
      kind: 'normal',
      name: 'Ultra',
    });
  });
});
