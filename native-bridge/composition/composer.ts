// Composition as the recovery has it done: on a thread of its own in the program, in the calling thread in a test.
import type { CompositionManifest } from '../../shared/firmware/compose';
import { planWrite } from '../../shared/firmware/plan-write';
import type { WritePlan } from '../../shared/model/plan';
import {
  composeAndJudge,
  composeImage,
  composeManifest,
  planRequestFor,
  type Composed,
  type ComposedImage,
  type ComposeOrder,
  type WriteToPlan,
} from './compose-order';

/** Each rejects with a Fault. The bytes stay the caller's and must not change until it has settled. */
export interface Composer {
  compose(order: ComposeOrder): Promise<Composed>;
  /** The image alone. */
  image(order: ComposeOrder): Promise<ComposedImage>;
  manifest(order: ComposeOrder, version: string): Promise<CompositionManifest>;
  plan(write: WriteToPlan): Promise<WritePlan>;
}

/** The calling thread stands still meanwhile. */
export const composeHere: Composer = {
  compose: async (order) => composeAndJudge(order),
  image: async (order) => composeImage(order),
  manifest: async (order, version) => composeManifest(order, version),
  plan: async (write) => planWrite(planRequestFor(write)),
};
