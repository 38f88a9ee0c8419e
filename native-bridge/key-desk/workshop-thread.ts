// The workshop in a thread of its own, so that a page is answered while a package is unpacked.
import { Worker } from 'node:worker_threads';
import { JobThread } from '../job-thread';
import { threadProgram } from '../thread-program';
import type { BuildOrder, CheckOrder, HeldPackage, ToldProgress, Workshop } from './workshop';

export type KeyWork =
  | { readonly kind: 'inspect'; readonly held: HeldPackage; readonly expectedSha256: string | undefined }
  | { readonly kind: 'build'; readonly order: BuildOrder }
  | { readonly kind: 'check'; readonly order: CheckOrder }
  | { readonly kind: 'plan-repair'; readonly order: CheckOrder; readonly code: string }
  | { readonly kind: 'repair'; readonly path: string; readonly code: string; readonly family: string | undefined };

/** How far a build is. */
export type KeyWorkTold = Parameters<ToldProgress>;

/** Of the heap; images lie outside of it. */
const HEAP_MIB = 1024;

export function openWorkshopThread(): Workshop {
  const thread = new JobThread<KeyWork, KeyWorkTold>(startKeyWorker, 'the package or key');
  return {
    inspect: (held, expectedSha256) => thread.run({ kind: 'inspect', held, expectedSha256 }),
    build: (order, tell, signal) => thread.run({ kind: 'build', order }, { tell: (told) => tell(...told), signal }),
    check: (order, signal) => thread.run({ kind: 'check', order }, signal ? { signal } : {}),
    repair: (path, code, family) => thread.run({ kind: 'repair', path, code, family }),
    planRepair: (order, code) => thread.run({ kind: 'plan-repair', order, code }),
    close: () => thread.close(),
  };
}

const startKeyWorker = (): Worker =>
  new Worker(threadProgram(import.meta.url, 'key-worker.cjs'), {
    eval: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
  });
