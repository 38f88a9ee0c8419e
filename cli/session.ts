// The devices of the command line: real ones over USB, and practice machines on a clock that waits for nobody.
import type { OpenProgrammer, ProgrammerDriver } from '../native-bridge/programmers/programmer';
import type { ExitGuard } from '../native-bridge/programmers/exit-guard';
import { VirtualClock } from '../native-bridge/clock';
import type { OpenOptions, DeviceSession } from '../native-bridge/operations/device-session';
import { LocalDeviceSession } from '../native-bridge/operations/local-session';
import { ch341aDriver } from '../native-bridge/programmers/ch341a';
import { fileStore } from '../native-bridge/simulator/practice-store';
import { simulatedDriver } from '../native-bridge/simulator/simulated-programmer';
import { usbBackend } from '../native-bridge/transport/usb';

const newClock = () => new VirtualClock();

/** Whatever is opened is also released by `guard`, should the process end before it is closed. */
export function makeSession(guard: ExitGuard): DeviceSession {
  const backend = usbBackend();
  return new LocalDeviceSession({
    drivers: [ch341aDriver({ backend }), simulatedDriver({ clock: newClock })],
    onDevicesChanged: (listener) => backend.onChange(listener),
    openWith: async (driver, id, options) => {
      const programmer = await openWith(driver, id, options);
      guard.add(programmer.bus);
      return programmer;
    },
  });
}

function openWith(driver: ProgrammerDriver, id: string, { simulatedChipPath }: OpenOptions): Promise<OpenProgrammer> {
  if (simulatedChipPath === undefined) return driver.open(id);
  return simulatedDriver({ clock: newClock, store: () => fileStore(simulatedChipPath) }).open(id);
}
