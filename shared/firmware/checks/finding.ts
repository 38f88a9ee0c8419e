// How checks phrase what they find.
import type { Finding, Severity } from '../report';

export type FindingMore = Omit<Finding, 'code' | 'severity' | 'message'>;

const finding =
  (severity: Severity) =>
  (code: string, message: string, more: FindingMore = {}): Finding => ({ code, severity, message, ...more });

export const fail = finding('fail');
export const warn = finding('warn');
export const note = finding('note');
