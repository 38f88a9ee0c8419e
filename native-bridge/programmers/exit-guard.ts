// Releases the pins of every open programmer when the process ends, however it ends short of a kill.

/** What must be closed: a SpiBus. */
export interface Closable {
  close(): Promise<void>;
}

/** The part of `process` the guard needs. */
export interface ProcessLike {
  on(event: string, listener: (argument: unknown) => void): unknown;
  off(event: string, listener: (argument: unknown) => void): unknown;
  exit(code: number): void;
}

export interface ExitGuard {
  /** Closes `bus` at exit; the answer takes it out again, for a bus that was closed in the ordinary way. */
  add(bus: Closable): () => void;
  /** Closes all now; resolves at the latest after the limit. */
  closeAll(): Promise<void>;
  /** Takes the guard off the process. */
  remove(): void;
}

const exitCodes: Readonly<Record<string, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/**
 * A second signal while closing exits at once. `report` gets what crashed the process, before the exit with code 1. The
 * device host also passes 'disconnect', which it gets when the program that started it is gone.
 */
export function guardExit(
  options: {
    readonly process?: ProcessLike;
    readonly limitMs?: number;
    readonly report?: (error: unknown) => void;
    readonly alsoOn?: readonly string[];
  } = {},
): ExitGuard {
  const host = options.process ?? process;
  const limitMs = options.limitMs ?? 2000;
  const open = new Set<Closable>();
  let leaving = false;

  const closeAll = async () => {
    let limit: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => (limit = setTimeout(resolve, limitMs)));
    const closing = [...open].map((bus) => bus.close().catch(() => undefined));
    open.clear();
    await Promise.race([Promise.all(closing), late]);
    clearTimeout(limit);
  };
  const leave = (code: number) => {
    if (leaving) return host.exit(code);
    leaving = true;
    void closeAll().finally(() => host.exit(code));
  };

  const listeners: [string, (argument: unknown) => void][] = [
    ...Object.entries(exitCodes).map(([signal, code]): [string, () => void] => [signal, () => leave(code)]),
    ...(options.alsoOn ?? []).map((event): [string, () => void] => [event, () => leave(0)]),
    ['beforeExit', () => (open.size > 0 && !leaving ? void closeAll() : undefined)],
    ...['uncaughtException', 'unhandledRejection'].map((event): [string, (error: unknown) => void] => [
      event,
      (error) => {
        if (!leaving) (options.report ?? console.error)(error);
        leave(1);
      },
    ]),
  ];
  for (const [event, listener] of listeners) host.on(event, listener);

  return {
    add: (bus) => {
      open.add(bus);
      return () => open.delete(bus);
    },
    closeAll,
    remove: () => {
      for (const [event, listener] of listeners) host.off(event, listener);
    },
  };
}
