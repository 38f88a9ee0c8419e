import { spawn } from 'node:child_process';

/** Opens the person's browser where there is a desktop; where it does not open, the printed address is there. */
export function openBrowser(url: string, platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): void {
  const hasDesktop = platform !== 'linux' || Boolean(environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY']);
  if (!hasDesktop) return;
  const [command, ...args] =
    platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler', url] : [platform === 'darwin' ? 'open' : 'xdg-open', url];
  const child = spawn(command, args, { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined);
  child.unref();
}
