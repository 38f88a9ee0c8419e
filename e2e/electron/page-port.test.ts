// The preload and the page's transport are written apart: neither may import the other. Here they meet.
import { afterEach, expect, it, vi } from 'vitest';
import { runPreload } from '../../electron/test/boot';
import { PageDouble } from '../../electron/test/electron-double';
import { electronPort, type RomRescueBridge } from '../../renderer/api/transports/electron';

afterEach(() => vi.doUnmock('electron'));

it('the page finds under its own name a bridge of just the shape it wants, and bytes arrive both ways as bytes', async () => {
  const sent: unknown[] = [];
  const page = new PageDouble((channel, message) => sent.push([channel, message]));
  const bridge = (await runPreload(page))['romRescue' satisfies keyof Window] as RomRescueBridge;
  const port = electronPort(bridge);
  const seen: unknown[] = [];
  port.onMessage((message) => seen.push(message));

  port.post({ bytes: Uint8Array.of(1, 2) });
  const [channel] = sent[0] as [string];
  page.receive(channel, structuredClone({ bytes: Uint8Array.of(3) }));

  expect(sent).toEqual([['rom-rescue', { bytes: Uint8Array.of(1, 2) }]]);
  expect(seen).toEqual([{ bytes: Uint8Array.of(3) }]);
  expect(Object.keys(bridge).sort()).toEqual(['onMessage', 'post']);
});
