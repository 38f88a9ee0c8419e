// The key lab: an emulated PC that starts from a key. Finds out whether it can run here, builds keys with the command line, boots them.
// The lab itself (the script that runs the emulator) lies beside the project and is not part of it.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectRoot } from '../../scripts/build/freshness.mjs';

const bootScript = resolve(projectRoot, '../shared/key-lab/boot-key.py');
const softpaq = resolve(projectRoot, '../shared/real/SP99339.exe');
const toolFolders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];

/** The picture of ROMPAQ's own window "Either there are no valid drivers on the ROMPAQ disk …": as far as a PC that is no ProLiant gets. */
const ROMPAQ_WINDOW = 'graphics 640x480 sha256 2eef93ead8b0b2394f53b478c397067376f85fcf0051568b2dafff1231c6d383';
/** An emulated PC beside other work is slow: each try waits longer. */
const tryS = [25, 60, 150];

/** Why the lab cannot run here, with how to get it; undefined where it can. */
export function whyNot(): string | undefined {
  if (!existsSync(bootScript)) return 'the lab is not beside the project (../shared/key-lab)';
  if (!existsSync(softpaq)) return 'no real packages here (../shared/real)';
  const missing = ['qemu-system-i386', 'python3'].filter((tool) => !toolFolders.some((folder) => existsSync(join(folder, tool))));
  return missing.length > 0 ? `not installed: ${missing.join(', ')} (Debian: qemu-system-x86 seabios python3)` : undefined;
}

export interface LabKey {
  readonly fileSystem: 'fat32' | 'fat16';
  readonly sizeMib: number;
}

/** By the built command line, from HP's own package; answers the image's path. Throws what it says where it fails. */
export function buildLabKey(folder: string, { fileSystem, sizeMib }: LabKey): string {
  const image = join(folder, `${fileSystem}-${sizeMib}.img`);
  const args = ['key', 'build', '--from', softpaq, '-o', image, '--file-system', fileSystem, '--size', `${sizeMib}M`];
  execFileSync(process.execPath, [join(projectRoot, 'dist/cli.js'), ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  return image;
}

export interface BootOutcome {
  readonly reachedRompaq: boolean;
  /** What the screen showed last. */
  readonly screen: string;
}

export function boot(image: string): BootOutcome {
  let screen = '';
  for (const seconds of tryS) {
    screen = spawnSync('python3', [bootScript, image, '--secs', String(seconds)], { encoding: 'utf8' }).stdout.trim();
    if (screen === ROMPAQ_WINDOW) return { reachedRompaq: true, screen };
  }
  return { reachedRompaq: false, screen };
}
