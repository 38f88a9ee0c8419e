// rom-rescue backup: reads until two reads agree in every 4 KiB, saves, reads the file back, inspects.
import { inspectImage } from '../../shared/firmware/inspect';
import type { ImageReport } from '../../shared/firmware/report';
import type { BackupOutcome } from '../../native-bridge/operations/device-session';
import type { BackupRecord } from '../../native-bridge/recovery/vault';
import { requireFree, saveBackup } from '../backup-file';
import { contactAdvice } from '../contact-messages';
import { chipJson, programmerJson, withDevice, type DeviceOptions } from '../device';
import { ExitCode } from '../exit-codes';
import { parseCount } from '../numbers';
import { rangesText } from '../plan-view';
import { valueOf, type Answer, type Verb } from '../verb';
import { count, sizeText, table } from '../wording';
import { requireGoodContact } from '../require-contact';

export interface BackupOptions extends DeviceOptions {
  readonly output: string;
  readonly reads?: string;
}

export async function backup(verb: Verb, options: BackupOptions): Promise<Answer> {
  const reads = options.reads === undefined ? 2 : parseCount(options.reads, 2, 9, '--reads');
  await requireFree(options.output);
  return withDevice(verb, options, async (device) => {
    const chip = await requireGoodContact(device);
    const outcome = valueOf(await device.session.backup({ chip, reads }, device.context));
    const record = await saveBackup(options.output, outcome, chip, verb.today());
    const inspection = inspectImage(outcome.bytes);
    return {
      exit: outcome.unstable.length === 0 ? ExitCode.good : ExitCode.checkFailed,
      json: {
        file: options.output,
        size: record.sizeBytes,
        sha256: record.sha256,
        reads: record.reads,
        unstable: record.unstable,
        settled: record.settled,
        inspection: withoutIdentity(inspection),
        programmer: programmerJson(device.programmer),
        chip: chipJson(chip),
      },
      text: lines(options.output, record, outcome, inspection),
    };
  });
}

/** The MAC names a person's machine: it leaves the program only in the image itself. */
function withoutIdentity({ mac: _mac, ...report }: ImageReport): Omit<ImageReport, 'mac'> {
  return report;
}

function lines(path: string, record: BackupRecord, { settled, unstable }: BackupOutcome, report: ImageReport): string[] {
  const facts = table([
    ['file', `${path} (${sizeText(record.sizeBytes)}), read back from disk`],
    ['SHA-256', record.sha256],
    ['reads', unstable.length === 0 ? `${record.reads}, equal everywhere` : `${record.reads}, not equal everywhere`],
    ...(settled.length > 0 ? [['settled', rangesText(settled)] as const] : []),
    ...(unstable.length > 0 ? [['unstable', rangesText(unstable)] as const] : []),
    ['image', `${report.verdict}, ${count(report.findings.filter(({ severity }) => severity === 'fail').length, 'fault')}`],
  ]);
  const findings = report.findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ severity, message }) => `  ${severity}: ${message}`);
  const unusable = unstable.length > 0 ? ['', contactAdvice('data-unsteady').what, 'No write will rest on this file.'] : [];
  return [...facts, ...findings, ...unusable];
}
