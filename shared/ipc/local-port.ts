// Two ends of a port within one process: for a face that holds the recovery itself, and for tests.
import type { Port } from './contract-kit';

/** What one end posts reaches the other's listener after the caller has returned, as on every other carrier. */
export function localPorts(): readonly [Port, Port] {
  const ends = [createEnd(), createEnd()] as const;
  return [portOf(ends[0], ends[1]), portOf(ends[1], ends[0])];
}

interface End {
  message: (message: unknown) => void;
  close: (() => void)[];
  open: boolean;
}

const createEnd = (): End => ({ message: () => undefined, close: [], open: true });

function portOf(own: End, other: End): Port {
  return {
    post: (message) => {
      if (!own.open) throw new Error('the port is closed');
      queueMicrotask(() => {
        if (other.open) other.message(message);
      });
    },
    onMessage: (listener) => {
      own.message = listener;
    },
    onClose: (listener) => void own.close.push(listener),
    close: () => {
      for (const end of [own, other]) {
        if (!end.open) continue;
        end.open = false;
        for (const listener of end.close) queueMicrotask(listener);
      }
    },
  };
}
