// A device session that is made at the first call: verbs that need no device do not load the libraries of one.
import type { DeviceSession } from '../native-bridge/operations/device-session';

export function lateSession(make: () => Promise<DeviceSession>): DeviceSession {
  let made: Promise<DeviceSession> | undefined;
  const session = (): Promise<DeviceSession> => (made ??= make());
  return {
    list: async () => (await session()).list(),
    open: async (id, options) => (await session()).open(id, options),
    // What was never made holds nothing.
    close: async () => (await made)?.close(),
    mend: async () => (await session()).mend(),
    contactTest: async (context) => (await session()).contactTest(context),
    identify: async (context) => (await session()).identify(context),
    read: async (params, context) => (await session()).read(params, context),
    backup: async (params, context) => (await session()).backup(params, context),
    write: async (params, context) => (await session()).write(params, context),
    verify: async (params, context) => (await session()).verify(params, context),
    onChange: (listener) => {
      let stop: (() => void) | undefined;
      let isStopped = false;
      void session().then((ready) => {
        if (!isStopped) stop = ready.onChange(listener);
      });
      return () => {
        isStopped = true;
        stop?.();
      };
    },
  };
}
