import { fault } from '../../shared/model/errors';
import type { DeviceOptions } from '../device';
import type { Answer, Verb } from '../verb';
export interface RecoverOptions extends DeviceOptions {
  readonly case?: string;
  readonly recipe?: string;
  readonly source?: readonly string[];
  readonly yes?: boolean;
}
export async function recover(_verb: Verb, _options: RecoverOptions): Promise<Answer> {
  throw fault('INTERNAL', { detail: 'not yet' });
}
