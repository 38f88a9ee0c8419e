import { describe, expect, it } from 'vitest';
import type { CaseView, Snapshot } from '../../shared/ipc/views';
import { appError } from '../../shared/model/errors';
import { blockerOf, isReachable, nextPlace, placeOfCase, wizardOrder } from './places';
import { chipStateToTell, safetyOf } from './safety';
import { emptyCase, snapshotWith } from '../testing/snapshots';

const backedUp: Partial<CaseView> = { baseBackupId: 'b1', step: 'region-select', stepsDone: ['diagnose', 'backup'] };
const half: Partial<CaseView> = {
  halfWritten: true,
  chipState: 'modified',
  step: 'flash',
  stepsDone: ['diagnose', 'backup', 'region-select'],
  journal: {
    open: true,
    oldUnits: [{ offset: 0xff1000, length: 0x2000 }],
    newUnits: [],
    unknownUnits: [{ offset: 0xff0000, length: 0x1000 }],
  },
};

describe('the way through the wizard', () => {
  it('lets nobody past a page whose work is not done', () => {
    const fresh = snapshotWith(emptyCase);
    expect(wizardOrder.map((place) => blockerOf(place, fresh))).toEqual([
      'chooseWayOut',
      'contactFirst',
      'backupFirst',
      'planFirst',
      'writeFirst',
      'nothing',
    ]);
  });

  it('opens the regions once a backup stands', () => {
    const snapshot = snapshotWith({ ...emptyCase, ...backedUp });
    expect(isReachable('region-select', snapshot)).toBe(true);
    expect(isReachable('flash', snapshot)).toBe(false);
  });

  it('stops at an image with faults of its own making, and at warnings that nobody has read', () => {
    const target = { sha256: 'a', changedRegions: ['bios'], explained: [], identityLost: [], warningsRead: false };
    const judged = (patch: Partial<CaseView>) => blockerOf('region-select', snapshotWith({ ...emptyCase, ...backedUp, ...patch }));
    const composed = { target: target as unknown as NonNullable<CaseView['target']> };
    const plan = { units: [] } as unknown as NonNullable<CaseView['plan']>;
    const unsound = { code: 'TARGET_UNSOUND', ok: false, params: {} } as const;
    expect(judged({})).toBe('planFirst');
    expect(judged({ ...composed, checks: [unsound] })).toBe('targetUnsound');
    expect(judged({ ...composed, plan })).toBe('warningsFirst');
    expect(judged({ target: { ...composed.target, warningsRead: true }, plan })).toBe('nothing');
  });

  it('goes nowhere while work runs', () => {
    const snapshot: Snapshot = { ...snapshotWith({ ...emptyCase, ...backedUp }), operation: { operationId: 'o1', kind: 'backup' } };
    expect(blockerOf('backup', snapshot)).toBe('operationRuns');
  });

  it('brings a half-written chip to the write, and from the connection straight back to it', () => {
    expect(placeOfCase({ ...emptyCase, ...half }, undefined)).toBe('flash');
    expect(nextPlace('connect', true)).toBe('flash');
    expect(nextPlace('connect', false)).toBe('backup');
  });
});

describe('the safety line', () => {
  it('says untouched, until a write began', () => {
    expect(safetyOf(snapshotWith(emptyCase), undefined)).toMatchObject({ kind: 'case', chipState: 'untouched' });
  });

  it('never calls a half-written chip untouched, whatever the running operation says', () => {
    const progress = { phase: 'testing-contact', done: 0, fraction: 0, cancellable: 'now', chipState: 'untouched' } as const;
    expect(safetyOf(snapshotWith({ ...emptyCase, ...half }), progress)).toMatchObject({
      chipState: 'modified',
      blocks: { old: 2, done: 0, unknown: 1 },
    });
  });

  it('stays untouched while a journal is open but nothing was begun', () => {
    const open = { ...emptyCase, ...half, chipState: 'untouched', journal: { ...half.journal!, unknownUnits: [] } } as CaseView;
    expect(safetyOf(snapshotWith(open), undefined)).toMatchObject({ chipState: 'untouched' });
  });

  it('lets no adapter problem call a half-written chip safe', () => {
    expect(chipStateToTell('untouched', { ...emptyCase, ...half })).toBe('modified');
    expect(chipStateToTell('untouched', undefined)).toBe('untouched');
    expect(chipStateToTell('unknown', emptyCase)).toBe('unknown');
  });

  it('speaks of a half-written chip in another case when none is open', () => {
    const { openCase: _, ...rest } = snapshotWith(emptyCase);
    const broken = { ...emptyCase, halfWritten: true, problem: appError('CASE_UNREADABLE') };
    expect(safetyOf({ ...rest, cases: [broken] }, undefined).kind).toBe('half-elsewhere');
  });
});
