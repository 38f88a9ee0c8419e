import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createElectronDouble, type ElectronDouble } from '../test/electron-double';

let double: ElectronDouble;

beforeEach(() => {
  double = createElectronDouble();
  vi.resetModules();
  vi.doMock('electron', () => double.module);
});
afterEach(() => {
  vi.doUnmock('electron');
});

const openWindow = async () => {
  const { openWindow: open } = await import('./window');
  open('preload.cjs');
  return double.windows[0]!;
};

describe('the scheme of the page', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rom-rescue-scheme-'));
    await mkdir(join(folder, 'page'));
    await writeFile(join(folder, 'page', 'index.html'), '<!doctype html>page');
    await writeFile(join(folder, 'page', 'app.js'), 'run()');
    await writeFile(join(folder, 'secret.json'), '{}');
    const { registerScheme, serveScheme } = await import('./scheme');
    registerScheme();
    await double.app.whenReady();
    serveScheme(join(folder, 'page'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('serves the files of the page, each under the content security policy', async () => {
    const page = await double.fetch('rom-rescue://app/');
    expect([page.status, await page.text(), page.headers.get('content-type')]).toEqual([
      200,
      '<!doctype html>page',
      'text/html; charset=utf-8',
    ]);
    const script = await double.fetch('rom-rescue://app/app.js');
    expect(script.headers.get('content-type')).toContain('text/javascript');
    for (const { headers } of [page, script]) {
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';.*connect-src 'self';/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('serves nothing beside the page, under no other name, and no listing', async () => {
    for (const address of [
      'rom-rescue://app/../secret.json',
      'rom-rescue://app/%2e%2e/secret.json',
      'rom-rescue://app/..%2fsecret.json',
      'rom-rescue://app/..%5csecret.json',
      'rom-rescue://app//etc/passwd',
      'rom-rescue://app/missing.js',
      'rom-rescue://other/app.js',
    ])
      expect([address, (await double.fetch(address)).status]).toEqual([address, 404]);
  });
});

describe('a page', () => {
  beforeEach(async () => {
    const { denyPermissions, secureContents } = await import('./security');
    secureContents();
    await double.app.whenReady();
    denyPermissions();
  });

  it('stays on our scheme, opens no window and embeds nothing', async () => {
    const { webContents } = await openWindow();
    for (const url of [
      'https://evil.example/',
      'file:///etc/passwd',
      'rom-rescue://other/',
      'javascript:alert(1)',
      'rom-rescue://app.evil/',
    ])
      expect([url, webContents.navigate(url)]).toEqual([url, false]);
    expect(webContents.getURL()).toBe('rom-rescue://app/');
    expect(webContents.openHandler?.({ url: 'https://evil.example/' })).toEqual({ action: 'deny' });
    const refused: string[] = [];
    for (const event of ['will-redirect', 'will-attach-webview'])
      webContents.emit(event, { preventDefault: () => refused.push(event) }, 'https://evil.example/');
    expect(refused).toEqual(['will-redirect', 'will-attach-webview']);
  });

  it('is granted nothing but to put text on the clipboard when its Copy button is pressed', async () => {
    const { webContents } = await openWindow();
    const granted: Record<string, boolean[]> = {};
    const asked = ['clipboard-read', 'media', 'geolocation', 'notifications', 'usb', 'serial', 'hid', 'openExternal', 'fullscreen'];
    for (const permission of [...asked, 'clipboard-sanitized-write']) {
      double.permissions.request?.(webContents, permission, (answer) => {
        granted[permission] = [answer, double.permissions.check?.(webContents, permission) ?? true];
      });
    }
    expect(granted).toEqual({
      ...Object.fromEntries(asked.map((permission) => [permission, [false, false]])),
      'clipboard-sanitized-write': [true, true],
    });
    expect(double.permissions.check?.(null, 'clipboard-sanitized-write')).toBe(false);
    expect(double.permissions.device?.()).toBe(false);
  });
});

describe('closing and quitting', () => {
  const bench = async (stop: () => Promise<void> = () => Promise.resolve()) => {
    const { guardLifecycle } = await import('./lifecycle');
    await double.app.whenReady();
    const window = await openWindow();
    const told = new Set<(event: never) => void>();
    const recovery = {
      isWriting: false,
      subscribe: (listener: (event: never) => void) => {
        told.add(listener);
        return () => void told.delete(listener);
      },
    };
    guardLifecycle({ recovery, windowOf: () => window as never, stop }).guard(window as never);
    const setWriting = (isWriting: boolean) => {
      recovery.isWriting = isWriting;
      for (const listener of told) listener(undefined as never);
    };
    return { window, setWriting };
  };

  it('are refused while the chip is written, with one explanation at a time, and allowed after', async () => {
    const { window, setWriting } = await bench();
    setWriting(true);
    window.close();
    double.app.quit();
    expect([window.isDestroyed(), double.app.exitCode, double.messages.length]).toEqual([false, undefined, 1]);
    double.messages[0]!.close();
    await new Promise(setImmediate);
    window.close();
    expect([window.isDestroyed(), double.messages.length]).toEqual([false, 2]);
    setWriting(false);
    window.close();
    expect(window.isDestroyed()).toBe(true);
    await vi.waitFor(() => expect(double.app.exitCode).toBe(0));
  });

  it('are refused to a system that logs off in the middle of a write', async () => {
    const { window, setWriting } = await bench();
    const refused: string[] = [];
    const ask = (name: string) => window.emit('query-session-end', { reasons: ['logoff'], preventDefault: () => refused.push(name) });
    ask('idle');
    setWriting(true);
    ask('writing');
    expect(refused).toEqual(['writing']);
  });

  it('keep the machine awake during the write only, however often the recovery speaks', async () => {
    const { setWriting } = await bench();
    const awake = () => [...double.blockers.values()];
    const seen = [awake()];
    for (const isWriting of [true, true, false, false, true, false]) {
      setWriting(isWriting);
      seen.push(awake());
    }
    const on = ['prevent-app-suspension'];
    expect(seen).toEqual([[], on, on, [], [], on, []]);
  });

  it('wait for the device to be let go, once, and end even where that fails', async () => {
    let stops = 0;
    let fail: (reason: Error) => void = () => undefined;
    await bench(() => {
      stops++;
      return new Promise((_, reject) => (fail = reject));
    });
    double.app.quit();
    double.app.quit();
    expect([double.app.exitCode, stops]).toEqual([undefined, 1]);
    fail(new Error('the adapter is gone'));
    await vi.waitFor(() => expect(double.app.exitCode).toBe(0));
  });
});
