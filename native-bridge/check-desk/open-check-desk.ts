// The check desk as both faces have it: on a folder of the disk, with the real inspection, comparison and exports.
import { randomUUID } from 'node:crypto';
import { exportCsv } from '../inspection/export-csv';
import { exportHtml } from '../inspection/export-html';
import { exportJson } from '../inspection/export-json';
import { openInspectionPool } from '../inspection/inspection-pool';
import { CheckDesk } from './check-desk';
import { dosBackupSets } from './dos-backup-set';
import { openHeavyThread } from './heavy-thread';
import { holdFiles } from './held-files';
import type { Export, ExportFormat } from './inspector';

const writers = { html: exportHtml, json: exportJson, csv: exportCsv } as const;
const mimes: Record<ExportFormat, string> = { html: 'text/html', json: 'application/json', csv: 'text/csv' };

/** `program`: name and version, at the foot of a report. */
export function openCheckDesk(folder: string, program: string): Promise<CheckDesk> {
  const pool = openInspectionPool();
  const now = () => new Date();
  const exportAs: Export = (format, inspections, identity) => ({
    mime: mimes[format],
    text: writers[format](inspections, { identity, program, madeAt: now().toISOString().slice(0, 16).replace('T', ' ') }),
  });
  return CheckDesk.open({
    files: holdFiles(folder),
    inspector: {
      width: pool.workers,
      inspectFile: (path, hints, signal) => pool.inspectFile(path, hints, signal),
      close: () => pool.close(),
    },
    heavy: openHeavyThread(folder),
    exportAs,
    sets: dosBackupSets,
    newId: randomUUID,
    now,
  });
}
