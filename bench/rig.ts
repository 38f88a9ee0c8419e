// A simulated CH341A with a chip on it, driven by the real session, and counted: what the jobs of the bench run on.
import { VirtualClock } from '../native-bridge/clock';
import type { DeviceSession, OperationContext } from '../native-bridge/operations/device-session';
import { LocalDeviceSession } from '../native-bridge/operations/local-session';
import type { LinkModel, SpiBus } from '../native-bridge/spi/bus';
import type { Ch341aCounters } from '../native-bridge/simulator/ch341a-counters';
import { openSimulated } from '../native-bridge/simulator/simulated-programmer';
import type { ChipInfo } from '../shared/model/chip';
import type { Result } from '../shared/model/result';

const PAGE_PROGRAM = 0x02;

/** What crossed the simulated wire while pages were programmed. */
export interface PageCounts {
  pages: number;
  inTransfers: number;
  roundTrips: number;
}

export interface Rig {
  readonly session: DeviceSession;
  readonly context: OperationContext;
  readonly link: LinkModel;
  readonly chip: ChipInfo;
  /** The bytes of the chip, as they are now. */
  readonly content: Uint8Array;
  readonly clock: VirtualClock;
  readonly counters: Ch341aCounters;
  readonly pageCounts: PageCounts;
}

/** Opened and identified; the counters start at what that cost. */
export async function openRig(image: Uint8Array): Promise<Rig> {
  const clock = new VirtualClock();
  const opened = await openSimulated('old-boot-block', image, { clock: () => clock });
  const { device, chip: simulated } = opened.bench;
  const pageCounts: PageCounts = { pages: 0, inTransfers: 0, roundTrips: 0 };
  const bus = watched(opened.bus, device.counters, pageCounts);
  const driver = {
    kind: 'simulated' as const,
    list: () => Promise.resolve([opened.info]),
    open: () => Promise.resolve({ ...opened, bus }),
  };
  const session = new LocalDeviceSession({ drivers: [driver] });
  const { link } = take(await session.open(opened.info.id));
  const context = silentContext();
  const chip = take(await session.identify(context));
  return { session, context, link, chip, content: simulated.content, clock, counters: device.counters, pageCounts };
}

export const silentContext = (): OperationContext => ({
  signal: new AbortController().signal,
  progress: () => undefined,
  blocks: () => undefined,
  log: () => undefined,
});

export function take<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code} ${JSON.stringify(result.error.params)}`);
  return result.value;
}

/** Counts apart what the batches cost that carry pages. */
function watched(bus: SpiBus, counters: Ch341aCounters, counts: PageCounts): SpiBus {
  return {
    limits: bus.limits,
    close: () => bus.close(),
    run: async (ops, options) => {
      const pages = ops.filter(({ send }) => send[0] === PAGE_PROGRAM).length;
      const before = { ...counters };
      const answers = await bus.run(ops, options);
      if (pages > 0) {
        counts.pages += pages;
        counts.inTransfers += counters.inTransfers - before.inTransfers;
        counts.roundTrips += counters.roundTrips - before.roundTrips;
      }
      return answers;
    },
  };
}
