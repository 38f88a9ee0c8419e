// Why a file could not be inspected, in the words that every face has.
import { errorMessages } from '../../shared/messages/errors.en';
import type { AppError, ErrorParams } from '../../shared/model/errors';

export interface ErrorSentence {
  readonly what: string;
  readonly steps: readonly string[];
}

export function errorSentence({ code, params }: AppError): ErrorSentence {
  const { what, steps } = errorMessages[code];
  return { what: filled(what, params), steps: steps.map((step) => filled(step, params)) };
}

const filled = (text: string, params: ErrorParams): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(params[name] ?? '?'));
