// What an installer would hold, checked without the Electron binary: the configuration against the tree, and a real run around a stand-in.
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { load } from 'js-yaml';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entries, externals } from './build/bundle-node';
import { projectRoot } from './build/freshness.mjs';
import { packForLinux, type LinuxPackage } from './build/pack-for-test';

interface Resource {
  readonly from: string;
}
interface BuilderConfig {
  readonly icon: string;
  readonly extraResources: readonly Resource[];
  readonly deb: { readonly afterInstall: string; readonly afterRemove: string };
  readonly linux: { readonly extraResources: readonly Resource[] };
  readonly mac: { readonly extraResources: readonly Resource[] };
  readonly win: { readonly extraResources: readonly Resource[] };
}

const text = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const config = load(text('electron-builder.yml')) as BuilderConfig;
const manifest = JSON.parse(text('package.json')) as {
  readonly main: string;
  readonly bin: Record<string, string>;
  readonly dependencies: object;
};

describe('the packaging configuration', () => {
  it('names only files that exist', () => {
    const resources = [config, config.linux, config.mac, config.win].flatMap((part) => part.extraResources.map(({ from }) => from));
    const named = [config.icon, config.deb.afterInstall, config.deb.afterRemove, ...resources];
    expect(named.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
  });

  it('ships every package that the bundles leave out, and no other', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(externals.filter((name) => name !== 'electron'));
  });

  it('starts what the build makes', () => {
    const outputs = entries.map(({ output }) => output);
    expect([manifest.main, ...Object.values(manifest.bin)].filter((path) => !outputs.includes(path))).toEqual([]);
  });

  it('gives the udev rule a number below the one that hands devices to the person at the machine', () => {
    const rules = config.linux.extraResources.map(({ from }) => from).filter((path) => path.endsWith('.rules'));
    expect(rules).toEqual([expect.stringMatching(/\/[0-6][0-9]-[a-z-]+\.rules$/)]);
  });

  it('lets people at the machine and over ssh use a CH341A in programmer mode', () => {
    const rule = text('assets/udev/60-rom-rescue.rules')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(rule).toEqual([
      'SUBSYSTEM=="usb", ATTR{idVendor}=="1a86", ATTR{idProduct}=="5512", MODE="0660", GROUP="plugdev", TAG+="uaccess"',
    ]);
  });
});

const isBuilt = existsSync(join(projectRoot, manifest.main)) && existsSync(join(projectRoot, 'dist/renderer/index.html'));
const onUnix = process.platform !== 'win32';
const whyNot = (onUnix ? '' : ' (skipped: not on Windows)') || (isBuilt ? '' : ' (skipped: dist/ is not built, run "npm run build")');

/** How a fuse is written in the binary. */
const [off, on] = ['0'.charCodeAt(0), '1'.charCodeAt(0)];

describe.runIf(whyNot === '')(`a package for Linux, around a stand-in for Electron${whyNot}`, () => {
  let scratch = '';
  let linux: LinuxPackage;

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'rom-rescue-package-'));
    linux = await packForLinux(scratch, 120_000);
  }, 130_000);
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it('holds every program and the page, and no leftovers of the build', () => {
    const ours = linux.archived.filter((path) => path.startsWith('/dist/'));
    const wanted = [...entries.map(({ output }) => `/${output}`), '/dist/renderer/index.html'];
    expect(wanted.filter((path) => !ours.includes(path))).toEqual([]);
    expect(ours.filter((path) => /\.built-|\.next|\.previous/.test(path))).toEqual([]);
  });

  it('holds no sources and no packages that are bundled already', () => {
    const packages = new Set(
      linux.archived.map((path) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter((name) => name !== undefined),
    );
    const folders = new Set(linux.archived.map((path) => path.split('/')[1]));
    expect({ packages: [...packages].sort(), folders: [...folders].sort() }).toEqual({
      packages: ['node-gyp-build', 'usb'],
      folders: ['dist', 'node_modules', 'package.json'],
    });
  });

  it('keeps the native libraries outside the archive, for Linux alone', () => {
    const libraries = linux.archived.filter((path) => path.endsWith('.node'));
    expect(libraries.length).toBeGreaterThan(0);
    expect(libraries.filter((path) => !path.startsWith('/node_modules/usb/prebuilds/linux-'))).toEqual([]);
    expect(libraries.filter((path) => !existsSync(join(linux.resources, 'app.asar.unpacked', path)))).toEqual([]);
  });

  it('loads its USB library from what was packed', () => {
    const program = "import('usb').then(({ usb }) => console.log(typeof usb.getDeviceList))";
    expect(execFileSync(process.execPath, ['-e', program], { cwd: linux.extracted, encoding: 'utf8' }).trim()).toBe('function');
  });

  it('runs its command line from what was packed', () => {
    const help = execFileSync(process.execPath, [join(linux.extracted, 'dist/cli.js'), '--help'], { encoding: 'utf8' });
    expect(help).toContain('rom-rescue');
  });

  it('carries the udev rule, the starter of the command line and the licence', () => {
    const carried = ['udev/60-rom-rescue.rules', 'bin/rom-rescue', 'LICENSE.rom-rescue.txt'].map((path) => join(linux.resources, path));
    expect(carried.filter((path) => !existsSync(path))).toEqual([]);
    expect(statSync(join(linux.resources, 'bin/rom-rescue')).mode & 0o111).toBe(0o111);
  });

  it('has its fuses set: own archive only, no inspector, no node options', async () => {
    const wire = await getCurrentFuseWire(linux.executable);
    expect({
      onlyOwnArchive: wire[FuseV1Options.OnlyLoadAppFromAsar],
      archiveChecked: wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
      inspector: wire[FuseV1Options.EnableNodeCliInspectArguments],
      nodeOptions: wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
      filePrivileges: wire[FuseV1Options.GrantFileProtocolExtraPrivileges],
    }).toEqual({
      onlyOwnArchive: on,
      archiveChecked: on,
      inspector: off,
      nodeOptions: off,
      filePrivileges: off,
    });
  });
});
