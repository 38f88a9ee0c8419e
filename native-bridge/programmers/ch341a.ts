// The CH341A programmer: finds it, tells the mistakes at opening apart. What runs on it is ch341a-bus.ts.
import { fault, type Fault } from '../../shared/model/errors';
import type { ProgrammerInfo } from '../../shared/model/programmer';
import { systemClock, type Clock } from '../clock';
import { UsbError, type UsbBackend, type UsbDeviceInfo, type UsbPipe } from '../transport/usb-transport';
import { Ch341aBus } from './ch341a-bus';
import type { OpenProgrammer, ProgrammerDriver } from './programmer';
import { openFault } from './usb-faults';

const vendorId = 0x1a86;
const spiProductId = 0x5512;
/** The same chip strapped as UART or printer: a jumper is in the wrong place. */
const otherModeProductIds: readonly number[] = [0x5523, 0x5584];

export const ch341aEndpoints = { interfaceNumber: 0, endpointOut: 0x02, endpointIn: 0x82 } as const;
export const ch341aUdevRule = 'SUBSYSTEM=="usb", ATTR{idVendor}=="1a86", ATTR{idProduct}=="5512", TAG+="uaccess"';

export interface Ch341aDeps {
  readonly backend: UsbBackend;
  readonly clock?: Clock;
  readonly platform?: NodeJS.Platform;
}

export function ch341aDriver({ backend, clock = systemClock, platform = process.platform }: Ch341aDeps): ProgrammerDriver {
  return {
    kind: 'ch341a',
    list: () => listCh341a(backend),
    open: (id) => openCh341a(id, { backend, clock, platform }),
  };
}

/** Those in another mode are listed too, with the problem. */
export async function listCh341a(backend: UsbBackend): Promise<readonly ProgrammerInfo[]> {
  return (await findCh341a(backend)).map(infoOf);
}

async function findCh341a(backend: UsbBackend): Promise<readonly UsbDeviceInfo[]> {
  const devices = await backend.list();
  return devices.filter((device) => device.vendorId === vendorId && isOurs(device.productId));
}

const isOurs = (productId: number) => productId === spiProductId || otherModeProductIds.includes(productId);

const idOf = (device: UsbDeviceInfo) => `ch341a:${device.bus}-${device.port}`;

function infoOf(device: UsbDeviceInfo): ProgrammerInfo {
  const info = { id: idOf(device), kind: 'ch341a', name: 'CH341A', where: `bus ${device.bus}, port ${device.port}` } as const;
  return device.productId === spiProductId ? info : { ...info, problem: wrongMode(device.productId).error };
}

const wrongMode = (productId: number): Fault => fault('USB_WRONG_MODE', { productId: productId.toString(16) });

/** `id` is "ch341a" for the only one, or "ch341a:BUS-PORT". */
export async function openCh341a(id: string, deps: Required<Ch341aDeps>): Promise<OpenProgrammer> {
  const { backend, clock, platform } = deps;
  const device = choose(id, await findCh341a(backend));
  if (device.productId !== spiProductId) throw wrongMode(device.productId);
  let pipe: UsbPipe;
  try {
    pipe = await backend.open(device, ch341aEndpoints);
  } catch (thrown) {
    if (thrown instanceof UsbError) throw openFault(thrown, platform, ch341aUdevRule);
    throw thrown;
  }
  const isPresent = async () =>
    (await backend.list()).some((other) => idOf(other) === idOf(device) && other.productId === device.productId);
  const bus = await Ch341aBus.open(pipe, clock, isPresent);
  return { info: infoOf(device), bus, clock };
}

function choose(id: string, found: readonly UsbDeviceInfo[]): UsbDeviceInfo {
  const fitting = id === 'ch341a' ? found : found.filter((device) => idOf(device) === id);
  const ready = fitting.filter((device) => device.productId === spiProductId);
  const only = ready.length === 0 ? fitting[0] : ready[0];
  if (only && ready.length <= 1) return only;
  if (only) throw fault('USB_SEVERAL_PROGRAMMERS', { list: ready.map(idOf).join(', ') });
  throw id === 'ch341a' ? fault('USB_NO_PROGRAMMER') : fault('USB_PROGRAMMER_UNKNOWN', { wanted: id });
}
