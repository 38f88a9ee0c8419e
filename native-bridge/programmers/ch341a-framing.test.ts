import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SpiOp } from '../spi/bus';
import { reversed } from './bit-reverse';
import { encodeTransfer, frameBatch, syncBytes, syncTransfer } from './ch341a-framing';

const bytes = (length: number, first = 0) => Uint8Array.from({ length }, (_, i) => (first + i) & 0xff);
const writeEnable: SpiOp = { send: Uint8Array.of(0x06), receive: 0 };
const page: SpiOp = { send: Uint8Array.of(0x02, 0, 0, 0, ...bytes(256)), receive: 0, fill: bytes(31) };
const status = (count: number): SpiOp => ({ send: Uint8Array.of(0x05), receive: count });
const encode = (ops: readonly SpiOp[]) =>
  frameBatch(ops).transfers.map((transfer) => encodeTransfer(transfer, new Uint8Array(transfer.lengthBytes)));
const pages = (count: number, polls: number) => Array.from({ length: count }, () => [writeEnable, page, status(polls)]).flat();

test('a write enable is a pin slot and one short slot of exactly one byte, and CS rises in a transfer of its own', () => {
  const [frame, end] = encode([writeEnable]);
  expect([...frame!]).toEqual([0xab, 0xb7, 0xb7, 0xb7, 0xb6, 0x20, ...new Uint8Array(26), 0xa8, 0x60]);
  expect([...end!]).toEqual([0xab, 0xb7, 0x20]);
});

test('an answer is clocked with FF to the end of its slot, so that CS can rise in the same transfer', () => {
  const [only, ...more] = encode([{ send: Uint8Array.of(0x9f), receive: 3 }]);
  expect(more).toEqual([]);
  expect([...only!.subarray(32)]).toEqual([0xa8, reversed[0x9f], ...new Uint8Array(30).fill(0xff), 0xab, 0xb7, 0x20]);
});

test('a page program of 260 bytes is filled up to nine whole slots by the bytes the page begins with', () => {
  const [only] = encode([page]);
  const spi = Array.from({ length: 9 }, (_, slot) => [...only!.subarray(32 + slot * 32 + 1, 64 + slot * 32)]).flat();
  expect(spi.map((byte) => reversed[byte])).toEqual([...page.send, ...bytes(19)]);
});

test.each([
  [1, 30, 2, 11],
  [1, 61, 2, 12],
  [16, 61, 17, 192],
  [64, 30, 65, 704],
])('%i pages with %i status bytes each take %i OUT and %i IN transfers', (count, polls, outTransfers, inPackets) => {
  const framing = frameBatch(pages(count, polls));
  expect({ out: framing.transfers.length, in: framing.inPackets }).toEqual({ out: outTransfers, in: inPackets });
});

test('a read of 16 MiB by 32 KiB takes 541,696 IN transfers and no OUT transfer over 128 KiB', () => {
  const reads = Array.from({ length: 512 }, (): SpiOp => ({ send: Uint8Array.of(3, 0, 0, 0), receive: 32768 }));
  const framing = frameBatch(reads);
  expect(framing.inPackets).toBe(541_696);
  expect(Math.max(...framing.transfers.map(({ lengthBytes }) => lengthBytes))).toBeLessThanOrEqual(128 * 1024);
});

describe('whatever the operations', () => {
  const op = fc.oneof(
    fc.record({ send: fc.uint8Array({ minLength: 1, maxLength: 300 }), receive: fc.nat(400) }),
    fc.record({ send: fc.uint8Array({ minLength: 1, maxLength: 300 }), receive: fc.constant(0), fill: fc.uint8Array({ maxLength: 40 }) }),
  );

  /** What a device makes of the transfers: the bytes of each chip-select frame. */
  const framesOf = (transfers: readonly Uint8Array[]) => {
    const frames: number[][] = [];
    let low = false;
    for (const transfer of transfers) {
      for (let at = 0; at < transfer.length; at += 32) {
        const slot = transfer.subarray(at, at + 32);
        if (slot[0] === 0xab) {
          low = slot.includes(0xb6);
          if (low) frames.push([]);
        } else {
          expect([slot[0], low]).toEqual([0xa8, true]);
          frames.at(-1)!.push(...Array.from(slot.subarray(1), (byte) => reversed[byte]!));
        }
      }
    }
    expect(low).toBe(false);
    return frames;
  };

  test('each operation is one frame that begins with what is to be sent, and ends there where it must', () => {
    fc.assert(
      fc.property(fc.array(op, { minLength: 1, maxLength: 12 }), (ops: SpiOp[]) => {
        const frames = framesOf(encode(ops));
        expect(frames.map((frame, i) => frame.slice(0, ops[i]!.send.length))).toEqual(ops.map(({ send }) => [...send]));
        ops.forEach(({ send, receive, fill }, i) => {
          const rest = frames[i]!.slice(send.length);
          if (receive > 0) expect(rest).toEqual(new Array(rest.length).fill(0xff));
          else expect(rest).toEqual([...(fill ?? [])].slice(0, rest.length));
          expect(rest.length).toBeGreaterThanOrEqual(receive);
        });
      }),
    );
  });

  test('only the last slot of a transfer is short', () => {
    fc.assert(
      fc.property(fc.array(op, { minLength: 1, maxLength: 12 }), (ops: SpiOp[]) => {
        for (const transfer of frameBatch(ops).transfers) {
          for (const frame of transfer.frames.slice(0, -1)) expect(frame.clockedBytes % 31).toBe(0);
          if (transfer.raisesSelect) for (const frame of transfer.frames) expect(frame.clockedBytes % 31).toBe(0);
        }
      }),
    );
  });
});

test('the synchronisation is one frame: CS falls before its bytes', () => {
  const pins = [...syncTransfer.subarray(0, 32)];
  expect(pins.slice(0, 6)).toEqual([0xab, 0xb7, 0xb7, 0xb7, 0xb6, 0x20]);
  expect([...syncTransfer.subarray(32)]).toEqual([0xa8, ...Array.from({ length: syncBytes }, () => 0xff)]);
});

test('a wait after a frame is spent with CS high, in the slot that begins the next one', () => {
  const [only] = encode([{ ...status(30), waitAfterUs: 100 }, status(30)]);
  expect([...only!.subarray(64, 72)]).toEqual([0xab, 0xb7, 0xb7, 0xb7, 0xc0 | 63, 0xc0 | 37, 0xb6, 0x20]);
});
