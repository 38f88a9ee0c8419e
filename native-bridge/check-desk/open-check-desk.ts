// The check desk as both faces have it: on a folder of the disk, with the real inspection, comparison and exports.
import { randomUUID } from 'node:crypto';
import { exportCsv } from '../inspection/export-csv';
import { exportHtml } from '../inspection/export-html';
import { exportJson } from '../inspection/export-json';
import type { InspectionPool } from '../inspection/inspection-pool';
import { CheckDesk } from './check-desk';
import { dosBackupSets } from './dos-backup-set';
import { openHeavyThread } from './heavy-thread';
import { holdFiles } from './held-files';
import type { Export, ExportFormat } from './inspector';

const writers = { html: exportHtml, json: exportJson, csv: exportCsv } as const;
const mimes: Record<ExportFormat, string> = { html: 'text/html', json: 'application/json', csv: 'text/csv' };

/** `program`: name and version, at the foot of a report. The pool stays the caller's, to be closed after the desk. */
export function openCheckDesk(folder: string, program: string, pool: InspectionPool): Promise<CheckDesk> {
  const now = () => new Date();
  const exportAs: Export = (format, inspections, identity) => ({
    mime: mimes[format],
    text: writers[format](inspections, { identity, program, madeAt: now().toISOString().slice(0, 16).replace('T', ' ') }),
  });
  return CheckDesk.open({
    files: holdFiles(folder),
    inspector: {
      // A recovery on the same pool must not wait until hundreds of files are through: one thread is left to it.
      width: Math.max(1, pool.workers - 1),
      inspectFile: (path, hints, signal) => pool.inspectFile(path, hints, signal),
      close: () => Promise.resolve(),
    },
    heavy: openHeavyThread(folder),
    exportAs,
    sets: dosBackupSets,
    newId: randomUUID,
    now,
  });
}
