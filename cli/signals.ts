// Ctrl-C and signals: the first asks the running work to stop where it is safe, the second releases the pins and leaves at once.
import type { ProcessLike } from '../native-bridge/programmers/exit-guard';

const cancelling = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export interface Cancellation {
  readonly signal: AbortSignal;
  /** For the exit guard: a process whose first signal is a cancellation. */
  readonly process: ProcessLike;
}

export function cancelOnFirstSignal(host: ProcessLike, onCancel: () => void): Cancellation {
  const controller = new AbortController();
  const wrapped = new Map<(argument: unknown) => void, (argument: unknown) => void>();
  return {
    signal: controller.signal,
    process: {
      on: (event, listener) => {
        const first = (argument: unknown): void => {
          if (controller.signal.aborted) return listener(argument);
          onCancel();
          controller.abort();
        };
        const used = cancelling.includes(event) ? first : listener;
        wrapped.set(listener, used);
        return host.on(event, used);
      },
      off: (event, listener) => host.off(event, wrapped.get(listener) ?? listener),
      exit: (code) => host.exit(code),
    },
  };
}
