import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fault } from '../../shared/model/errors';
import { BoardAnswers } from './board-answers';
import { nodeDisk, type Disk } from './files';
import { adapterId, openDesk, smallBench } from './test-desk';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rom-rescue-boards-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the question which board it is', () => {
  it('is asked once: the answer holds over a restart, for that adapter only', async () => {
    const { driver } = smallBench(new Uint8Array(0x100000).fill(0xff));
    const first = await openDesk(folder, driver);
    await first.must('programmer/open', { id: adapterId });
    expect(await first.refusal('contact/start', {})).toMatchObject({
      code: 'SAFETY_REFUSED',
      params: { problem: 'BOARD_NOT_ANSWERED' },
    });
    await first.must('programmer/board', { answer: 'green-or-3v3-measured' });
    await first.recovery.stop();

    const second = await openDesk(folder, driver);
    await second.must('programmer/open', { id: adapterId });
    expect(second.recovery.snapshot().session).toMatchObject({ boardQuestion: true, board: 'green-or-3v3-measured' });
    expect((await BoardAnswers.load(nodeDisk, folder)).get('ch341a:1-9')).toBeUndefined();
    await second.recovery.stop();
  });

  it('is kept while the adapter is away before the start, and asked again when it was seen to leave', async () => {
    const { driver, usb } = smallBench(new Uint8Array(0x100000).fill(0xff));
    await (await BoardAnswers.load(nodeDisk, folder)).set(adapterId, 'black-modified');
    usb.unplug();
    const desk = await openDesk(folder, driver);
    usb.plugIn();
    await desk.must('programmer/refresh', {});
    await desk.must('programmer/open', { id: adapterId });
    expect(desk.recovery.snapshot().session?.board).toBe('black-modified');
    // Another board may come to the same port.
    usb.unplug();
    await desk.must('programmer/refresh', {});
    usb.plugIn();
    await desk.must('programmer/refresh', {});
    await desk.must('programmer/open', { id: adapterId });
    expect(desk.recovery.snapshot().session?.board).toBeUndefined();
    expect((await BoardAnswers.load(nodeDisk, folder)).get(adapterId)).toBeUndefined();
    await desk.recovery.stop();
  });

  it('holds in this run where the disk does not take it, and is asked again where the file is damaged', async () => {
    const readOnly: Disk = { ...nodeDisk, write: (path) => Promise.reject(fault('DISK_READ_ONLY', { path })) };
    const answers = await BoardAnswers.load(readOnly, folder);
    expect(await answers.set(adapterId, 'black-modified')).toBe(false);
    expect(answers.get(adapterId)).toBe('black-modified');
    await writeFile(join(folder, 'boards.json'), '{"version":1,"boards":{"ch341a:1-4":"whatever"}}');
    expect((await BoardAnswers.load(nodeDisk, folder)).get(adapterId)).toBeUndefined();
  });
});
