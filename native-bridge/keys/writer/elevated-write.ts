// Has a key written by the helper process, started with rights through the system's own question. The program itself stays without rights.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault, fault } from '../../../shared/model/errors';
import type { DriveIdentity } from '../drives/list-drives';
import { CANCEL_LINE, helperMessage, lineSplitter, type Job } from './helper-protocol';
import { joined, type KeySource, type Piece } from './key-source';
import type { KeyWritten, WriteOptions } from './perform-write';
import { commandLine, isSafeFolder, type HelperCommand } from './shell-quote';

/** Starts a command line with rights and resolves when it has ended. Rejects with sudo-prompt's errors. */
export type StartWithRights = (command: string) => Promise<void>;

export interface ElevationTools {
  /** Program and arguments before the job file. */
  readonly helper: HelperCommand;
  readonly start?: StartWithRights;
}

export type Work = { readonly kind: 'image'; readonly source: KeySource } | Exclude<Job['work'], { kind: 'pieces' }>;

/** @throws KEY_DRIVE_*, CANCELLED */
export async function elevatedWrite(drive: DriveIdentity, work: Work, options: WriteOptions, tools: ElevationTools): Promise<KeyWritten> {
  const { verify = true, fakeCapacityCheck = false, eject = true, typedName, sourceFiles = [], signal, onProgress } = options;
  const { helper, start = startWithSudoPrompt } = tools;
  signal?.throwIfAborted();
  if (!isSafeFolder(process.cwd()))
    throw fault('KEY_DRIVE_HELPER_LOST', { detail: 'the name of the current folder has signs a shell would act on', stick: 'untouched' });
  // mkdtemp makes it for this user alone.
  const folder = await mkdtemp(join(tmpdir(), 'rom-rescue-key-'));
  const token = randomBytes(32).toString('hex');
  const socket = process.platform === 'win32' ? `\\\\.\\pipe\\rom-rescue-${randomBytes(16).toString('hex')}` : join(folder, 'socket');
  const conversation = listen(socket, token, options);
  try {
    await conversation.ready;
    const job: Job = {
      version: 1,
      drive: { id: drive.id, sizeBytes: drive.sizeBytes, ...(drive.serial ? { serial: drive.serial } : {}) },
      ...(typedName === undefined ? {} : { typedName }),
      verify,
      fakeCapacityCheck,
      eject,
      sourceFiles: [...sourceFiles],
      work: work.kind === 'image' ? await spool(work.source, join(folder, 'key.bin')) : work,
      socket,
      token,
    };
    const jobFile = join(folder, 'job.json');
    await writeFile(jobFile, JSON.stringify(job), { mode: 0o600, flag: 'wx' });
    onProgress?.({
      phase: 'asking-for-rights',
      doneBytes: 0,
      totalBytes: work.kind === 'image' ? work.source.totalBytes : drive.sizeBytes,
    });
    const line = commandLine({ ...helper, args: [...(await readableArgs(helper, folder)), jobFile] }, process.platform as 'linux');
    return await Promise.race([conversation.outcome, endedTooEarly(start(line), conversation)]);
  } finally {
    conversation.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** When the helper's process has ended, its last words may still be on the way: they win. */
async function endedTooEarly(running: Promise<void>, { outcome, hasBegun }: Conversation): Promise<KeyWritten> {
  const lost = (detail: string, cause?: unknown): Fault =>
    fault('KEY_DRIVE_HELPER_LOST', { detail, stick: hasBegun() ? 'unknown' : 'untouched' }, cause);
  try {
    await running;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    if (/polkit|unable to find pkexec/i.test(message)) throw fault('KEY_DRIVE_NO_AGENT', { stick: 'untouched' }, thrown);
    if (/did not grant permission/i.test(message)) throw fault('KEY_DRIVE_NOT_ALLOWED', { stick: 'untouched' }, thrown);
    const settled = await Promise.race([
      outcome.then(
        () => true,
        () => true,
      ),
      nextTurns(),
    ]);
    if (!settled) throw lost(message.split('\n')[0] ?? '', thrown);
    return outcome;
  }
  if (
    await Promise.race([
      outcome.then(
        () => true,
        () => true,
      ),
      nextTurns(),
    ])
  )
    return outcome;
  throw lost('it ended without a word');
}

/** Long enough for what is in the socket to be read. */
const nextTurns = (): Promise<false> => new Promise((resolve) => setTimeout(() => resolve(false), 1000));

interface Conversation {
  readonly ready: Promise<void>;
  readonly outcome: Promise<KeyWritten>;
  /** The helper runs: from here on the drive may have been touched. */
  readonly hasBegun: () => boolean;
  close(): void;
}

function listen(path: string, token: string, { signal, onProgress }: WriteOptions): Conversation {
  let finish!: (written: KeyWritten) => void;
  let fail!: (thrown: unknown) => void;
  const outcome = new Promise<KeyWritten>((resolve, reject) => ([finish, fail] = [resolve, reject]));
  // It may fail before anyone waits for it.
  outcome.catch(() => undefined);
  let helper: Socket | undefined;
  const cancel = (): void => {
    if (helper) helper.write(CANCEL_LINE);
    // Nothing has begun: the question for rights is still open, and its answer finds nobody.
    else fail(fault('CANCELLED', { stick: 'untouched' }));
  };
  const server: Server = createServer((socket) => {
    socket.setEncoding('utf8');
    const split = lineSplitter((line) => {
      const message = helperMessage.parse(JSON.parse(line));
      if (message.type === 'hello') {
        if (helper || !isSame(message.token, token)) return void socket.destroy();
        helper = socket;
        if (signal?.aborted) cancel();
        return;
      }
      if (socket !== helper) return void socket.destroy();
      if (message.type === 'progress') {
        const { rateBytesPerSec, etaMs, ...rest } = message.progress;
        onProgress?.({
          ...rest,
          ...(rateBytesPerSec === undefined ? {} : { rateBytesPerSec }),
          ...(etaMs === undefined ? {} : { etaMs }),
        });
      } else if (message.type === 'done') finish(message.written);
      else fail(new Fault(fault(message.error.code, message.error.params, message.error.cause).error));
    });
    socket.on('data', (chunk: string) => {
      try {
        split(chunk);
      } catch {
        socket.destroy();
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      // After an outcome this changes nothing.
      if (socket === helper) fail(fault('KEY_DRIVE_HELPER_LOST', { detail: 'it stopped talking', stick: 'unknown' }));
    });
  });
  signal?.addEventListener('abort', cancel, { once: true });
  const ready = new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return {
    ready,
    outcome,
    hasBegun: () => helper !== undefined,
    close: () => {
      signal?.removeEventListener('abort', cancel);
      helper?.destroy();
      server.close();
    },
  };
}

const isSame = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

async function readableArgs({ args, copied }: HelperCommand, folder: string): Promise<string[]> {
  if (copied === undefined) return [...args];
  const copy = join(folder, 'key-writer.cjs');
  await writeFile(copy, await readFile(copied), { mode: 0o600, flag: 'wx' });
  return args.map((word) => (word === copied ? copy : word));
}

/** Writes what belongs on the drive, piece behind piece, where the helper can read it. */
async function spool(source: KeySource, path: string): Promise<Job['work']> {
  const file = await open(path, 'wx', 0o600);
  try {
    const pieces: Piece[] = [];
    for await (const { offset, bytes } of joined(source.extents())) {
      pieces.push([offset, bytes.length]);
      for (let done = 0; done < bytes.length;) done += (await file.write(bytes, done)).bytesWritten;
    }
    return {
      kind: 'pieces',
      path,
      sizeBytes: source.sizeBytes,
      pieces: pieces.map(([offset, length]) => [offset, length]),
      ...(source.patch ? { beforeSha256: source.patch.beforeSha256 } : {}),
    };
  } finally {
    await file.close();
  }
}

/** The system's own question: polkit, the macOS password window, Windows' User Account Control. */
const startWithSudoPrompt: StartWithRights = async (command) => {
  const { exec } = await import('@vscode/sudo-prompt');
  await new Promise<void>((resolve, reject) => exec(command, { name: 'ROM Rescue' }, (error) => (error ? reject(error) : resolve())));
};
