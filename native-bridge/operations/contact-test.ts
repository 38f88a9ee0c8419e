// The contact test (domain 3): proves the wiring in about a second without changing anything on the chip, and names what is wrong.
import type { ChipInfo, ChipProfile } from '../../shared/model/chip';
import type { ContactDiagnosis } from '../../shared/model/contact';
import { Fault } from '../../shared/model/errors';
import { command, opcodes, readSfdp, readStatus } from '../spi/commands';
import { limits } from '../spi/limits';
import { NorFlash } from '../spi/nor-chip';
import { registersList } from '../spi/status';
import {
  allChecks,
  judgeAgreement,
  judgeData,
  judgeIds,
  judgeLatch,
  judgeSfdp,
  judgeStatus,
  type Finding,
  type SteadyData,
} from './contact-diagnosis';
import { throwIfCancelled, type Device } from './device';
import type { ContactOutcome, OperationContext } from './device-session';
import { chipDetails, probe, type Probe } from './probe';
import { ProgressMeter } from './progress-meter';

const SFDP_CHECK_BYTES = 26;
const TESTS = 6;

/** A bad contact is an answer, not an error; only a lost adapter or a cancel ends it with a fault. */
export async function contactTest(device: Device, context: OperationContext): Promise<ContactOutcome> {
  const meter = new ProgressMeter({ clock: device.clock, report: context.progress, chipState: () => 'untouched', total: TESTS });
  throwIfCancelled(context.signal);
  meter.phase('waking');
  const outcome = await examine(device, context, meter);
  meter.finish();
  context.log('contact', { diagnosis: outcome.contact.diagnosis, checks: outcome.contact.checks });
  return outcome;
}

async function examine(device: Device, context: OperationContext, meter: ProgressMeter): Promise<ContactOutcome> {
  const findings: Finding[] = [];
  let seen: Probe;
  try {
    seen = await probe(device, limits.contact.idReads);
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.error.code !== 'CHIP_STILL_BUSY') throw thrown;
    return { contact: { diagnosis: 'still-busy', checks: allChecks([]) } };
  }
  const jedec = seen.ids[0] ?? '';
  const answer = (chip?: ChipInfo): ContactOutcome => ({
    contact: { diagnosis: firstDiagnosis(findings), checks: allChecks(findings), jedec },
    ...(chip ? { chip } : {}),
  });
  findings.push(judgeIds(seen));
  meter.phase('testing-contact');
  meter.advance(1);
  const { profile } = seen;
  if (!profile || firstDiagnosis(findings) === 'unsteady') return answer();

  findings.push(judgeAgreement(seen));
  throwIfCancelled(context.signal);
  const [, enabled, , disabled, sfdp] = await device.bus.run([
    command(opcodes.writeEnable),
    readStatus(2),
    command(opcodes.writeDisable),
    readStatus(2),
    readSfdp(0, SFDP_CHECK_BYTES),
  ]);
  findings.push(judgeLatch(enabled?.[1] ?? 0xff, disabled?.[1] ?? 0xff), judgeSfdp(seen.sfdpBytes, sfdp ?? new Uint8Array()));
  meter.advance(3);
  const chip = await chipDetails(device, profile);
  findings.push(judgeStatus(registersList(chip.protection.registers), profile));
  meter.advance(1);
  if (firstDiagnosis(findings) === 'bus-lost') return answer();

  findings.push(judgeData(await readSteadily(device, profile, context)));
  meter.advance(1);
  return answer(chip);
}

/** Worst first: what explains the rest. */
const order: readonly ContactDiagnosis[] = [
  'unsteady',
  'all-ff',
  'all-00',
  'shifted',
  'unknown-chip',
  'bus-lost',
  'low-voltage-chip',
  'commands-lost',
  'ids-disagree',
  'data-unsteady',
  'mirrored',
];

function firstDiagnosis(findings: readonly Finding[]): ContactDiagnosis {
  return order.find((diagnosis) => findings.some((finding) => finding.diagnosis === diagnosis)) ?? 'good';
}

/** The same four places again and again; two pairs half a chip apart. */
async function readSteadily(device: Device, profile: ChipProfile, context: OperationContext): Promise<SteadyData> {
  const { dataReads, dataBytes, dataBudgetMs } = limits.contact;
  const quarter = profile.sizeBytes / 4;
  const places = [0, 2 * quarter, quarter, 3 * quarter];
  const affordable = (dataBudgetMs * 1000) / (places.length * dataReads * Math.max(device.bus.limits.link.byteUs, 0.01));
  const lengthBytes = Math.max(256, Math.min(dataBytes, Math.floor(affordable / 256) * 256));
  const flash = new NorFlash(device.bus, profile, device.clock, context.log);
  await flash.enter();
  const samples: Uint8Array[] = [];
  const differing = places.map(() => 0);
  for (let read = 0; read < dataReads; read++) {
    throwIfCancelled(context.signal);
    let index = 0;
    await flash.read(
      places.map((offset) => ({ offset, length: lengthBytes })),
      {
        signal: context.signal,
        onChunk: (_offset, bytes) => {
          const place = index++;
          if (read === 0) samples[place] = bytes;
          else if (Buffer.compare(samples[place] ?? bytes, bytes) !== 0) differing[place]!++;
        },
      },
    );
  }
  await flash.leave();
  return { places, lengthBytes, reads: dataReads, differing, samples };
}
