// The part of the `usb` 2.x API the transport uses, as shapes: what a test double must offer. No code.

export interface LibusbFailure extends Error {
  /** Negative: a libusb error; positive: a transfer status. */
  readonly errno?: number;
}

export interface LibusbTransfer {
  submit(buffer: Buffer): unknown;
  /** False where the transfer was not pending. */
  cancel(): boolean;
}

export type TransferDone = (error: LibusbFailure | undefined, buffer: Buffer, actualLength: number) => void;

export interface LibusbEndpoint {
  makeTransfer(timeoutMs: number, done: TransferDone): LibusbTransfer;
}

export interface LibusbInterface {
  claim(): void;
  release(done: (error?: LibusbFailure) => void): void;
  isKernelDriverActive(): boolean;
  detachKernelDriver(): void;
  attachKernelDriver(): void;
  endpoint(address: number): LibusbEndpoint | undefined;
}

export interface LibusbDevice {
  readonly busNumber: number;
  /** Absent on platforms that cannot tell. */
  readonly portNumbers?: readonly number[];
  readonly deviceAddress: number;
  readonly deviceDescriptor: { readonly idVendor: number; readonly idProduct: number; readonly bcdDevice: number };
  timeout: number;
  open(): void;
  close(): void;
  interface(number: number): LibusbInterface;
  setAutoDetachKernelDriver(enable: boolean): void;
  controlTransfer(
    requestType: number,
    request: number,
    value: number,
    index: number,
    dataOrLength: number | Buffer,
    done: (error: LibusbFailure | undefined, data: Buffer | number | undefined) => void,
  ): unknown;
}

export interface Libusb {
  getDeviceList(): readonly LibusbDevice[];
  on(event: 'attach' | 'detach', listener: () => void): void;
  off(event: 'attach' | 'detach', listener: () => void): void;
  unrefHotplugEvents(): void;
}
