// A claimed interface as a UsbPipe over the `usb` 2.x objects: OUT queue, IN ring, reset and the way back out.
import { InRing } from './in-ring';
import { usbErrorOf } from './libusb-errors';
import type { LibusbDevice, LibusbEndpoint, LibusbInterface } from './libusb-shape';
import { OutQueue } from './out-queue';
import { UsbError, type InStream, type UsbDeviceInfo, type UsbPipe } from './usb-transport';

/** Longest wait for the callbacks of cancelled transfers; libusb answers at once unless the host controller hangs. */
const cancelLimitMs = 2000;
const releaseLimitMs = 2000;
/** A device that still has data sends it within a millisecond; a hub or a virtual machine adds a few. */
const drainSilenceMs = 50;
const drainDepth = 32;
const drainTransferBytes = 512;

export interface ClaimedInterface {
  readonly device: LibusbDevice;
  readonly claimed: LibusbInterface;
  readonly endpointIn: LibusbEndpoint;
  readonly endpointOut: LibusbEndpoint;
  /** A kernel driver was detached by hand and is put back on close. */
  readonly reattach: boolean;
}

export class LibusbPipe implements UsbPipe {
  private readonly out: OutQueue;
  private ring: InRing | undefined;
  private closing: Promise<void> | undefined;

  constructor(
    readonly info: UsbDeviceInfo,
    private readonly parts: ClaimedInterface,
  ) {
    this.out = new OutQueue(parts.endpointOut);
  }

  async write(bytes: Uint8Array, timeoutMs: number): Promise<void> {
    this.mustBeOpen();
    await this.out.write(bytes, timeoutMs);
  }

  async read(stream: InStream): Promise<void> {
    this.mustBeOpen();
    if (this.ring) throw new UsbError('busy', 'one IN stream at a time');
    const ring = new InRing(this.parts.endpointIn, stream, cancelLimitMs, this.out.heard);
    this.ring = ring;
    try {
      await ring.done;
    } finally {
      this.ring = undefined;
    }
  }

  async reset(timeoutMs: number): Promise<void> {
    await this.cancelAll('reset');
    let tooLong = false;
    const until = performance.now() + timeoutMs;
    const ring = new InRing(
      this.parts.endpointIn,
      {
        transfers: Infinity,
        transferBytes: drainTransferBytes,
        depth: drainDepth,
        timeoutMs: Math.min(drainSilenceMs, timeoutMs),
        onPacket: () => {
          tooLong = performance.now() > until;
          if (tooLong) throw new UsbError('timeout', `still sending after ${timeoutMs} ms`);
        },
      },
      cancelLimitMs,
    );
    // The drain only ends by silence, or by taking too long.
    await ring.done.catch((thrown: unknown) => {
      if (tooLong || !(thrown instanceof UsbError && thrown.failure === 'timeout')) throw thrown;
    });
  }

  control(
    request: { requestType: number; request: number; value: number; index: number; data: Uint8Array | number },
    timeoutMs: number,
  ): Promise<Uint8Array> {
    this.mustBeOpen();
    const { device } = this.parts;
    device.timeout = timeoutMs;
    const data = typeof request.data === 'number' ? request.data : Buffer.from(request.data);
    return new Promise((resolve, reject) => {
      device.controlTransfer(request.requestType, request.request, request.value, request.index, data, (error, answer) => {
        if (error) reject(usbErrorOf(error, 'control'));
        else resolve(typeof answer === 'object' ? answer : new Uint8Array(0));
      });
    });
  }

  close(): Promise<void> {
    return (this.closing ??= this.release());
  }

  private async release(): Promise<void> {
    await this.cancelAll('closed');
    const { device, claimed, reattach } = this.parts;
    // Errors here mean the device is gone already: there is nothing left to give back.
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, releaseLimitMs);
      const finish = () => {
        clearTimeout(limit);
        resolve();
      };
      try {
        claimed.release(finish);
      } catch {
        finish();
      }
    });
    if (reattach) attempt(() => claimed.attachKernelDriver());
    attempt(() => device.close());
  }

  private async cancelAll(why: string): Promise<void> {
    const reason = new UsbError('cancelled', why);
    const ring = this.ring;
    ring?.cancel(reason);
    await Promise.all([this.out.cancelAll(reason, cancelLimitMs), ring?.done.catch(() => undefined)]);
    this.ring = undefined;
  }

  private mustBeOpen(): void {
    if (this.closing) throw new UsbError('no-device', 'the pipe is closed');
  }
}

export function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
