// The helper's work: reads a job, trusts nothing in it, writes the drive, and tells of it over the socket.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { Fault, fault, toAppError } from '../../../shared/model/errors';
import { blankStick } from './blank-stick';
import { jobSchema, type HelperMessage, type Job } from './helper-protocol';
import { sourceOfFile, sourceOfPieces, type KeySource } from './key-source';
import { performWrite, type WriteTools } from './perform-write';

const MOST_JOB_BYTES = 64 * 1024 * 1024;

/** Exit status of the helper. All else is said over the socket. */
export async function runJob(jobFile: string, tools: WriteTools = {}): Promise<number> {
  const job = await readJob(jobFile);
  const socket = connect(job.socket);
  const stop = new AbortController();
  // Whatever the program says is "cancel", and its end is too.
  for (const event of ['data', 'end', 'close', 'error'] as const) socket.on(event, () => stop.abort());
  const say = (message: HelperMessage): void => void (socket.writable && socket.write(`${JSON.stringify(message)}\n`));
  say({ type: 'hello', token: job.token });
  try {
    const source = await sourceOf(job);
    try {
      const { typedName, verify, fakeCapacityCheck, eject, sourceFiles } = job;
      const written = await performWrite(
        driveOf(job),
        source,
        {
          verify,
          fakeCapacityCheck,
          eject,
          // A file that stands on the drive would be written over while it is read.
          sourceFiles: [...sourceFiles, ...(job.work.kind === 'blank' ? [] : [job.work.path])],
          ...(typedName === undefined ? {} : { typedName }),
          signal: stop.signal,
          onProgress: (progress) => say({ type: 'progress', progress }),
        },
        tools,
      );
      say({ type: 'done', written });
      return await ended(socket, 0);
    } finally {
      await source.close();
    }
  } catch (thrown) {
    const { code, params, cause } = thrown instanceof Fault ? thrown.error : toAppError(thrown, 'untouched');
    say({ type: 'failed', error: { code, params: { ...params }, ...(cause ? { cause } : {}) } });
    return await ended(socket, 1);
  }
}

const driveOf = ({ drive: { id, sizeBytes, serial } }: Job) => ({ id, sizeBytes, ...(serial === undefined ? {} : { serial }) });

const ended = (socket: Socket, status: number): Promise<number> =>
  new Promise((resolve) => {
    socket.once('close', () => resolve(status));
    socket.end();
    // A program that is gone closes nothing.
    if (socket.destroyed) resolve(status);
  });

async function readJob(path: string): Promise<Job> {
  // Not through a link: the name comes from a command line.
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const status = await file.stat();
    if (!status.isFile() || status.size > MOST_JOB_BYTES) throw fault('INPUT_INVALID', { detail: 'not a job file' });
    return jobSchema.parse(JSON.parse(await file.readFile('utf8')));
  } finally {
    await file.close();
  }
}

async function sourceOf({ work, drive }: Job): Promise<KeySource> {
  switch (work.kind) {
    case 'blank':
      return blankStick(drive.sizeBytes, { volumeId: work.volumeId });
    case 'file':
      return sourceOfFile(work.path);
    case 'pieces':
      return sourceOfPieces(
        work.path,
        work.sizeBytes,
        work.pieces,
        work.beforeSha256 === undefined ? undefined : { beforeSha256: work.beforeSha256 },
      );
  }
}
