// A recovery behind its handlers, on a device of the test's choice, for the tests of this folder. Not part of the program.
import { appContract, type AppContract } from '../../shared/ipc/contract';
import type { Client } from '../../shared/ipc/contract-kit';
import { localPorts } from '../../shared/ipc/local-port';
import { connectPeer } from '../../shared/ipc/peer';
import type { AppError } from '../../shared/model/errors';
import { checklistIds } from '../../shared/model/recovery';
import type { PracticeScenario } from '../../shared/model/practice';
import type { CaseView } from '../../shared/ipc/views';
import { VirtualClock } from '../clock';
import type { DeviceSession } from '../operations/device-session';
import { LocalDeviceSession } from '../operations/local-session';
import { openCh341a } from '../programmers/ch341a';
import type { ProgrammerDriver } from '../programmers/programmer';
import { Ch341aDevice } from '../simulator/ch341a-device';
import { FaultyFlash } from '../simulator/faults';
import { NorChip } from '../simulator/nor-chip';
import { w25q128, type NorProfile } from '../simulator/nor-profile';
import { practiceFiles, practiceImage, type PracticeFile } from '../simulator/practice-image';
import { simulatedDriver, type SimulatedDriver } from '../simulator/simulated-programmer';
import { nodeDisk, type Disk } from './files';
import { Recovery } from './recovery';

type Call = Parameters<Client<AppContract>['call']>;

export interface Desk {
  readonly recovery: Recovery;
  readonly client: Client<AppContract>;
  /** Of the open case. */
  view(): CaseView;
  /** The value; throws where the command was refused. */
  must(...call: Call): Promise<unknown>;
  /** The error of a command; undefined where it was done. */
  refusal(...call: Call): Promise<AppError | undefined>;
  /** Starts an operation and waits for its end; answers the code it ended with. */
  run(...call: Call): Promise<string | undefined>;
}

export interface DeskOptions {
  readonly disk?: Disk;
  readonly wrap?: (session: DeviceSession) => DeviceSession;
  readonly isAlive?: (pid: number) => boolean;
  /** Hot-plug of the test. */
  readonly onDevicesChanged?: (listener: () => void) => () => void;
}

let owners = 0;

export async function openDesk(folder: string, driver: ProgrammerDriver, options: DeskOptions = {}): Promise<Desk> {
  const { onDevicesChanged, isAlive = () => true, wrap, disk = nodeDisk } = options;
  const session = new LocalDeviceSession({ drivers: [driver], ...(onDevicesChanged ? { onDevicesChanged } : {}) });
  let lastId = 0;
  const recovery = await Recovery.start({
    session: wrap?.(session) ?? session,
    disk,
    casesFolder: folder,
    face: 'browser',
    version: '0',
    platform: 'linux',
    now: () => new Date('2026-11-21T08:00:00Z'),
    newId: () => `${++lastId}`,
    lockOwner: { pid: process.pid, owner: `owner-${++owners}`, isAlive },
    practiceFiles: filesOf,
  });
  const [near, far] = localPorts();
  recovery.serve(far);
  const client = connectPeer(near, appContract);
  const ended = new Map<string, string | undefined>();
  client.on('operation/ended', ({ operationId, error }) => ended.set(operationId, error?.code));
  const must: Desk['must'] = async (command, payload) => {
    const result = await client.call(command, payload);
    if (!result.ok) throw new Error(`${command}: ${JSON.stringify(result.error)}`);
    return result.value;
  };
  return {
    recovery,
    client,
    must,
    view: () => recovery.snapshot().openCase!,
    refusal: async (command, payload) => {
      const result = await client.call(command, payload);
      return result.ok ? undefined : result.error;
    },
    run: async (command, payload) => {
      const { operationId } = (await must(command, payload)) as { operationId: string };
      await recovery.idle();
      while (!ended.has(operationId)) await new Promise(setImmediate);
      return ended.get(operationId);
    },
  };
}

export async function tickAll(desk: Desk): Promise<void> {
  for (const id of checklistIds) await desk.must('case/checklist', { id, done: true });
}

/** What is warned of in the target counts as read. */
export async function readWarnings(desk: Desk): Promise<void> {
  const { target } = desk.view();
  if (target) await desk.must('regions/warnings-read', { sha256: target.sha256 });
}

/** Made once each: drawing 16 MiB costs more than copying it. */
const images = new Map<PracticeScenario, Uint8Array>();
const files = new Map<PracticeScenario, PracticeFile[]>();
const kept = <T>(map: Map<PracticeScenario, T>, scenario: PracticeScenario, make: (scenario: PracticeScenario) => T): T => {
  const value = map.get(scenario) ?? make(scenario);
  map.set(scenario, value);
  return value;
};
const filesOf = (scenario: PracticeScenario) => kept(files, scenario, practiceFiles);

/** The practice machines, on a clock that costs no time. */
export const practiceDriver = (): SimulatedDriver =>
  simulatedDriver({ clock: () => new VirtualClock(), image: (scenario) => kept(images, scenario, practiceImage) });

/** 1 MiB, else as the large part: many runs stay short. */
export const smallPart: NorProfile = { ...w25q128, name: 'W25Q80', sizeBytes: 0x100000, jedec: [0xef, 0x40, 0x14], electronicId: 0x13 };

export interface SmallBench {
  readonly driver: ProgrammerDriver;
  readonly chip: NorChip;
  readonly flash: FaultyFlash;
  readonly usb: Ch341aDevice;
  /** Puts back what broke. */
  mend(): void;
}

export const adapterId = 'ch341a:1-4';

/** One real adapter, as far as anyone can tell, with a small chip on it. `content` is copied. */
export function smallBench(content: Uint8Array, profile: NorProfile = smallPart): SmallBench {
  const clock = new VirtualClock();
  const chip = new NorChip(profile, content.slice());
  const flash: FaultyFlash = new FaultyFlash(chip, () => usb.unplug());
  const usb: Ch341aDevice = new Ch341aDevice({ flash, clock });
  const info = { id: adapterId, kind: 'ch341a' as const, name: 'CH341A', where: 'bus 1, port 4' };
  const mend = () => {
    flash.mend(clock.now());
    usb.plugIn();
  };
  return {
    chip,
    flash,
    usb,
    mend,
    driver: {
      kind: 'ch341a',
      list: () => Promise.resolve(usb.isPlugged ? [info] : []),
      open: async () => {
        const { bus } = await openCh341a('ch341a', { backend: usb, clock, platform: 'linux' });
        return { info, bus, clock };
      },
    },
  };
}
