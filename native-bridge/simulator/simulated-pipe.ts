// The claimed interface as the driver holds it: forwards to the simulated device until it is closed. Owns no queue.
import { UsbError, type InStream, type UsbDeviceInfo, type UsbPipe } from '../transport/usb-transport';

/** What a simulated device offers to the pipe that was opened on it. */
export interface PipeEnd {
  readonly info: UsbDeviceInfo;
  submitOut(bytes: Uint8Array, timeoutMs: number): Promise<void>;
  submitIn(stream: InStream): Promise<void>;
  /** Cancels what is queued and drops what was answered. */
  cancelAll(): Promise<void>;
  /** The pipe was closed: the device can be opened again. */
  released(): void;
}

export class SimulatedPipe implements UsbPipe {
  private closed = false;
  readonly info: UsbDeviceInfo;

  constructor(private readonly device: PipeEnd) {
    this.info = device.info;
  }

  async write(bytes: Uint8Array, timeoutMs: number): Promise<void> {
    this.mustBeOpen();
    await this.device.submitOut(bytes, timeoutMs);
  }

  async read(stream: InStream): Promise<void> {
    this.mustBeOpen();
    await this.device.submitIn(stream);
  }

  async reset(): Promise<void> {
    this.mustBeOpen();
    await this.device.cancelAll();
  }

  async control(): Promise<Uint8Array> {
    await Promise.resolve();
    this.mustBeOpen();
    return Uint8Array.of(0x30, 0x00);
  }

  async close(): Promise<void> {
    await Promise.resolve();
    if (this.closed) return;
    this.closed = true;
    this.device.released();
  }

  private mustBeOpen(): void {
    if (this.closed) throw new UsbError('no-device', 'the pipe is closed');
  }
}
