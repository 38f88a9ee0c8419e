// A file of text that is written piece by piece, and stands under its name only when it is whole.
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { diskFault } from '../native-bridge/recovery/files';

export interface TextFile {
  add(text: string): Promise<void>;
  /** Gives it its name. */
  finish(): Promise<void>;
  copyInto(other: TextFile): Promise<void>;
  /** Nothing is left of it, unless it is finished. */
  abandon(): Promise<void>;
}

/** Everything rejects with DISK_* faults. */
export async function openTextFile(path: string): Promise<TextFile> {
  const next = `${path}.${process.pid}.next`;
  const guarded = <T>(work: Promise<T>): Promise<T> =>
    work.catch((thrown: unknown) => {
      throw diskFault(thrown, path);
    });
  const handle = await guarded(open(next, 'w'));
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await handle.close();
    isOpen = false;
  };
  return {
    add: (text) => guarded(handle.appendFile(text)),
    finish: async () => {
      await guarded(handle.sync());
      await guarded(close());
      await guarded(rename(next, path));
    },
    copyInto: async (other) => {
      for await (const chunk of createReadStream(next, { encoding: 'utf8' })) await other.add(chunk as string);
    },
    abandon: async () => {
      await close();
      await rm(next, { force: true }).catch(() => undefined);
    },
  };
}
