import { describe, expect, it } from 'vitest';
import type { CaseReport } from './report';
import { MASK, maskIdentity, numberLikeWords, wordsFoundIn } from './report-mask';
import { reportHtml } from './report-html';

const report: CaseReport = {
  program: { name: 'ROM Rescue', version: '1', platform: 'linux' },
  madeAt: '2026-11-21T08:00:00.000Z',
  identityShown: false,
  case: {
    caseId: '2026-11-21-anna-s-z620',
    title: "Anna's Z620",
    machineId: 'z620',
    practice: undefined,
    state: 'failed',
    chipState: 'untouched',
    createdAt: '2026-11-21T08:00:00.000Z',
    changedAt: '2026-11-21T08:00:00.000Z',
    backupOverride: false,
  },
  chip: { name: 'W25Q128', jedec: 'ef4018', sizeBytes: 16, uniqueId: 'd2643815c72a5b31' },
  backups: [],
  sources: [],
  choices: {},
  edits: {},
  writtenRegions: [],
  steps: [],
  journal: [],
  firstBoot: [],
  log: [],
};
const withLog = (...texts: string[]): CaseReport => ({
  ...report,
  log: texts.map((text, seq) => ({ seq, at: '', code: 'source-added', params: { name: text } })),
});
const secrets = { macs: ['d8:9d:67:01:02:0a'], texts: ['/home/anna/cases', 'd2643815c72a5b31', 'CZC1234567'], caseId: report.case.caseId };
const masked = (...texts: string[]): string => JSON.stringify(maskIdentity(withLog(...texts), secrets));

describe('a report with identity hidden', () => {
  it.each(['d8:9d:67:01:02:0a', 'D8-9D-67-01-02-0A', 'd89d.6701.020a', 'D89D6701020A', 'd8 9d 67 01 02 0a', 'z620_d89d6701020a.bin'])(
    'hides the network address however it is spelled: %s',
    (text) => {
      expect(masked(text)).toContain(MASK);
      expect(masked(text).replace(/[^0-9a-f]/gi, '')).not.toMatch(/d89d6701020a/i);
    },
  );

  it('leaves other addresses and hashes alone', () => {
    const hash = `ff${'d89d6701020a'}ff`;
    expect(masked('d8:9d:67:01:02:0b', hash)).toContain('d8:9d:67:01:02:0b');
    expect(masked(hash)).toContain(hash);
  });

  it('hides the unique id, the serial number, the folder and the title with the name made of it', () => {
    const text = masked('/home/anna/cases/2026-11-21-anna-s-z620/backups', 'czc1234567.bin', 'id D2643815C72A5B31');
    expect(text).not.toMatch(/anna|czc1234567|d2643815c72a5b31/i);
  });

  it('keeps of a cause its first line: the rest are paths of this computer', () => {
    const error = { code: 'DISK_IO', cause: 'Error: EIO\n    at /home/bert/rom-rescue/files.js:1' };
    const text = JSON.stringify(maskIdentity({ ...report, lastError: error as unknown as NonNullable<CaseReport['lastError']> }, secrets));
    expect(text).toContain('Error: EIO');
    expect(text).not.toContain('bert');
  });
});

describe('serial numbers', () => {
  it('are the words of a report that stand in the variables of the image, one or two bytes a letter', () => {
    const image = new Uint8Array(4096).fill(0xff);
    image.set(Buffer.from('NVARCZC1234567NVAR'), 100);
    image.set(Buffer.from('2UA9876543', 'utf16le'), 301);
    image.set(Buffer.from('OUTSIDE0001'), 3000);
    const words = numberLikeWords('backup of CZC1234567_old.bin, 2ua9876543, OUTSIDE0001, W25Q128JV, 00000000, practice');
    expect(wordsFoundIn(words, image, { offset: 0, length: 2048 })).toEqual(['czc1234567', '2ua9876543']);
  });
});

describe('a report as a page', () => {
  it('needs nothing from anywhere, and runs nothing that a file name or a title says', () => {
    const evil = '<script>alert(1)</script><img src=x onerror="alert(2)">&\'';
    const html = reportHtml({ ...withLog(evil), identityShown: true, case: { ...report.case, title: evil } });
    expect(html).not.toMatch(/<script|<img|<link|<iframe|@import|url\(|https?:\/\//i);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('&#60;script&#62;alert(1)');
  });

  it('says first whether it shows what identifies the board', () => {
    const hidden = reportHtml(maskIdentity(report, secrets));
    expect(hidden).toContain('What identifies the board is hidden.');
    expect(hidden).not.toMatch(/anna/i);
    expect(reportHtml({ ...report, identityShown: true })).toContain('Keep it to yourself');
  });

  it('does not call verified what was not', () => {
    expect(reportHtml(report)).toContain('Not verified.');
  });
});
