// The SPI bus a programmer offers: batches of chip-select frames. Knows nothing of chips.

export interface SpiOp {
  /** Clocked out first, CS low. */
  readonly send: Uint8Array;
  /** Then this many bytes are clocked in; CS high after the last. */
  readonly receive: number;
  /**
   * Only where `receive` is 0: bytes that may be clocked out after `send` without changing what the chip does (the page
   * wrap of PAGE PROGRAM). Lets a driver fill its packet so that the next frame fits in the same submission. Without it
   * CS rises exactly after the last byte of `send`.
   */
  readonly fill?: Uint8Array;
  /** How long CS stays high after this operation before the next one of the batch, at most `BusLimits.maxWaitUs`. */
  readonly waitAfterUs?: number;
}

/** The cost model of a link; domain figures until measured. All times in microseconds. */
export interface LinkModel {
  readonly byteUs: number;
  /** A dependent round trip: submission to first answer. */
  readonly roundTripUs: number;
  /** SPI bytes in one packet of the link; frames that end on it waste nothing. */
  readonly unitBytes: number;
}

export interface BusLimits {
  readonly maxReceiveBytes: number;
  readonly maxSendBytes: number;
  /** Longest `waitAfterUs`; the programmer waits by itself, without a round trip. */
  readonly maxWaitUs: number;
  /** A whole batch costs one round trip. */
  readonly batchIsOneRoundTrip: boolean;
  readonly link: LinkModel;
  /** SCK steps in Hz, ascending; one entry where the clock is fixed. */
  readonly clocksHz: readonly number[];
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Called as soon as the bytes of operation `index` are complete, in order, while the batch still runs. */
  readonly onReceived?: (index: number, bytes: Uint8Array) => void;
}

export interface SpiBus {
  readonly limits: BusLimits;
  /**
   * Runs the operations in order and answers what each received (empty where `receive` is 0). Rejects with a Fault
   * (USB_UNPLUGGED, USB_TIMEOUT, …) or the abort reason; after a rejection CS is high or the device is gone, and what the
   * chip did with the last operations is unknown.
   */
  run(ops: readonly SpiOp[], options?: RunOptions): Promise<Uint8Array[]>;
  /** Pins become inputs, the device is closed. Safe to call twice, after errors and on signals. */
  close(): Promise<void>;
}
