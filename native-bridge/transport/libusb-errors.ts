// libusb's numbers as UsbError: negative are call errors, positive are the status a transfer ended with.
import type { LibusbFailure } from './libusb-shape';
import { UsbError, type UsbFailure } from './usb-transport';

const failureOfErrno: Readonly<Record<number, UsbFailure>> = {
  [-3]: 'access',
  [-4]: 'no-device',
  [-5]: 'no-device',
  [-6]: 'busy',
  [-7]: 'timeout',
  [-8]: 'overflow',
  [-9]: 'stall',
  [-12]: 'not-supported',
  2: 'timeout',
  3: 'cancelled',
  4: 'stall',
  5: 'no-device',
  6: 'overflow',
};

export function usbErrorOf(thrown: unknown, where: string): UsbError {
  if (thrown instanceof UsbError) return thrown;
  const errno = (thrown as LibusbFailure | undefined)?.errno;
  const failure = (errno === undefined ? undefined : failureOfErrno[errno]) ?? 'io';
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return new UsbError(failure, errno === undefined ? `${where}: ${text}` : `${where}: ${text} (${errno})`);
}
