// Runs the install and remove scripts of the deb package in a made-up file system.
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from './build/freshness.mjs';

const app = 'opt/ROM Rescue';
const rule = 'usr/lib/udev/rules.d/60-rom-rescue.rules';
const command = 'usr/bin/rom-rescue';

/** Fills in the names as electron-builder does, then points the system folders into the made-up root. */
function runScript(name: string, root: string, ...args: readonly string[]): void {
  const filled = readFileSync(join(projectRoot, 'assets/linux', name), 'utf8')
    .replaceAll('${sanitizedProductName}', 'ROM Rescue')
    .replaceAll('${executable}', 'rom-rescue');
  const path = join(root, name);
  writeFileSync(path, filled.replaceAll(/(['" ])\/(opt|usr|etc)\//g, `$1${root}/$2/`));
  // Tools that would talk to the running system are not on this path.
  execFileSync('/bin/sh', [path, ...args], { env: { PATH: join(root, 'tools') }, stdio: 'pipe' });
}

describe.runIf(process.platform === 'linux')('the deb package', () => {
  let root = '';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rom-rescue-deb-'));
    for (const folder of [
      'usr/bin',
      'usr/share/applications',
      'etc/apparmor.d',
      `${app}/resources/udev`,
      `${app}/resources/bin`,
      'tools',
    ]) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    for (const tool of ['ln', 'chmod', 'cp', 'install', 'rm']) {
      execFileSync('ln', [
        '-s',
        execFileSync('/bin/sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim(),
        join(root, 'tools', tool),
      ]);
    }
    for (const file of ['chrome-sandbox', 'resources/bin/rom-rescue', 'resources/apparmor-profile'])
      writeFileSync(join(root, app, file), '');
    writeFileSync(join(root, app, 'resources/udev/60-rom-rescue.rules'), 'the rule');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const present = (): object => ({ rule: existsSync(join(root, rule)), command: existsSync(join(root, command)) });

  it('puts the udev rule and the command in place', () => {
    runScript('after-install.tpl', root, 'configure');
    expect(readFileSync(join(root, rule), 'utf8')).toBe('the rule');
    expect(lstatSync(join(root, command)).isSymbolicLink() && existsSync(join(root, command))).toBe(true);
  });

  it('can be installed over itself', () => {
    runScript('after-install.tpl', root, 'configure');
    runScript('after-install.tpl', root, 'configure');
    expect(present()).toEqual({ rule: true, command: true });
  });

  it('takes both away when it is removed', () => {
    runScript('after-install.tpl', root, 'configure');
    runScript('after-remove.tpl', root, 'remove');
    expect(present()).toEqual({ rule: false, command: false });
  });

  it('leaves both where they are when a new version takes its place', () => {
    runScript('after-install.tpl', root, 'configure');
    runScript('after-remove.tpl', root, 'upgrade', '0.2.0');
    expect(present()).toEqual({ rule: true, command: true });
  });
});
