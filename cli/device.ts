// Opens the programmer that is meant, finds the chip behind it, and closes it whatever happens.
import type { ChipInfo } from '../shared/model/chip';
import { fault } from '../shared/model/errors';
import type { ProgrammerInfo } from '../shared/model/programmer';
import type { DeviceSession, OperationContext } from '../native-bridge/operations/device-session';
import type { LinkModel } from '../native-bridge/spi/bus';
import { chooseProgrammer } from './choose-programmer';
import { valueOf, type Verb } from './verb';

export interface DeviceOptions {
  readonly programmer?: string;
  /** File that keeps a simulated chip between commands. */
  readonly chipFile?: string;
}

export interface Device {
  readonly session: DeviceSession;
  readonly programmer: ProgrammerInfo;
  readonly link: LinkModel;
  readonly context: OperationContext;
}

/** `work` may throw; the pins are released before this rejects. */
export async function withDevice<T>(verb: Verb, options: DeviceOptions, work: (device: Device) => Promise<T>): Promise<T> {
  const { session } = verb;
  const id = chooseProgrammer(options.programmer, valueOf(await session.list()));
  if (options.chipFile !== undefined && !id.startsWith('simulated'))
    throw fault('INPUT_INVALID', { detail: '--chip-file keeps a simulated chip; a real chip keeps itself' });
  try {
    const opened = valueOf(await session.open(id, options.chipFile === undefined ? {} : { simulatedChipPath: options.chipFile }));
    verb.signal.throwIfAborted();
    return await work({ session, ...opened, context: contextOf(verb) });
  } finally {
    await session.close();
    verb.terminal.status('');
  }
}

/** What an operation tells and is told in this process. The block map is for windows. */
const contextOf = (verb: Verb): OperationContext => ({
  signal: verb.signal,
  progress: verb.progress,
  blocks: () => undefined,
  log: () => undefined,
});

export async function identified({ session, context }: Device): Promise<ChipInfo> {
  return valueOf(await session.identify(context));
}

/** As it stands in the public JSON. */
export const chipJson = (chip: ChipInfo): Record<string, unknown> => ({
  jedec: chip.jedec,
  name: chip.name,
  size: chip.sizeBytes,
  protection: chip.protection,
  ...(chip.uniqueId === undefined ? {} : { uniqueId: chip.uniqueId }),
});

export const programmerJson = ({ id, kind, name }: ProgrammerInfo): Record<string, unknown> => ({ id, kind, name });
