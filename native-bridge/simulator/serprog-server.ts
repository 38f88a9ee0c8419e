// A serprog version 1 programmer over TCP with a simulated chip on it, so that other tools (flashrom) can be clients.
// Protocol: flashrom's serprog document; domain: programmers 1.4.
import { createServer, type Server, type Socket } from 'node:net';
import { systemClock, type Clock } from '../clock';
import type { FlashPort } from './flash-port';
import type { SimulationClock } from './simulation-clock';

export interface SerprogOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly chip: FlashPort;
  /** The chip's clock: moved by the bytes at 10 MHz, and by the time the client lets pass. */
  readonly clock: SimulationClock;
  readonly real?: Clock;
}

export interface SerprogServer {
  readonly port: number;
  close(): Promise<void>;
}

const ack = 0x06;
const nak = 0x15;
const spiBus = 0x08;
const clockHz = 10_000_000;
const byteMs = 8000 / clockHz;

/** Parameter bytes of each opcode understood; 13h is followed by its data. */
const parameterBytes: ReadonlyMap<number, number> = new Map([
  [0x00, 0],
  [0x01, 0],
  [0x02, 0],
  [0x03, 0],
  [0x04, 0],
  [0x05, 0],
  [0x07, 0],
  [0x08, 0],
  [0x10, 0],
  [0x11, 0],
  [0x12, 1],
  [0x13, 6],
  [0x14, 4],
  [0x15, 1],
]);

export async function serveSerprog({ host, port, chip, clock, real = systemClock }: SerprogOptions): Promise<SerprogServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    const session = new SerprogSession(chip, clock, real, (bytes) => socket.write(bytes));
    socket.on('data', (bytes) => session.take(bytes));
    // A client that goes away in mid-command leaves CS high.
    socket.on('close', () => {
      sockets.delete(socket);
      chip.deselect(clock.now());
    });
    socket.on('error', () => socket.destroy());
  });
  await listen(server, host, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

class SerprogSession {
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private lastRealMs: number;

  constructor(
    private readonly chip: FlashPort,
    private readonly clock: SimulationClock,
    private readonly real: Clock,
    private readonly reply: (bytes: Uint8Array) => void,
  ) {
    this.lastRealMs = real.now();
  }

  take(bytes: Buffer): void {
    // A client that sleeps between polls must find the chip further on.
    const realMs = this.real.now();
    this.clock.advance(realMs - this.lastRealMs);
    this.lastRealMs = realMs;
    this.pending.push(bytes);
    this.pendingBytes += bytes.length;
    for (let needed = this.needed(); needed > 0 && this.pendingBytes >= needed; needed = this.needed()) {
      const all = this.join();
      this.request(all.subarray(0, needed));
      this.pending = [all.subarray(needed)];
      this.pendingBytes = all.length - needed;
    }
  }

  /** Bytes the request at the head takes, as far as known from what is there; 0: nothing is there. */
  private needed(): number {
    if (this.pendingBytes === 0) return 0;
    const head = this.pendingBytes < 7 || this.pending[0]!.length < 7 ? this.join() : this.pending[0]!;
    const fixed = 1 + (parameterBytes.get(head[0]!) ?? 0);
    return head[0] === 0x13 && head.length >= fixed ? fixed + head.readUIntLE(1, 3) : fixed;
  }

  private join(): Buffer {
    if (this.pending.length !== 1) this.pending = [Buffer.concat(this.pending)];
    return this.pending[0]!;
  }

  private request(bytes: Buffer): void {
    switch (bytes[0]) {
      case 0x00:
      case 0x15:
        return this.reply(Uint8Array.of(ack));
      case 0x01:
        return this.reply(Uint8Array.of(ack, 1, 0));
      case 0x02:
        return this.reply(Buffer.concat([Uint8Array.of(ack), commandMap()]));
      case 0x03:
        return this.reply(Buffer.concat([Uint8Array.of(ack), Buffer.from('rom-rescue'.padEnd(16, '\0'), 'latin1')]));
      case 0x04:
      case 0x07:
        return this.reply(Uint8Array.of(ack, 0xff, 0xff));
      case 0x05:
        return this.reply(Uint8Array.of(ack, spiBus));
      case 0x08:
      case 0x11:
        // 0 stands for 2^24: no limit of our own.
        return this.reply(Uint8Array.of(ack, 0, 0, 0));
      case 0x10:
        return this.reply(Uint8Array.of(nak, ack));
      case 0x12:
        return this.reply(Uint8Array.of((bytes[1]! & spiBus) !== 0 ? ack : nak));
      case 0x13:
        return this.spi(bytes);
      case 0x14:
        return this.reply(bytes.readUInt32LE(1) === 0 ? Uint8Array.of(nak) : Uint8Array.of(ack, ...littleEndian32(clockHz)));
      default:
        return this.reply(Uint8Array.of(nak));
    }
  }

  private spi(bytes: Buffer): void {
    const sendLength = bytes.readUIntLE(1, 3);
    const receiveLength = bytes.readUIntLE(4, 3);
    const { chip, clock } = this;
    const dropped = new Uint8Array(sendLength);
    const answer = new Uint8Array(1 + receiveLength);
    answer[0] = ack;
    chip.select(clock.now());
    chip.exchange(bytes, 7, sendLength, dropped, 0, clock.now(), byteMs);
    clock.advance(sendLength * byteMs);
    chip.exchange(new Uint8Array(receiveLength).fill(0xff), 0, receiveLength, answer, 1, clock.now(), byteMs);
    clock.advance(receiveLength * byteMs);
    chip.deselect(clock.now());
    this.reply(answer);
  }
}

function commandMap(): Uint8Array {
  const map = new Uint8Array(32);
  for (const opcode of parameterBytes.keys()) map[opcode >> 3]! |= 1 << (opcode & 7);
  return map;
}

const littleEndian32 = (value: number) => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24];
