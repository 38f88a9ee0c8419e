// How SPI frames become CH341A packets (domain: programmers 1.1). Pure: no USB, no time.
//
// An OUT transfer is a row of 32-byte slots of which only the last may be short. A chip-select frame is one pin slot
// ("pluck": CS high, then low) and the A8 slots of its bytes. What follows in the same transfer must start on a slot, so a
// frame may be followed only where its last slot is full: reads clock a few bytes more and drop them, page programs repeat
// the page's first bytes (`fill`); a frame that must end exactly ends the transfer.
import type { SpiOp } from '../spi/bus';
import { copyReversed } from './bit-reverse';

export const slotBytes = 32;
/** SPI bytes of a full slot: the first byte of the 32 is the stream code. */
export const payloadBytes = 31;
/** Transfers of 128 KiB are known to work (domain: programmers 1.1). */
export const transferLimitBytes = 128 * 1024;
/** The longest answer whose frame fits one transfer, command and address included. */
export const longestReceiveBytes = 120 * 1024;

const spiStream = 0xa8;
const pinStream = 0xab;

/** I2C stream: sets the mode; SCK stays 1.5 MHz whatever it says. */
export const setMode = Uint8Array.of(0xaa, 0x61, 0x00);
/** All CS high, SCK low, MOSI high; D0..D5 outputs. */
export const pinsDriven = Uint8Array.of(pinStream, 0xb7, 0x7f, 0x20);
/** CS high, all pins inputs: how the adapter must be left. */
export const pinsReleased = Uint8Array.of(pinStream, 0xb7, 0x40, 0x20);
/** Ends the last frame of a batch. */
export const selectHigh = Uint8Array.of(pinStream, 0xb7, 0x20);
/** CS high three times (more than 2 µs), the waits of the frame before, then low. */
const pluck = Uint8Array.of(pinStream, 0xb7, 0xb7, 0xb7);
const selectLow = 0xb6;
const endOfPins = 0x20;
/** Pin command: wait this many µs, 63 at most. */
const waitCommand = 0xc0;
const waitStepUs = 63;
/** As many waits as fit the slot of a pluck. */
export const longestWaitUs = (slotBytes - pluck.length - 2) * waitStepUs;

/** Answer length of `syncTransfer`: no frame of a flash command ends in a packet of this length. */
export const syncBytes = 23;
/** Clocks FF, which is no command to any chip: once its answer of this odd length arrives, nothing older is on its way. */
export const syncTransfer = new Uint8Array(slotBytes + 1 + syncBytes).fill(0xff);
encodePluck(0, syncTransfer.subarray(0, slotBytes));
syncTransfer[slotBytes] = spiStream;

export interface FramedOp {
  readonly op: SpiOp;
  /** A8 slots, and so IN packets. */
  readonly slots: number;
  /** SPI bytes clocked, fill and dropped bytes included. */
  readonly clockedBytes: number;
  /** CS stays high this long before the frame. */
  readonly waitBeforeUs: number;
}

/** The frames that share one OUT transfer. */
export interface OutTransfer {
  readonly frames: readonly FramedOp[];
  /** Raises CS in a slot of its own at the end. */
  readonly raisesSelect: boolean;
  readonly lengthBytes: number;
}

export interface Framing {
  readonly transfers: readonly OutTransfer[];
  /** In the order of the operations. */
  readonly frames: readonly FramedOp[];
  readonly inPackets: number;
}

/** Every batch ends with CS high: within its last transfer where that ends on a slot, else in a transfer of its own. */
export function frameBatch(ops: readonly SpiOp[]): Framing {
  const frames = ops.map((op, index) => frameOp(op, ops[index - 1]?.waitAfterUs ?? 0));
  const transfers: OutTransfer[] = [];
  let open: FramedOp[] = [];
  let openBytes = 0;
  const close = (raisesSelect: boolean) => {
    if (open.length === 0 && !raisesSelect) return;
    transfers.push({ frames: open, raisesSelect, lengthBytes: openBytes + (raisesSelect ? selectHigh.length : 0) });
    open = [];
    openBytes = 0;
  };
  for (const frame of frames) {
    const bytes = slotBytes + frame.clockedBytes + frame.slots;
    if (openBytes + bytes > transferLimitBytes - slotBytes) close(false);
    open.push(frame);
    openBytes += bytes;
    if (frame.clockedBytes % payloadBytes !== 0) close(false);
  }
  if (frames.length > 0) close(true);
  return { transfers, frames, inPackets: frames.reduce((sum, frame) => sum + frame.slots, 0) };
}

function frameOp(op: SpiOp, waitBeforeUs: number): FramedOp {
  const bytes = op.send.length + op.receive;
  const slots = Math.ceil(bytes / payloadBytes);
  const spare = slots * payloadBytes - bytes;
  const mayFill = op.receive > 0 || (op.fill?.length ?? 0) >= spare;
  return { op, slots, clockedBytes: mayFill ? slots * payloadBytes : bytes, waitBeforeUs };
}

/** Writes the transfer into `target` from its start. Bytes to be read are clocked as FF, which is its own reverse. */
export function encodeTransfer(transfer: OutTransfer, target: Uint8Array): Uint8Array {
  let at = 0;
  for (const frame of transfer.frames) at = encodeFrame(frame, target, at);
  if (transfer.raisesSelect) {
    target.set(selectHigh, at);
    at += selectHigh.length;
  }
  return target.subarray(0, at);
}

function encodeFrame({ op, slots, clockedBytes, waitBeforeUs }: FramedOp, target: Uint8Array, start: number): number {
  encodePluck(waitBeforeUs, target.subarray(start, start + slotBytes));
  const first = start + slotBytes;
  const end = first + clockedBytes + slots;
  const given = op.receive === 0 && op.fill ? op.send.length + op.fill.length : op.send.length;
  for (let slot = 0, at = first; slot < slots; slot++, at += slotBytes) {
    target[at] = spiStream;
    const from = slot * payloadBytes;
    const length = Math.min(payloadBytes, clockedBytes - from);
    if (from + length <= op.send.length) copyReversed(op.send, from, target, at + 1, length);
    else if (from >= given) target.fill(0xff, at + 1, at + 1 + length);
    else encodeMixed(op, from, target, at + 1, length);
  }
  return end;
}

function encodePluck(waitUs: number, slot: Uint8Array): void {
  slot.fill(0);
  slot.set(pluck);
  let at = pluck.length;
  for (let left = Math.min(Math.ceil(waitUs), longestWaitUs); left > 0; left -= waitStepUs)
    slot[at++] = waitCommand | Math.min(left, waitStepUs);
  slot[at++] = selectLow;
  slot[at] = endOfPins;
}

/** A slot in which `send` ends: the rest is `fill`, or FF to clock an answer. */
function encodeMixed(op: SpiOp, from: number, target: Uint8Array, at: number, length: number): void {
  const sent = Math.max(0, Math.min(length, op.send.length - from));
  copyReversed(op.send, from, target, at, sent);
  target.fill(0xff, at + sent, at + length);
  if (op.receive > 0 || !op.fill) return;
  const fillFrom = Math.max(0, from - op.send.length);
  copyReversed(op.fill, fillFrom, target, at + sent, Math.min(length - sent, op.fill.length - fillFrom));
}
