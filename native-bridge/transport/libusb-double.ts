// A double of the `usb` 2.x objects for the tests of the transport: transfers complete when the test says so.
import type { Libusb, LibusbDevice, LibusbFailure, LibusbInterface, TransferDone } from './libusb-shape';

export class DoubleTransfer {
  buffer: Buffer | undefined;
  cancelled = false;

  constructor(
    private readonly endpoint: DoubleEndpoint,
    readonly timeoutMs: number,
    private readonly done: TransferDone,
  ) {}

  submit(buffer: Buffer): this {
    if (this.buffer) throw new Error('Transfer is already active');
    if (this.endpoint.submitFailure !== undefined) throw failure(this.endpoint.submitFailure);
    this.buffer = buffer;
    this.endpoint.pending.push(this);
    this.endpoint.submissions++;
    this.endpoint.deepest = Math.max(this.endpoint.deepest, this.endpoint.pending.length);
    return this;
  }

  /** As with libusb, the callback comes later, when the test completes what is cancelled. */
  cancel(): boolean {
    if (!this.buffer) return false;
    this.cancelled = true;
    return true;
  }

  complete(bytes: Uint8Array | number, errno?: number): void {
    const buffer = this.buffer!;
    this.endpoint.pending.splice(this.endpoint.pending.indexOf(this), 1);
    this.buffer = undefined;
    if (typeof bytes !== 'number') buffer.set(bytes);
    this.done(errno === undefined ? undefined : failure(errno), buffer, typeof bytes === 'number' ? bytes : bytes.length);
  }
}

export class DoubleEndpoint {
  readonly pending: DoubleTransfer[] = [];
  submissions = 0;
  deepest = 0;
  made = 0;
  submitFailure: number | undefined;

  makeTransfer(timeoutMs: number, done: TransferDone): DoubleTransfer {
    this.made++;
    return new DoubleTransfer(this, timeoutMs, done);
  }

  /** Calls back everything that was cancelled, oldest first. */
  finishCancelled(): void {
    for (const transfer of [...this.pending]) if (transfer.cancelled) transfer.complete(0, 3);
  }
}

export interface DoubleFailures {
  readonly open?: number;
  readonly claim?: number;
  /** setAutoDetachKernelDriver is refused, as on Windows and macOS. */
  readonly autoDetach?: number;
  readonly detach?: number;
  readonly kernelDriver?: boolean;
}

export class DoubleDevice implements LibusbDevice {
  readonly busNumber = 2;
  readonly portNumbers = [1, 4];
  readonly deviceAddress = 9;
  readonly deviceDescriptor = { idVendor: 0x1a86, idProduct: 0x5512, bcdDevice: 0x0304 };
  timeout = 0;
  readonly endpointIn = new DoubleEndpoint();
  readonly endpointOut = new DoubleEndpoint();
  /** What was called, in order. */
  readonly calls: string[] = [];

  constructor(private readonly failures: DoubleFailures = {}) {}

  private call(name: string, errno?: number): void {
    this.calls.push(name);
    if (errno !== undefined) throw failure(errno);
  }

  open(): void {
    this.call('open', this.failures.open);
  }
  close(): void {
    this.call('close');
  }
  setAutoDetachKernelDriver(): void {
    this.call('autoDetach', this.failures.autoDetach);
  }
  interface(): LibusbInterface {
    return {
      claim: () => this.call('claim', this.failures.claim),
      release: (done) => {
        this.call('release');
        setImmediate(done);
      },
      isKernelDriverActive: () => this.failures.kernelDriver ?? false,
      detachKernelDriver: () => this.call('detach', this.failures.detach),
      attachKernelDriver: () => this.call('attach'),
      endpoint: (address) => (address === 0x82 ? this.endpointIn : address === 0x02 ? this.endpointOut : undefined),
    };
  }
  controlTransfer(
    _requestType: number,
    _request: number,
    _value: number,
    _index: number,
    dataOrLength: number | Buffer,
    done: (error: LibusbFailure | undefined, data: Buffer | number | undefined) => void,
  ): void {
    setImmediate(() => done(undefined, typeof dataOrLength === 'number' ? Buffer.alloc(dataOrLength, 7) : dataOrLength.length));
  }
}

export class DoubleLibusb implements Libusb {
  readonly listeners = new Set<() => void>();
  unreferenced = false;

  constructor(public devices: readonly LibusbDevice[]) {}

  getDeviceList(): readonly LibusbDevice[] {
    return this.devices;
  }
  on(_event: 'attach' | 'detach', listener: () => void): void {
    this.listeners.add(listener);
  }
  off(_event: 'attach' | 'detach', listener: () => void): void {
    this.listeners.delete(listener);
  }
  unrefHotplugEvents(): void {
    this.unreferenced = true;
  }
}

export function failure(errno: number): LibusbFailure {
  return Object.assign(new Error(`libusb ${errno}`), { errno });
}
