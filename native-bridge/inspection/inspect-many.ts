// A batch in the order it was given, a few files ahead of whoever takes the answers, so that memory stays flat however many there are.
import type { InspectHints } from '../../shared/firmware/inspect';
import type { FileInspection } from '../../shared/model/file-inspection';
import type { Source } from './inspect-source';
import type { InspectionPool } from './inspection-pool';

/** Files begun and not yet taken, for each thread: enough that none waits for a slow one at the head. */
const AHEAD = 4;

/** `known`: said in its place without being inspected. */
export type Given = Source | { readonly kind: 'known'; readonly inspection: FileInspection };

/** An archive is followed by its members. Throws the signal's reason. */
export async function* inspectMany(
  pool: InspectionPool,
  sources: Iterable<Given>,
  hints: InspectHints = {},
  signal?: AbortSignal,
): AsyncGenerator<FileInspection, void, undefined> {
  const ownStop = new AbortController();
  const stop = signal === undefined ? ownStop.signal : AbortSignal.any([signal, ownStop.signal]);
  const remaining = sources[Symbol.iterator]();
  const window: Answers[] = [];
  const fill = (): void => {
    while (window.length < Math.max(1, pool.workers * AHEAD)) {
      const next = remaining.next();
      if (next.done === true) return;
      const given = next.value;
      window.push(
        new Answers((say) => (given.kind === 'known' ? Promise.resolve(say(given.inspection)) : pool.inspect(given, hints, say, stop))),
      );
    }
  };
  try {
    for (fill(); window.length > 0; fill()) {
      yield* window[0]!.each();
      window.shift();
    }
  } finally {
    ownStop.abort();
  }
}

/** What one source says, kept until it is asked for. */
class Answers {
  private readonly said: FileInspection[] = [];
  private wake: () => void = () => undefined;
  private ended: { readonly error?: Error } | undefined;

  constructor(run: (say: (inspection: FileInspection) => void) => Promise<void>) {
    const end = (outcome: { readonly error?: Error }): void => {
      this.ended = outcome;
      this.wake();
    };
    run((inspection) => {
      this.said.push(inspection);
      this.wake();
    }).then(
      () => end({}),
      (error: Error) => end({ error }),
    );
  }

  async *each(): AsyncGenerator<FileInspection, void, undefined> {
    for (;;) {
      for (let next = this.said.shift(); next !== undefined; next = this.said.shift()) yield next;
      if (this.ended !== undefined) {
        if (this.ended.error !== undefined) throw this.ended.error;
        return;
      }
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
