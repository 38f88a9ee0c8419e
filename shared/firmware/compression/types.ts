// Decoders answer undefined for anything they cannot decode to its end: never an exception, never more than the limit.

export interface DecodeLimits {
  /** Decoding that would give more is refused before it allocates. */
  readonly maxOutputBytes: number;
}

export type Decode = (input: Uint8Array, limits: DecodeLimits) => Uint8Array | undefined;
