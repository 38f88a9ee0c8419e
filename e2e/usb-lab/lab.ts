// The USB lab: a virtual CH341A on a real kernel in a virtual machine. Finds out whether it can run here, prepares its folder,
// runs a job in it. The lab itself (emulator, guest script) lies beside the project and is not part of it.
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { projectRoot } from '../../scripts/build/freshness.mjs';

const labFolder = resolve(projectRoot, '../shared/usb-lab');
export const realImage = resolve(projectRoot, '../shared/real/z620-composite.bin.gz');
const tools = ['qemu-system-x86_64', 'usbip', 'cc', 'cpio', 'modprobe', 'busybox', 'flashrom'];
const toolFolders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin', '/bin'];

/** Why the lab cannot run here, with how to get it; undefined where it can. */
export function whyNot(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'it is a virtual machine for x86-64 Linux';
  if (!existsSync(join(labFolder, 'guest.sh'))) return 'the lab is not beside the project (../shared/usb-lab)';
  if (!existsSync(realImage)) return 'no real images here (../shared/real)';
  const missing = tools.filter((tool) => !toolFolders.some((folder) => existsSync(join(folder, tool))));
  if (missing.length > 0) return `not installed: ${missing.join(', ')} (see the README of the lab)`;
  const kernels = existsSync('/boot') ? readdirSync('/boot').filter((name) => /^vmlinuz-.*-amd64$/.test(name)) : [];
  if (kernels.length === 0) return 'no Debian kernel in /boot: install linux-image-amd64';
  if (process.getuid?.() !== 0) return 'it shares the root file system with its guest: run it as root';
  return undefined;
}

export interface LabFolder {
  readonly path: string;
  readonly remove: () => void;
}

/** What the built command line needs to run. The guest has a /tmp of its own: a checkout that lies there is not to be seen in it. */
const programParts = ['package.json', 'node_modules/usb', 'node_modules/node-gyp-build'];
/** The command line is cut into pieces that are loaded as its verbs need them. */
const isProgramPiece = (name: string): boolean => /^cli.*\.js$/.test(name);

/** A folder that the guest sees as /out, with the program, the emulator and the shell functions in it. */
export function openLabFolder(): LabFolder {
  const path = mkdtempSync(join(tmpdir(), 'rom-rescue-usb-'));
  execFileSync('cc', ['-O2', '-o', join(path, 'vch341'), join(labFolder, 'vch341.c')]);
  copyFileSync(join(projectRoot, 'e2e/usb-lab/lab.sh'), join(path, 'lab.sh'));
  const pieces = readdirSync(join(projectRoot, 'dist')).filter(isProgramPiece);
  for (const part of [...programParts, ...pieces.map((name) => `dist/${name}`)])
    cpSync(join(projectRoot, part), join(path, 'program', part), { recursive: true });
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The chip images of the two reference jobs, as the lab makes them. Throws where python3 is missing. */
export function makeReferenceImages(folder: string): void {
  execFileSync('python3', [join(labFolder, 'make-jobs.py'), realImage, folder]);
}

/** Runs e2e/usb-lab/jobs/NAME.sh in the guest; answers whether it came to its end. What it prints goes to stderr. */
export function runInGuest(folder: string, job: string, limitS: number): Promise<boolean> {
  copyFileSync(join(projectRoot, `e2e/usb-lab/jobs/${job}.sh`), join(folder, 'job.sh'));
  const env = { ...process.env, GUEST_S: String(limitS) };
  const command = [folder, 'env', 'RESCUE=/out/program/dist/cli.js', 'bash', '/out/job.sh'];
  const guest = spawn(join(labFolder, 'guest.sh'), command, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  guest.stdout.pipe(process.stderr);
  return new Promise((ended) => {
    guest.once('error', () => ended(false));
    guest.once('close', (code) => ended(code === 0));
  });
}

export type Stats = Readonly<Record<string, number>>;

/** The emulator's counters of one session. */
export function readStats(folder: string, name: string): Stats {
  const lines = readFileSync(join(folder, `${name}.stats`), 'utf8')
    .trim()
    .split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const [key = '', value] = line.split(' ');
      return [key, Number(value)];
    }),
  );
}

export interface Outcome {
  readonly exit: number;
  readonly json: { readonly error?: { readonly code: string }; readonly [key: string]: unknown };
}

/** What `rescue NAME …` left behind. */
export function readOutcome(folder: string, name: string): Outcome {
  const read = (extension: string): string => readFileSync(join(folder, `${name}.${extension}`), 'utf8');
  return { exit: Number(read('exit')), json: JSON.parse(read('json') || '{}') as Outcome['json'] };
}
