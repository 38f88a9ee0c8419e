// log.ndjson of one case: time, code and parameters of what was done, numbered. Sentences are made by the faces.
import { join } from 'node:path';
import { logLineSchema, type LogLine } from '../../shared/ipc/views';
import type { Disk } from './files';
import { lineFile, readLines } from './lines';

export interface CaseLog {
  readonly lines: readonly LogLine[];
  /** Never fails the work that it tells of: a full disk loses log lines, not a recovery. */
  add(code: string, params?: Readonly<Record<string, unknown>>): void;
  flush(): Promise<void>;
}

export async function openCaseLog(disk: Disk, folder: string, now: () => Date, onLine: (line: LogLine) => void): Promise<CaseLog> {
  const path = join(folder, 'log.ndjson');
  const lines = await readLines(disk, path, (value) => {
    const parsed = logLineSchema.safeParse(value);
    return parsed.success ? parsed.data : undefined;
  });
  const file = lineFile(disk, path);
  let flushed: Promise<void> = Promise.resolve();
  return {
    lines,
    add(code, params = {}) {
      const line: LogLine = { seq: (lines.at(-1)?.seq ?? 0) + 1, at: now().toISOString(), code, params: { ...params } };
      lines.push(line);
      flushed = file.append(line).catch(() => undefined);
      onLine(line);
    },
    flush: () => flushed,
  };
}
