// Each diagnosis of the contact test in words: those of the error that it would be elsewhere.
import type { ContactDiagnosis } from '../shared/model/contact';
import { appError, type ErrorCode, type ErrorParams } from '../shared/model/errors';
import { errorText } from './messages';

export const errorOfDiagnosis: Readonly<Record<Exclude<ContactDiagnosis, 'good'>, ErrorCode>> = {
  'all-ff': 'BUS_ALL_FF',
  'all-00': 'BUS_ALL_00',
  unsteady: 'BUS_UNSTABLE',
  shifted: 'BUS_SHIFTED',
  'commands-lost': 'BUS_COMMANDS_LOST',
  'ids-disagree': 'BUS_UNSTABLE',
  'data-unsteady': 'BUS_DATA_UNSTABLE',
  mirrored: 'READ_MIRRORED',
  'bus-lost': 'BUS_LOST',
  'unknown-chip': 'CHIP_UNKNOWN',
  'low-voltage-chip': 'CHIP_LOW_VOLTAGE',
  'still-busy': 'CHIP_STILL_BUSY',
};

export interface Advice {
  readonly what: string;
  readonly steps: readonly string[];
}

export function contactAdvice(diagnosis: ContactDiagnosis, params: ErrorParams = {}): Advice {
  if (diagnosis === 'good') return { what: 'The contact is good.', steps: [] };
  const { what, steps } = errorText(appError(errorOfDiagnosis[diagnosis], params));
  return { what, steps };
}
