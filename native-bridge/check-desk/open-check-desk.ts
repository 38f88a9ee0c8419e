// The check desk as both faces have it: on a folder of the disk, with the real inspection, comparison and exports.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { inspectImage } from '../../shared/firmware/inspect';
import { nodeTools, sumsOf } from '../inspection/node-tools';
import { CheckDesk } from './check-desk';
import { comparisonView } from './comparison-view';
import { holdFiles } from './held-files';
import type { Inspector } from './inspector';

/** Temporary: in this thread. */
const inspectHere: Inspector = {
  width: 1,
  inspectFile: async (path, hints, signal) => {
    const bytes = new Uint8Array(await readFile(path));
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal.throwIfAborted();
    return { file: path, size: bytes.length, ...sumsOf(bytes), report: inspectImage(bytes, hints, nodeTools) };
  },
  close: async () => undefined,
};

export function openCheckDesk(folder: string): Promise<CheckDesk> {
  return CheckDesk.open({
    files: holdFiles(folder),
    inspector: inspectHere,
    compare: comparisonView,
    exportAs: (_format, inspections) => ({ mime: 'application/json', text: JSON.stringify(inspections) }),
    sets: { find: () => [], join: () => undefined },
    newId: randomUUID,
    now: () => new Date(),
  });
}
