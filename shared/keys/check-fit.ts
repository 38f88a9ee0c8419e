// A checked key beside the machine a person names. The table of servers is incomplete: what does not fit is a doubt, not a verdict.
import { note, warn } from '../firmware/checks/finding';
import { fitPackage } from './fit-package';
import type { KeyCheck } from './types';

/** `words`: of the model's name. */
export function withFit(check: KeyCheck, words: string): KeyCheck {
  const [image] = check.images;
  if (image === undefined) return check;
  const { fit, sentence, source } = fitPackage({ images: check.images, models: [] }, words);
  const said = sentence.replace('This package', 'This key');
  if (fit !== 'no') return { ...check, findings: [...check.findings, note('KEY_FIT', said, { evidence: source })] };
  const doubt = warn('KEY_FIT', said, { next: 'Compare it with the family that the machine shows when it starts.', evidence: source });
  const notes = check.findings.findIndex(({ severity }) => severity === 'note');
  const at = notes < 0 ? check.findings.length : notes;
  const findings = [...check.findings.slice(0, at), doubt, ...check.findings.slice(at)];
  return check.verdict === 'ready'
    ? { ...check, verdict: 'unsure', summary: said, fixFirst: doubt.next!, findings }
    : { ...check, findings };
}
