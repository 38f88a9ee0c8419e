// The CH341A's own commands, one slot of at most 32 bytes at a time: SPI bytes and pin streams become what the flash chip sees.
// Knows no USB and no queues.
import type { FlashPort } from './flash-port';
import type { SimulationClock } from './simulation-clock';

export const slotBytes = 32;

/** Bits of D5..D0: CS is D0, SCK D3, MOSI D5. */
const chipSelect = 0x01;
const drivenPins = 0x29;

export interface Ch341aCommandsOptions {
  readonly flash: FlashPort;
  readonly clock: SimulationClock;
  /** One byte on SPI. */
  readonly byteMs: number;
  readonly counters: { spiBytes: number; illegal: number };
  /** Hears every answer; the packet is only valid during the call. */
  readonly answer: (packet: Uint8Array) => void;
}

/** The device sends and takes the low bit first. */
const reverseTable = Uint8Array.from({ length: 256 }, (_, byte) => {
  let result = 0;
  for (let bit = 0; bit < 8; bit++) result |= ((byte >> bit) & 1) << (7 - bit);
  return result;
});

export class Ch341aCommands {
  /** Direction bits of D5..D0: 1 drives. */
  private direction = 0;
  private readonly sent = new Uint8Array(slotBytes);
  private readonly answer = new Uint8Array(slotBytes);
  private readonly answerViews = Array.from({ length: slotBytes }, (_, length) => this.answer.subarray(0, length));

  constructor(private readonly options: Ch341aCommandsOptions) {}

  /** CS, SCK and MOSI are outputs. */
  get drivesPins(): boolean {
    return (this.direction & drivenPins) === drivenPins;
  }

  /** The adapter lost its power. */
  floatPins(): void {
    this.direction = 0;
  }

  /** The slot is `bytes[at…at + length]`; its first byte says what kind of slot. */
  obey(bytes: Uint8Array, at: number, length: number): void {
    switch (bytes[at]) {
      case 0xa8:
        return this.spi(bytes, at + 1, length - 1);
      case 0xab:
        return this.pins(bytes, at + 1, at + length);
      case 0xaa:
        // Mode set: the SPI clock does not follow it.
        return;
      default:
        this.options.counters.illegal++;
    }
  }

  private spi(bytes: Uint8Array, from: number, length: number): void {
    const { clock, flash, byteMs, counters } = this.options;
    const { sent, answer } = this;
    counters.spiBytes += length;
    if (this.drivesPins) {
      for (let i = 0; i < length; i++) sent[i] = reverseTable[bytes[from + i]!]!;
      flash.exchange(sent, 0, length, answer, 0, clock.now(), byteMs);
      for (let i = 0; i < length; i++) answer[i] = reverseTable[answer[i]!]!;
    } else answer.fill(0xff, 0, length);
    clock.advance(length * byteMs);
    this.options.answer(this.answerViews[length]!);
  }

  private pins(bytes: Uint8Array, from: number, end: number): void {
    const { clock, flash } = this.options;
    for (let i = from; i < end; i++) {
      const byte = bytes[i]!;
      if (byte === 0x20) return;
      const value = byte & 0x3f;
      if (byte >= 0xc0) clock.advance(value / 1000);
      else if (byte >= 0x80) {
        if (value & chipSelect) flash.deselect(clock.now());
        else if (this.direction & chipSelect) flash.select(clock.now());
      } else if (byte >= 0x40) {
        this.direction = value;
        // An undriven CS is pulled high.
        if (!(value & chipSelect)) flash.deselect(clock.now());
      } else this.options.answer(Uint8Array.of(0));
    }
  }
}
