// Runs electron-builder for real around a stand-in for the Electron binary, so that what a package holds can be looked at without downloading one.
import { extractAll, listPackage } from '@electron/asar';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../test/run-command';
import { projectRoot } from './freshness.mjs';

/** The bytes by which fuse tools find the switches in an Electron binary, then their version, their number, and each in its off position. */
const fuseWire = Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, 9]), Buffer.from('000000000')]);

/** The files that electron-builder expects in an unpacked Electron for Linux. */
function writeStandIn(folder: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'));
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox']) writeFileSync(join(folder, name), '');
  writeFileSync(join(folder, 'electron'), fuseWire, { mode: 0o755 });
}

export interface LinuxPackage {
  readonly executable: string;
  readonly resources: string;
  /** Paths inside the archive, with a leading slash. */
  readonly archived: readonly string[];
  /** The archive and what lies beside it, as one folder. */
  readonly extracted: string;
}

/** @param scratch an empty folder of the caller's */
export async function packForLinux(scratch: string, limitMs: number): Promise<LinuxPackage> {
  const standIn = join(scratch, 'electron');
  writeStandIn(standIn);
  const builder = join(projectRoot, 'node_modules/electron-builder/cli.js');
  const args = [builder, '--dir', '--linux', '--x64', `-c.electronDist=${standIn}`, `-c.directories.output=${join(scratch, 'release')}`];
  const { endedWell, output } = await runCommand(process.execPath, args, { limitMs });
  if (!endedWell) throw new Error(`electron-builder failed:\n${output}`);

  const unpacked = join(scratch, 'release/linux-unpacked');
  const resources = join(unpacked, 'resources');
  const archive = join(resources, 'app.asar');
  const extracted = join(scratch, 'extracted');
  extractAll(archive, extracted);
  return { executable: join(unpacked, 'rom-rescue'), resources, archived: listPackage(archive, { isPack: false }), extracted };
}
