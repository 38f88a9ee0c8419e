// The check contract over any carrier: a desk that only keeps bytes, and what must hold of it wherever the other side is.
import { expect, it } from 'vitest';
import { appError } from '../model/errors';
import { err, ok } from '../model/result';
import type { FileInspection } from '../model/file-inspection';
import { bareReport } from '../firmware/bare-report';
import { checkContract } from './check-contract';
import { MAX_PIECE_BYTES, type CheckRow, type ComparisonView } from './check-views';
import type { Client, Handlers, Port } from './contract-kit';
import { servePeer } from './peer';

const comparison: ComparisonView = {
  equal: false,
  meanings: [{ code: 'READ_SIGNAL', certainty: 'likely', message: 'A reading error.', next: 'Read again.', fileIds: ['f1', 'f2'] }],
  files: [
    {
      fileId: 'f1',
      name: 'a.bin',
      sizeBytes: 8192,
      equal: false,
      shift: -1,
      differingBytes: 1,
      bitsCleared: 1,
      bitsSet: 0,
      onlyBytes: 0,
      ranges: [{ offset: 7, length: 1 }],
      rangesInAll: 1,
      parts: [{ kind: 'region', name: 'bios', path: ['bios'], offset: 0, length: 8192, differingBytes: 1 }],
      blocks: Uint8Array.of(1, 0),
    },
  ],
};
const inspection: FileInspection = {
  file: 'a.bin',
  size: 2,
  report: {
    ...bareReport({ size: 2, verdict: 'not-an-image', summary: 'Two bytes.', findings: [] }),
    structure: [{ kind: 'data', name: 'outer', length: 2, children: [{ kind: 'padding', name: 'inner', offset: 1, length: 1 }] }],
  },
};

/** The far end. */
export function serveCheckDouble(port: Port): void {
  const held: { row: CheckRow; bytes: Uint8Array }[] = [];
  let seq = 0;
  const find = (fileId: string) => held.find(({ row }) => row.fileId === fileId);
  const done = async () => ok(null);
  const served = servePeer(port, checkContract, {
    'check/list': async () => ok({ seq, rows: held.map(({ row }) => row), sets: [] }),
    'check/begin': async ({ name, sizeBytes }) => {
      const row: CheckRow = { fileId: `f${held.length + 1}`, name, sizeBytes, state: 'receiving' };
      held.push({ row, bytes: new Uint8Array(sizeBytes) });
      return ok({ fileId: row.fileId, outcome: 'taken' as const });
    },
    'check/piece': async ({ fileId, offset, bytes }) => {
      const file = find(fileId);
      if (!file) return err(appError('STATE_WRONG', { state: 'not on the desk' }));
      file.bytes.set(bytes, offset);
      const row: CheckRow = { ...file.row, state: 'done', verdict: 'good', summary: 'It is there.' };
      served.emit('check/changed', { seq: ++seq, rows: [row], order: [fileId], sets: [] });
      return ok(null);
    },
    'check/bytes': async ({ fileId, offset, length }) =>
      ok({ bytes: find(fileId)?.bytes.slice(offset, offset + length) ?? new Uint8Array(0) }),
    'check/report': async () => ok(inspection),
    'check/compare': async () => ok(comparison),
    'check/export': async ({ format }) => ok({ name: `report.${format}`, mime: 'text/plain', text: 'report' }),
    'check/join': async () => ok({ fileId: 'joined' }),
    'check/abandon': done,
    'check/stop': done,
    'check/resume': done,
    'check/remove': done,
    'check/clear': done,
  } satisfies Handlers<typeof checkContract>);
}

/** Called inside a carrier's `describe`. */
export function checkContractTests(clientNow: () => Client<typeof checkContract>): void {
  it('takes a file in by pieces, gives any slice of it back, and tells of the change before it answers', async () => {
    const client = clientNow();
    const seen: string[] = [];
    client.on('check/changed', ({ rows }) => seen.push(...rows.map(({ state }) => state)));
    const begun = await client.call('check/begin', { name: 'Z620/read1.bin', sizeBytes: 3 * MAX_PIECE_BYTES, inFolder: true });
    const fileId = begun.ok ? begun.value.fileId : '';
    const piece = new Uint8Array(MAX_PIECE_BYTES).map((_, index) => index * 7);
    for (const offset of [0, MAX_PIECE_BYTES, 2 * MAX_PIECE_BYTES])
      expect(await client.call('check/piece', { fileId, offset, bytes: piece })).toEqual(ok(null));
    expect(seen).toEqual(['done', 'done', 'done']);
    const slice = await client.call('check/bytes', { fileId, offset: MAX_PIECE_BYTES - 2, length: 4 });
    expect(slice).toEqual(ok({ bytes: Uint8Array.of(piece[MAX_PIECE_BYTES - 2]!, piece[MAX_PIECE_BYTES - 1]!, piece[0]!, piece[1]!) }));
    expect(await client.call('check/list', {})).toMatchObject({ ok: true, value: { rows: [{ name: 'Z620/read1.bin' }] } });
  });

  it('refuses a piece or a slice that is larger than both sides agreed', async () => {
    const client = clientNow();
    const refused = { ok: false, error: { code: 'INPUT_INVALID' } };
    expect(await client.call('check/piece', { fileId: 'f1', offset: 0, bytes: new Uint8Array(MAX_PIECE_BYTES + 1) })).toMatchObject(
      refused,
    );
    expect(await client.call('check/bytes', { fileId: 'f1', offset: 0, length: 16 * 1024 * 1024 })).toMatchObject(refused);
    expect(await client.call('check/compare', { fileIds: ['f1'] })).toMatchObject(refused);
    expect(await client.call('check/export', { fileIds: ['f1'], format: 'exe' as 'csv', identity: false })).toMatchObject(refused);
  });

  it('brings a whole report and a comparison as they are, trees and byte maps included', async () => {
    const client = clientNow();
    expect(await client.call('check/report', { fileId: 'f1', identity: false })).toEqual(ok(inspection));
    expect(await client.call('check/compare', { fileIds: ['f1', 'f2'] })).toEqual(ok(comparison));
    expect(await client.call('check/export', { fileIds: ['f1'], format: 'csv', identity: false })).toMatchObject({ ok: true });
  });
}
