// Starts the device process as Electron's utility process.
import { utilityProcess } from 'electron';
import type { HostProcess } from '../worker/device-proxy';
import { utilityProcessPort } from '../worker/message-port';

export function startUtilityHost(path: string, args: readonly string[]): HostProcess {
  const child = utilityProcess.fork(path, [...args], { serviceName: 'ROM Rescue devices', stdio: 'inherit' });
  return { port: utilityProcessPort(child), kill: () => void child.kill() };
}
