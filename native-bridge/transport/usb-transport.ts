// What a programmer driver needs of USB, and nothing more. Real: usb.ts (the only importer of `usb`). Simulated: simulator/.

export interface UsbDeviceInfo {
  readonly vendorId: number;
  readonly productId: number;
  /** BCD device release: 0x0304. */
  readonly deviceRelease: number;
  readonly bus: number;
  /** Port path below the bus: "1", "1.4". Stable while the plug stays where it is. */
  readonly port: string;
}

/** Why a transfer or an open failed. Mapped from libusb's numbers in usb.ts; drivers turn it into Faults. */
export type UsbFailure =
  'timeout' | 'stall' | 'no-device' | 'cancelled' | 'busy' | 'access' | 'not-supported' | 'driver-bound' | 'overflow' | 'io';

export class UsbError extends Error {
  constructor(
    readonly failure: UsbFailure,
    detail: string,
  ) {
    super(`${failure}: ${detail}`);
    this.name = 'UsbError';
  }
}

export interface InStream {
  /** How many IN transfers to take. A short packet ends one. */
  readonly transfers: number;
  readonly transferBytes: number;
  /** Transfers kept submitted at once. */
  readonly depth: number;
  /** Longest silence between two completions. */
  readonly timeoutMs: number;
  /** The view is valid during the call only. */
  readonly onPacket: (packet: Uint8Array) => void;
}

export interface UsbPipe {
  readonly info: UsbDeviceInfo;
  /** Queues one OUT transfer; several may be queued before the first is done. Resolves when the device took it. */
  write(bytes: Uint8Array, timeoutMs: number): Promise<void>;
  /** Takes exactly `transfers` IN transfers in order with `depth` in flight. One stream at a time. */
  read(stream: InStream): Promise<void>;
  /** Cancels everything queued, waits for every callback, then reads and drops what the device still sends. */
  reset(timeoutMs: number): Promise<void>;
  control(
    request: { requestType: number; request: number; value: number; index: number; data: Uint8Array | number },
    timeoutMs: number,
  ): Promise<Uint8Array>;
  /** Releases the interface. Safe to call twice. */
  close(): Promise<void>;
}

export interface UsbEndpoints {
  readonly interfaceNumber: number;
  readonly endpointOut: number;
  readonly endpointIn: number;
}

export interface UsbBackend {
  list(): Promise<readonly UsbDeviceInfo[]>;
  /** Throws UsbError. */
  open(device: UsbDeviceInfo, endpoints: UsbEndpoints): Promise<UsbPipe>;
  /** Calls back on attach and detach; returns the unsubscribe. */
  onChange(listener: () => void): () => void;
}
