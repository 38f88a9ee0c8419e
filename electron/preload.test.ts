import { afterEach, describe, expect, it, vi } from 'vitest';
import { CHANNEL } from './ipc/channel';
import { runPreload } from './test/boot';
import { PageDouble } from './test/electron-double';

afterEach(() => vi.doUnmock('electron'));

describe('the preload', () => {
  it('gives the page two functions that carry messages, and nothing else', async () => {
    const world = await runPreload(new PageDouble(() => undefined));
    expect(Object.keys(world)).toEqual(['romRescue']);
    expect(Object.entries(world['romRescue'] as object).map(([name, value]) => [name, typeof value])).toEqual([
      ['post', 'function'],
      ['onMessage', 'function'],
    ]);
  });

  it('hands over messages without the event that could send more', async () => {
    const page = new PageDouble(() => undefined);
    const { romRescue } = (await runPreload(page)) as { romRescue: { onMessage(listener: (...args: unknown[]) => void): void } };
    const seen: unknown[][] = [];
    romRescue.onMessage((...args) => seen.push(['first', ...args]));
    romRescue.onMessage((...args) => seen.push(['second', ...args]));
    page.receive(CHANNEL, { bytes: Uint8Array.of(1, 2) });
    expect(seen).toEqual([['second', { bytes: Uint8Array.of(1, 2) }]]);
  });
});
