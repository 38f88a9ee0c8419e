import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boardAnswers } from '../../shared/model/programmer';
import { checklistIds, type ProblemCode } from '../../shared/model/recovery';
import type { SessionView } from '../../shared/ipc/views';
import type { ChipInfo } from '../../shared/model/chip';
import { isSameChip, preflight, type PreflightFacts } from './preflight';
import type { BackupRecord } from './vault';

const chip = { jedec: 'ef4018', name: 'W25Q128', uniqueId: 'd264', voltage: '3.3V' } as ChipInfo;
const base: BackupRecord = {
  version: 1,
  backupId: 'backup-1',
  fileName: 'backup-1.bin',
  takenAt: '',
  sizeBytes: 1,
  sha256: '',
  reads: 2,
  settled: [],
  unstable: [],
  chip: { jedec: 'ef4018', name: 'W25Q128', uniqueId: 'd264' },
};
const session: SessionView = {
  programmer: { id: 'ch341a:1-4', kind: 'ch341a', name: 'CH341A' },
  connection: 'open',
  boardQuestion: true,
  board: 'green-or-3v3-measured',
  contact: { diagnosis: 'good', checks: [] } as unknown as NonNullable<SessionView['contact']>,
  chip,
};
const ready: PreflightFacts = {
  session,
  checklist: checklistIds,
  base,
  backupOverride: false,
  target: { sha256: 'a', fatalFindings: [], warningsRead: true },
  planUnits: 3,
  caseWritable: true,
};
const open = (facts: PreflightFacts): ProblemCode[] =>
  preflight(facts)
    .filter(({ ok }) => !ok)
    .map(({ code }) => code);

describe('what must be so before a flash', () => {
  it('has nothing against one where all is well', () => {
    expect(open(ready)).toEqual([]);
  });

  it.each<[string, Partial<PreflightFacts>, ProblemCode[]]>([
    ['the adapter left', { session: { ...session, connection: 'lost' } }, ['ADAPTER_MISSING']],
    ['a power rule is open', { checklist: checklistIds.slice(1) }, ['POWER_CHECKLIST_OPEN']],
    ['another chip of the same kind', { session: { ...session, chip: { ...chip, uniqueId: 'ffff' } } }, ['CHIP_NOT_THE_ONE_BACKED_UP']],
    ['another kind of chip', { session: { ...session, chip: { ...chip, jedec: 'c22018' } } }, ['CHIP_NOT_THE_ONE_BACKED_UP']],
    ['a chip for 1.8 V', { session: { ...session, chip: { ...chip, voltage: '1.8V' } } }, ['CHIP_LOW_VOLTAGE']],
    ['no backup', { base: undefined }, ['BACKUP_MISSING', 'BACKUP_NOT_READ_BACK', 'CHIP_NOT_THE_ONE_BACKED_UP']],
    ['no backup, but the override', { base: undefined, backupOverride: true }, []],
    [
      'a target with failures of our making',
      { target: { sha256: 'a', fatalFindings: ['ME_FPT_CHECKSUM'], warningsRead: true } },
      ['TARGET_UNSOUND'],
    ],
    ['warnings that nobody has read', { target: { sha256: 'a', fatalFindings: [], warningsRead: false } }, ['WARNINGS_UNREAD']],
    ['nothing to write', { planUnits: 0 }, ['PLAN_MISSING']],
    ['a folder that cannot be written', { caseWritable: false }, ['CASE_NOT_WRITABLE']],
  ])('names what stands in the way: %s', (_, change, problems) => {
    expect(open({ ...ready, ...change })).toEqual(problems);
  });

  it('powers no chip over a board that is black and unmodified, not sure, or not answered', () => {
    const { board: _, ...unanswered } = session;
    expect(open({ ...ready, session: unanswered })).toEqual(['BOARD_NOT_ANSWERED']);
    for (const board of boardAnswers) {
      const isSafe = board === 'green-or-3v3-measured' || board === 'black-modified';
      expect(open({ ...ready, session: { ...session, board } })).toEqual(isSafe ? [] : ['BOARD_NOT_ANSWERED']);
    }
  });

  it('takes a chip that lost its unique id for another one', () => {
    const id = fc.option(fc.constantFrom('a', 'b'), { nil: undefined });
    fc.assert(
      fc.property(id, id, (a, b) => {
        expect(isSameChip({ ...chip, uniqueId: a }, { ...chip, uniqueId: b })).toBe(a === b);
      }),
    );
  });
});
