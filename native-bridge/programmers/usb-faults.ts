// USB failures as faults, with what the user needs to mend them.
import { fault, type Fault } from '../../shared/model/errors';
import type { UsbError } from '../transport/usb-transport';
import { assertNever } from '../../shared/model/result';

/** A transfer failed on an open device. */
export function usbFault(error: UsbError): Fault {
  switch (error.failure) {
    case 'timeout':
      return fault('USB_TIMEOUT', {}, error);
    case 'no-device':
      return fault('USB_UNPLUGGED', {}, error);
    case 'cancelled':
      return fault('CANCELLED', {}, error);
    case 'busy':
      return fault('USB_BUSY', {}, error);
    case 'access':
      return fault('USB_ACCESS_DENIED', {}, error);
    case 'driver-bound':
      return fault('USB_DRIVER_BOUND', {}, error);
    case 'stall':
    case 'overflow':
    case 'io':
    case 'not-supported':
      return fault('USB_PROTOCOL', { detail: error.message }, error);
    default:
      return assertNever(error.failure);
  }
}

/** Opening failed. `udevRule` is the line that gives the person at the desk access on Linux. */
export function openFault(error: UsbError, platform: NodeJS.Platform, udevRule: string): Fault {
  switch (error.failure) {
    case 'access':
      return fault('USB_ACCESS_DENIED', platform === 'linux' ? { udevRule } : {}, error);
    case 'not-supported':
      return platform === 'win32' ? fault('USB_DRIVER_MISSING', { driver: 'WinUSB' }, error) : usbFault(error);
    default:
      return usbFault(error);
  }
}
