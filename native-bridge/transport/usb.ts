// The real USB: the only importer of `usb`, pinned to 2.18.0 because 3.x refuses a second transfer on one endpoint.
// Owns finding, opening and claiming; what runs on a claimed interface is libusb-pipe.ts.
import { usbErrorOf } from './libusb-errors';
import { attempt, LibusbPipe } from './libusb-pipe';
import type { Libusb, LibusbDevice, LibusbInterface } from './libusb-shape';
import { UsbError, type UsbBackend, type UsbDeviceInfo, type UsbEndpoints, type UsbPipe } from './usb-transport';

/** Loaded on first use: a machine without the native module can still run everything that needs no device. */
const loadNative = async (): Promise<Libusb> => (await import('usb')).usb;

/** One per process is enough. `load` is for tests. */
export function usbBackend(load: () => Promise<Libusb> = loadNative): UsbBackend {
  let loading: Promise<Libusb> | undefined;
  const libusb = () => (loading ??= load());
  return {
    list: async () => (await libusb()).getDeviceList().map(infoOf),
    open: async (wanted, endpoints) => {
      const device = (await libusb()).getDeviceList().find((candidate) => isSame(infoOf(candidate), wanted));
      if (!device) throw new UsbError('no-device', `nothing at bus ${wanted.bus}, port ${wanted.port}`);
      return openDevice(device, endpoints);
    },
    onChange: (listener) => {
      let stopped = false;
      const subscribed = libusb().then((usb) => {
        if (stopped) return;
        usb.on('attach', listener);
        usb.on('detach', listener);
        // A listener must not keep a finished command line alive.
        usb.unrefHotplugEvents();
      });
      subscribed.catch(() => undefined);
      return () => {
        stopped = true;
        void libusb().then(
          (usb) => {
            usb.off('attach', listener);
            usb.off('detach', listener);
          },
          () => undefined,
        );
      };
    },
  };
}

function infoOf(device: LibusbDevice): UsbDeviceInfo {
  const { idVendor, idProduct, bcdDevice } = device.deviceDescriptor;
  const port = device.portNumbers?.length ? device.portNumbers.join('.') : `a${device.deviceAddress}`;
  return { vendorId: idVendor, productId: idProduct, deviceRelease: bcdDevice, bus: device.busNumber, port };
}

const isSame = (a: UsbDeviceInfo, b: UsbDeviceInfo) =>
  a.vendorId === b.vendorId && a.productId === b.productId && a.bus === b.bus && a.port === b.port;

function openDevice(device: LibusbDevice, endpoints: UsbEndpoints): UsbPipe {
  try {
    device.open();
  } catch (thrown) {
    throw usbErrorOf(thrown, 'open');
  }
  try {
    const claimed = device.interface(endpoints.interfaceNumber);
    const reattach = claim(device, claimed);
    const endpointIn = claimed.endpoint(endpoints.endpointIn);
    const endpointOut = claimed.endpoint(endpoints.endpointOut);
    if (!endpointIn || !endpointOut) throw new UsbError('not-supported', 'the interface lacks the expected endpoints');
    return new LibusbPipe(infoOf(device), { device, claimed, endpointIn, endpointOut, reattach });
  } catch (thrown) {
    attempt(() => device.close());
    throw usbErrorOf(thrown, 'claim');
  }
}

/** Answers whether a kernel driver was detached by hand, so that close puts it back. */
function claim(device: LibusbDevice, claimed: LibusbInterface): boolean {
  // Where libusb can do it, it also reattaches on release. Windows and macOS refuse both calls, and need neither.
  const automatic = attempt(() => device.setAutoDetachKernelDriver(true));
  let bound = false;
  attempt(() => (bound = claimed.isKernelDriverActive()));
  const detached = bound && !automatic && attempt(() => claimed.detachKernelDriver());
  try {
    claimed.claim();
  } catch (thrown) {
    const error = usbErrorOf(thrown, 'claim');
    if (bound && !detached) throw new UsbError('driver-bound', error.message);
    // Windows opens a device without WinUSB, and finds no interface to claim.
    throw process.platform === 'win32' && error.failure === 'no-device' ? new UsbError('not-supported', error.message) : error;
  }
  return detached;
}
