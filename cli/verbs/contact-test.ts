// rom-rescue contact-test: proves the wiring without changing anything, or names what is wrong.
import type { ContactCheckName, ContactReport } from '../../shared/model/contact';
import { chipJson, programmerJson, withDevice, type DeviceOptions } from '../device';
import { ExitCode } from '../exit-codes';
import { contactAdvice } from '../contact-messages';
import { valueOf, type Answer, type Verb } from '../verb';
import { table } from '../wording';

const checkNames: Readonly<Record<ContactCheckName, string>> = {
  'id-steady': 'the id is steady',
  'ids-agree': 'three ways of asking agree',
  'write-enable': 'commands are obeyed',
  sfdp: 'the chip describes itself',
  'data-steady': 'data is steady',
  status: 'the status is sane',
};

export function contactTest(verb: Verb, options: DeviceOptions): Promise<Answer> {
  return withDevice(verb, options, async ({ session, programmer, context }) => {
    const { contact, chip } = valueOf(await session.contactTest(context));
    const good = contact.diagnosis === 'good';
    const { what, steps } = contactAdvice(contact.diagnosis);
    return {
      exit: good ? ExitCode.good : ExitCode.checkFailed,
      json: {
        programmer: programmerJson(programmer),
        diagnosis: contact.diagnosis,
        message: what,
        steps,
        checks: contact.checks,
        ...(contact.jedec === undefined ? {} : { jedec: contact.jedec }),
        ...(chip ? { chip: chipJson(chip) } : {}),
      },
      text: [...lights(contact), '', what, ...steps.map((step, index) => `  ${index + 1}. ${step}`)],
    };
  });
}

const lights = ({ checks }: ContactReport): string[] =>
  table(checks.map(({ name, outcome, evidence }) => [checkNames[name], evidence === '' ? outcome : `${outcome}  (${evidence})`]));
