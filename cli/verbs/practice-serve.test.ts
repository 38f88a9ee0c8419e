import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runHere } from '../testing/run-here';

/** Requests one after another, each answered with as many bytes as it says. */
async function talk(port: number, requests: readonly { readonly send: readonly number[]; readonly answer: number }[]): Promise<Buffer[]> {
  const socket = connect(port, '127.0.0.1');
  let received = Buffer.alloc(0);
  let more: () => void = () => undefined;
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
    more();
  });
  const answers: Buffer[] = [];
  for (const { send, answer } of requests) {
    socket.write(Uint8Array.from(send));
    while (received.length < answer) await new Promise<void>((resolve) => (more = resolve));
    answers.push(received.subarray(0, answer));
    received = received.subarray(answer);
  }
  socket.destroy();
  return answers;
}

/** Opcode 13h: so many bytes out, so many in. */
const spi = (send: readonly number[], receive: number) => ({
  send: [0x13, send.length, 0, 0, receive, 0, 0, ...send],
  answer: 1 + receive,
});

test('another tool reads and programs the chip, and the file holds it when the serving ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-serve-'));
  const image = join(folder, 'chip.bin');
  const controller = new AbortController();
  let port = 0;
  const serving = runHere(['practice', 'serve', '--serprog', '127.0.0.1:0', '--image', image, '--json'], {
    signal: controller.signal,
    onNote: (line) => void (port ||= Number(/127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? 0)),
  });
  while (port === 0) await new Promise((resolve) => setImmediate(resolve));
  // The blank gap below the boot block: programming needs no erase.
  const [id, , , read] = await talk(port, [
    spi([0x9f], 3),
    spi([0x06], 0),
    spi([0x02, 0xfe, 0x00, 0x00, 0xa5, 0x5a], 0),
    spi([0x03, 0xfe, 0x00, 0x00], 2),
  ]);
  controller.abort();
  const { exit, json } = await serving;

  expect(id?.toString('hex')).toBe('06ef4018');
  expect({ exit, ...json() }).toMatchObject({ exit: 0, ok: true, pages: 1 });
  expect([...readFileSync(image).subarray(0xfe0000, 0xfe0002)]).toEqual([0xa5, 0x5a]);
  expect(read?.[0]).toBe(0x06);
  rmSync(folder, { recursive: true, force: true });
});

test.each(['nowhere', ':4000', 'localhost:port', 'localhost:99999'])('"%s" is no address to serve at', async (address) => {
  const { exit, json } = await runHere(['practice', 'serve', '--serprog', address, '--json']);
  expect({ exit, ...json() }).toMatchObject({ exit: 2, error: { code: 'INPUT_INVALID' } });
});
