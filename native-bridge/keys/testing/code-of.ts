// For tests: the code a refusal carries.
import { Fault } from '../../../shared/model/errors';

/** Undefined where `work` does not refuse; throws on what is no refusal but a bug. */
export function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown.error.code;
    throw thrown;
  }
}

/** The same of work that takes its time. */
export async function codeOfAsync(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (thrown) {
    return codeOf(() => {
      throw thrown;
    });
  }
}
