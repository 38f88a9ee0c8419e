// How the recovery has images inspected: on a thread of the pool in the program, in the calling thread in a test. Never rejects: an image
// that could not be inspected is told as one.
import { bareReport } from '../../shared/firmware/bare-report';
import { inspectImage, type InspectHints } from '../../shared/firmware/inspect';
import type { ImageReport } from '../../shared/firmware/report';
import type { InspectionPool } from '../inspection/inspection-pool';
import { nodeTools } from '../inspection/node-tools';

/** The bytes stay the caller's and must not change until it resolves. */
export type Inspect = (bytes: Uint8Array, hints: InspectHints) => Promise<ImageReport>;

export const inspectHere: Inspect = async (bytes, hints) => inspectImage(bytes, hints, nodeTools);

export const inspectInPool =
  (pool: Pick<InspectionPool, 'inspectBytes'>): Inspect =>
  async (bytes, hints) => {
    const { report, contains } = await pool
      .inspectBytes('image', bytes, hints)
      .catch((): { report?: undefined; contains?: undefined } => ({}));
    if (report) return report;
    const isArchive = contains !== undefined;
    const message = isArchive ? 'This is an archive, not an image.' : 'This could not be inspected.';
    const next = isArchive ? 'Unpack it, then choose what comes out.' : 'Try again; if it happens again, report it.';
    const code = isArchive ? 'NOT_FIRMWARE' : 'INSPECTION_LOST';
    return bareReport({
      size: bytes.length,
      verdict: isArchive ? 'not-an-image' : 'damaged',
      summary: message,
      findings: [{ code, severity: 'fail', message, next }],
    });
  };

export const hintsOf = (machineId: string | undefined): InspectHints => (machineId === undefined ? {} : { machineId });
