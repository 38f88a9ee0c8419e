// The programmers this build drives, and which one is meant.
import { fault, toAppError } from '../../shared/model/errors';
import type { ProgrammerInfo } from '../../shared/model/programmer';
import type { OpenProgrammer, ProgrammerDriver } from './programmer';

/** Plugged in first, practice last; with the problem of those that cannot be used. */
export async function listProgrammers(drivers: readonly ProgrammerDriver[]): Promise<readonly ProgrammerInfo[]> {
  const lists = await Promise.all(drivers.map((driver) => driver.list()));
  return lists.flat().toSorted((a, b) => Number(a.kind === 'simulated') - Number(b.kind === 'simulated'));
}

/**
 * Opens the one named by `wanted` ("ch341a", "ch341a:1-4", "simulated:old-boot-block"), or the only one plugged in. A
 * simulated one is only opened when named.
 */
export async function openProgrammer(drivers: readonly ProgrammerDriver[], wanted?: string): Promise<OpenProgrammer> {
  if (wanted === undefined) return openOnly(drivers);
  const driver = drivers.find(({ kind }) => wanted === kind || wanted.startsWith(`${kind}:`));
  // ch347, ft232h, serprog and linux-spi are names of the command line that this build does not drive yet.
  if (!driver) throw fault('USB_PROGRAMMER_UNKNOWN', { wanted });
  return driver.open(wanted);
}

async function openOnly(drivers: readonly ProgrammerDriver[]): Promise<OpenProgrammer> {
  const real = drivers.filter(({ kind }) => kind !== 'simulated');
  const found = await listProgrammers(real);
  const usable = found.filter(({ problem }) => problem === undefined);
  if (usable.length > 1) throw fault('USB_SEVERAL_PROGRAMMERS', { list: usable.map(({ id }) => id).join(', ') });
  const only = usable[0] ?? found[0];
  if (!only) throw fault('USB_NO_PROGRAMMER');
  const driver = real.find(({ kind }) => kind === only.kind);
  if (!driver) throw fault('USB_PROGRAMMER_UNKNOWN', { wanted: only.id });
  return driver.open(only.id);
}

/** Why a programmer cannot be opened, as far as opening and closing it tells; undefined where it works. */
export async function tryProgrammer(drivers: readonly ProgrammerDriver[], id: string): Promise<ProgrammerInfo['problem']> {
  try {
    const { bus } = await openProgrammer(drivers, id);
    await bus.close();
    return undefined;
  } catch (thrown) {
    return toAppError(thrown, 'untouched');
  }
}
