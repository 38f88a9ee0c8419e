// The inspection of any file: what it is, whether it is sound, and what it can be used for. Decides what applies; the readers read.
import { bareReport } from '../bare-report';
import { dumpFinding } from '../checks/check-dump';
import { fail, note, warn } from '../checks/finding';
import { containerOf, isMicrocodeFile } from '../containers';
import { scanBlocks } from '../dump/scan-blocks';
import { diagnoseDump, orderOfUnknown, type DumpDefect } from '../dump-diagnosis';
import { pureTools, type InspectTools } from '../hashing';
import { identifyFile } from '../identify-file';
import type { Finding, ImageReport } from '../report';
import { machineById, type ImageLayout } from '../../machines';
import { zx20Layout } from '../../machines/zx20-layout';
import type { InspectHints, Subject } from './subject';
import { isVolume, partTask, unplacedTask, wholeTask } from './tasks';
import { reportOf } from './report-of';

export type { InspectHints } from './subject';

/** Any bytes of any length; never an exception. */
export function inspectImage(given: Uint8Array, hints: InspectHints = {}, tools: InspectTools = pureTools): ImageReport {
  // A node Buffer's `slice` shares its memory; a plain view of the same bytes copies, as readers may expect.
  const bytes = given.constructor === Uint8Array ? given : new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  const machine = hints.machineId === undefined ? undefined : machineById(hints.machineId);
  // All machines known share one map so far; the descriptor speaks for those that are not known.
  const layout = machine?.layout ?? zx20Layout;
  if (bytes.length === 0) return defective(bytes, [{ kind: 'empty' }], 'not-an-image');
  const container = containerOf(bytes);
  if (container) {
    const { kind, code, title, next } = container;
    return notAnImage(bytes, kind, fail(code, `This is ${title}, not a flash image.`, { offset: 0, length: bytes.length, next }));
  }
  const subject: Subject = { bytes, scan: scanBlocks(bytes), layout, ...(machine ? { machine } : {}), hints, tools };
  if (isMicrocodeFile(bytes)) {
    const alone = note('FILE_IS_PART', 'This file is microcode for processors alone, not a whole image.');
    return reportOf(subject, { ...unplacedTask(subject), kind: 'microcode', findings: [alone] });
  }
  const identity = identifyFile(bytes, layout);
  if (identity.kind !== 'unknown' && identity.kind !== 'full')
    return reportOf(subject, partTask(subject, identity.kind, identity.offset, identity.fits));
  return identity.kind === 'full' ? inspectWhole(subject) : inspectUnknown(subject);
}

/** Defects after which the content stands in no place where a reader would look for it. */
const displacing: readonly DumpDefect['kind'][] = ['shifted', 'swapped', 'bit-slip', 'wrong-order'];
const spoiling: readonly DumpDefect['kind'][] = [...displacing, 'data-line', 'address-line', 'joined-lines', 'mirrored'];

function inspectWhole(subject: Subject): ImageReport {
  const { bytes, layout } = subject;
  const defects = diagnoseDump(bytes, subject);
  if (defects.some(({ kind }) => kind === 'constant')) return defective(bytes, defects, 'not-an-image');
  // What stands elsewhere would only repeat the same defect under many names.
  if (defects.some(({ kind }) => displacing.includes(kind))) return defective(bytes, defects, 'damaged', layout);
  return reportOf(subject, wholeTask(subject, defects));
}

/** Nothing at its start or in its known places says what it is: what is inside, in another order, or nothing at all. */
function inspectUnknown(subject: Subject): ImageReport {
  const { bytes } = subject;
  const defects = diagnoseDump(bytes, subject);
  if (defects.some(({ kind }) => kind === 'constant')) return defective(bytes, defects, 'not-an-image');
  if (defects.some(({ kind }) => spoiling.includes(kind))) return defective(bytes, defects, 'damaged');
  const task = unplacedTask(subject);
  if (task.regions.length > 1) return reportOf(subject, { ...wholeTask(subject, defects), regions: task.regions });
  if (isVolume(bytes, 0)) {
    const alone = note('FILE_IS_PART', 'This file is a UEFI firmware volume alone, not a whole image.');
    return reportOf(subject, { ...task, kind: 'volume', findings: [alone] });
  }
  if (task.regions.length === 1) {
    const without = warn('NO_DESCRIPTOR', 'The file holds firmware and no descriptor: where it belongs in a chip is not known.', {
      offset: task.regions[0]!.offset,
      length: task.regions[0]!.length,
    });
    return reportOf(subject, { ...task, kind: 'bios-region', findings: [without] });
  }
  const order = orderOfUnknown(bytes);
  if (order) return defective(bytes, [order], 'damaged');
  const foreign = fail('NOT_FIRMWARE', 'Nothing in this file is known: it is not an image of this kind of chip.', {
    offset: 0,
    length: bytes.length,
    next: 'Choose another file.',
  });
  const dump = defects.map((defect) => dumpFinding(defect, bytes.length));
  return notAnImage(bytes, 'unknown', foreign, ...dump);
}

function notAnImage(bytes: Uint8Array, kind: ImageReport['kind'], ...findings: readonly Finding[]): ImageReport {
  return { ...bareReport({ size: bytes.length, verdict: 'not-an-image', summary: findings[0]?.message ?? '', findings }), kind };
}

/** `layout` where the file is known to be a whole image in spite of it. */
function defective(bytes: Uint8Array, defects: readonly DumpDefect[], verdict: ImageReport['verdict'], layout?: ImageLayout): ImageReport {
  const findings = defects.map((defect) => dumpFinding(defect, bytes.length));
  const kind = layout ? 'full' : 'unknown';
  return { ...bareReport({ size: bytes.length, verdict, summary: findings[0]?.message ?? '', findings }), kind };
}
