// The contact test before anything long: a bad contact ends here, in the words of the contact test.
import type { ChipInfo } from '../shared/model/chip';
import { errorOfDiagnosis, type ContactReport } from '../shared/model/contact';
import { fault } from '../shared/model/errors';
import type { Device } from './device';
import { valueOf } from './verb';

export async function requireGoodContact({ session, context }: Device): Promise<ChipInfo> {
  const { contact, chip } = valueOf(await session.contactTest(context));
  return requireGood(contact, chip);
}

export function requireGood(contact: ContactReport | undefined, chip: ChipInfo | undefined): ChipInfo {
  if (!contact) throw fault('STATE_WRONG', { state: 'the contact was not tested' });
  if (contact.diagnosis === 'good' && chip) return chip;
  const code = contact.diagnosis === 'good' ? 'CHIP_UNKNOWN' : errorOfDiagnosis[contact.diagnosis];
  throw fault(code, { jedec: contact.jedec ?? 'none', ...(chip ? { name: chip.name } : {}) });
}
