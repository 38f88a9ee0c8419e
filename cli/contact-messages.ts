// Each diagnosis of the contact test in words: those of the error that it would be elsewhere.
import { errorOfDiagnosis, type ContactDiagnosis } from '../shared/model/contact';
import { appError, type ErrorParams } from '../shared/model/errors';
import { errorText } from './messages';

export interface Advice {
  readonly what: string;
  readonly steps: readonly string[];
}

export function contactAdvice(diagnosis: ContactDiagnosis, params: ErrorParams = {}): Advice {
  if (diagnosis === 'good') return { what: 'The contact is good.', steps: [] };
  const { what, steps } = errorText(appError(errorOfDiagnosis[diagnosis], params));
  return { what, steps };
}
