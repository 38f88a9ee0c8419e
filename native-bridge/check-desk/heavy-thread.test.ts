import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectImage } from '../../shared/firmware/inspect';
import { sampleImage } from '../../shared/firmware/synthetic/sample-image';
import { nodeTools } from '../inspection/node-tools';
import { heavyWorkHere, refusalOf, type HeavyWork, type UnpackedMember } from './heavy-work';
import { openHeavyThread } from './heavy-thread';
import { holdFiles, type HeldFiles } from './held-files';

let folder = '';
let files: HeldFiles;
let thread: HeavyWork;
const never = new AbortController().signal;
const room = { files: 100, bytes: 1e9 };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rom-rescue-heavy-'));
  files = holdFiles(folder);
  thread = openHeavyThread(folder);
});
afterEach(async () => {
  await thread.close();
  await rm(folder, { recursive: true, force: true });
});

async function hold(fileId: string, bytes: Uint8Array): Promise<{ readonly fileId: string; readonly name: string }> {
  await files.write(fileId, bytes);
  await files.keepInspection(fileId, { file: `${fileId}.bin`, report: inspectImage(bytes, {}, nodeTools) });
  return { fileId, name: `${fileId}.bin` };
}

async function unpacked(work: HeavyWork, name: string, signal = never, given = room): Promise<UnpackedMember[]> {
  const members: UnpackedMember[] = [];
  await work.unpack({ fileId: 'zip', name, room: given }, (member) => members.push(member), signal);
  return members;
}

describe('comparing and unpacking in a thread', () => {
  it('gives the comparison that it would give here, and the program goes on answering meanwhile', async () => {
    const image = sampleImage();
    const other = image.slice();
    other[0x600000] = (other[0x600000] ?? 0) ^ 1;
    const held = [await hold('read1', image), await hold('read2', other)];
    const here = await heavyWorkHere(files, () => '').compare(held);
    // What the program is asked for while two images of 16 MiB are compared.
    let answered = 0;
    let isCompared = false;
    const compared = thread.compare(held).finally(() => (isCompared = true));
    while (!isCompared) {
      await files.slice('read1', answered * 16, 16);
      answered++;
    }
    expect(await compared).toEqual(here);
    expect(here.files[1]).toMatchObject({ name: 'read2.bin', differingBytes: 1 });
    expect(answered).toBeGreaterThan(20);
  });

  it('holds each member of an archive before it is told', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    await files.write('zip', zipSync({ 'a/read1.bin': bytes, 'notes.txt': bytes, 'read2.bin': bytes.slice(1) }));
    const members = await unpacked(thread, 'dumps.zip');
    expect(members.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
      ['dumps.zip › a/read1.bin', 3],
      ['dumps.zip › read2.bin', 2],
    ]);
    expect(await Promise.all(members.map(({ fileId }) => files.read(fileId)))).toEqual([bytes, bytes.slice(1)]);
  });

  it('tells which members have no room', async () => {
    await files.write('zip', zipSync({ 'a.bin': new Uint8Array(10), 'b.bin': new Uint8Array(20), 'c.bin': new Uint8Array(5) }));
    const members = await unpacked(thread, 'dumps.zip', never, { files: 2, bytes: 15 });
    expect(members.map(({ refusal }) => refusal)).toEqual([undefined, 'desk-full', 'too-many']);
  });

  it('takes no more members of an archive that is removed', async () => {
    await files.write('zip', zipSync({ 'a.bin': new Uint8Array(10) }));
    expect(await unpacked(thread, 'dumps.zip', AbortSignal.abort())).toEqual([]);
  });

  it('rejects where a file is gone', async () => {
    await expect(thread.compare([{ fileId: 'gone', name: 'gone.bin' }])).rejects.toMatchObject({ error: { chipState: 'untouched' } });
  });
});

it('a member is refused for its size before anything else', () => {
  expect([refusalOf(65 * 1024 * 1024, { files: 0, bytes: 0 }), refusalOf(1, { files: 0, bytes: 0 }), refusalOf(1, room)]).toEqual([
    'too-large',
    'too-many',
    undefined,
  ]);
});
