// Where an adapter's pins end: the seam between the simulated programmers and the simulated chip.

/** What a programmer's pins reach: the chip itself, or the chip behind a fault. */
export interface FlashPort {
  /** CS falls. */
  select(nowMs: number): void;
  /** CS rises: the command of the frame takes effect. */
  deselect(nowMs: number): void;
  /**
   * Clocks `length` bytes with CS low: `sent[sentAt…]` into the chip, its answer into `answer[answerAt…]`. The first byte
   * starts at `nowMs`, each takes `byteMs`.
   */
  exchange(sent: Uint8Array, sentAt: number, length: number, answer: Uint8Array, answerAt: number, nowMs: number, byteMs: number): void;
}
