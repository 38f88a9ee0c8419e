import { describe, expect, it } from 'vitest';
import { mayInstall, wantedPackages, type Host } from './debian';

const container: Host = { platform: 'linux', uid: 0, isDebian: true, isDisposable: true };

describe('installing what the tests need', () => {
  it('happens on a Debian container as root', () => {
    expect(mayInstall(container)).toBe(true);
  });

  it.each<[string, Partial<Host>]>([
    ['as an ordinary user', { uid: 1000 }],
    ['on another Linux', { isDebian: false }],
    ["on somebody's own Debian machine", { isDisposable: false }],
    ['on macOS', { platform: 'darwin', isDebian: false }],
    ['on Windows', { platform: 'win32', uid: undefined, isDebian: false }],
  ])('never happens %s', (_where, difference) => {
    expect(mayInstall({ ...container, ...difference })).toBe(false);
  });

  it('asks for the USB lab only where its kernel runs', () => {
    expect([wantedPackages('x64').includes('linux-image-amd64'), wantedPackages('arm64').includes('linux-image-amd64')]).toEqual([
      true,
      false,
    ]);
  });
});
