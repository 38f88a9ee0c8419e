// The device process: the CH341A and the practice programmers behind the device contract. A crash in a USB library ends this process
// and neither the window nor the journal. Runs as Electron's utility process or as a forked Node.
import { LocalDeviceSession } from '../../native-bridge/operations/local-session';
import { ch341aDriver } from '../../native-bridge/programmers/ch341a';
import { guardExit } from '../../native-bridge/programmers/exit-guard';
import { usbBackend } from '../../native-bridge/transport/usb';
import { garbageCollector } from './collect-garbage';
import { serveDevice } from './device-service';
import type { ParentPortLike } from './message-port';
import { parentPortOf } from './message-port';
import { practiceProgrammers } from './practice-programmers';
import { parentProcessPort } from './process-port';

const speed = Number(/^--practice-speed=(\d+(?:\.\d+)?)$/.exec(process.argv.at(-1) ?? '')?.[1] ?? 0);
const practice = practiceProgrammers(speed > 0 ? { speed } : {});
const usb = usbBackend();

const session = new LocalDeviceSession({
  drivers: [ch341aDriver({ backend: usb }), practice.driver],
  onDevicesChanged: (listener) => usb.onChange(listener),
  openWith: (driver, id, options) =>
    driver.kind === 'simulated' && options.simulatedChipPath !== undefined
      ? practice.openKept(id, options.simulatedChipPath)
      : driver.open(id),
});

// Main gone is 'disconnect': the write in hand ends with its block, and the pins are released.
guardExit({ alsoOn: ['disconnect'] }).add(session);

const parentPort = (process as unknown as { parentPort?: ParentPortLike }).parentPort;
serveDevice(parentPort ? parentPortOf(parentPort) : parentProcessPort(process), session, garbageCollector());
