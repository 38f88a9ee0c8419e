// Installs what the tests need on a fresh Debian container. Anywhere else it touches nothing.
import { existsSync, readFileSync } from 'node:fs';
import { runCommand } from './run-command';

/** A browser with one font to draw with, for the end-to-end specs. */
const browserPackages = ['chromium', 'fonts-dejavu-core'];
/** A virtual machine whose kernel sees a CH341A over USB/IP, and flashrom as an independent client. */
const usbLabPackages = [
  ...['qemu-system-x86', 'qemu-utils', 'seabios', 'linux-image-amd64', 'usbip', 'usbutils', 'busybox-static'],
  ...['cpio', 'kmod', 'flashrom', 'gcc', 'libc6-dev'],
];

/** An emulated PC that starts from a key, and tools that judge keys, boot code and packages from outside. */
const keyPackages = ['qemu-system-x86', 'seabios', 'python3', 'mtools', 'dosfstools', 'nasm', 'cabextract', 'p7zip-full'];

/** Independent readers of images, and images of another maker. */
const imagePackages = ['coreboot-utils', 'uefitool-cli', 'iucode-tool', 'ovmf'];

/** The packages of the lab and the readers of images are those of an x86-64 machine. */
export const wantedPackages = (arch: string): readonly string[] => [
  ...new Set([...browserPackages, ...keyPackages, ...(arch === 'x64' ? [...usbLabPackages, ...imagePackages] : [])]),
];

export interface Host {
  readonly platform: string;
  readonly uid: number | undefined;
  readonly isDebian: boolean;
  /** A container, or a machine that calls itself a CI runner: one that is thrown away afterwards. */
  readonly isDisposable: boolean;
}

export function thisHost(): Host {
  return {
    platform: process.platform,
    uid: process.getuid?.(),
    isDebian: existsSync('/etc/debian_version'),
    isDisposable: process.env['CI'] === 'true' || isContainer(),
  };
}

const isContainer = (): boolean =>
  existsSync('/.dockerenv') || existsSync('/run/.containerenv') || Boolean(process.env['container']) || !hasInitSystem();

/** A machine somebody lives on was started by an init system; a container was not. */
function hasInitSystem(): boolean {
  try {
    return ['systemd', 'init'].includes(readFileSync('/proc/1/comm', 'utf8').trim());
  } catch {
    // Not Linux: nothing is installed there anyway.
    return true;
  }
}

/** Only a disposable Debian, as root: a person's own machine is never changed by a test run. */
export const mayInstall = (host: Host): boolean => host.platform === 'linux' && host.uid === 0 && host.isDebian && host.isDisposable;

async function missingPackages(limitMs: number): Promise<readonly string[]> {
  const wanted = wantedPackages(process.arch);
  const { output } = await runCommand('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\n', ...wanted], { limitMs });
  return wanted.filter((name) => !new RegExp(`^${name} installed$`, 'm').test(output));
}

/** @returns whether everything is there afterwards, with apt's words when it is not */
export async function installPackages(limitMs: number): Promise<{ readonly complete: boolean; readonly output: string }> {
  const missing = await missingPackages(limitMs);
  if (missing.length === 0) return { complete: true, output: '' };
  console.log(`Installing ${missing.join(' ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await runCommand('apt-get', ['update', '-q'], { limitMs, env });
  const install = await runCommand('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...missing], { limitMs, env });
  return { complete: install.endedWell, output: update.output + install.output };
}
