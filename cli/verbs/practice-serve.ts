import { fault } from '../../shared/model/errors';
import type { Answer, Verb } from '../verb';
export interface PracticeServeOptions {
  readonly serprog: string;
  readonly image?: string;
}
export async function practiceServe(_verb: Verb, _options: PracticeServeOptions): Promise<Answer> {
  throw fault('INTERNAL', { detail: 'not yet' });
}
