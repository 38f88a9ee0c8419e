// rom-rescue programmers: what is plugged in, and what is missing to use it.
import type { ProgrammerInfo } from '../../shared/model/programmer';
import { ExitCode } from '../exit-codes';
import { errorText } from '../messages';
import { valueOf, type Answer, type Verb } from '../verb';

export async function programmers(verb: Verb): Promise<Answer> {
  const listed = valueOf(await verb.session.list()).filter(({ kind }) => kind !== 'simulated');
  return {
    exit: ExitCode.good,
    json: { programmers: listed.map(asJson) },
    text: listed.length === 0 ? ['No programmer is plugged in. Without hardware: --programmer simulated'] : listed.flatMap(asText),
  };
}

function asJson({ problem, ...info }: ProgrammerInfo): Record<string, unknown> {
  if (!problem) return { ...info, usable: true };
  const { what, steps } = errorText(problem);
  return { ...info, usable: false, problem: { code: problem.code, message: what, next: problem.next, steps } };
}

function asText({ id, name, where, problem }: ProgrammerInfo): string[] {
  const line = [id, name, where, problem ? 'cannot be used yet' : 'ready'].filter((part) => part !== undefined).join('  ');
  if (!problem) return [line];
  const { what, steps } = errorText(problem);
  return [line, `    ${what}`, ...steps.map((step, index) => `    ${index + 1}. ${step}`)];
}
