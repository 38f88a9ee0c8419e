// What acts on a chip cost in time, from datasheet times and the link. Predictions only; nothing here waits.
import type { ChipProfile, EraseType } from '../model/chip';

/** What a link costs; the same shape as the bus's link model. Microseconds. */
export interface LinkCost {
  readonly byteUs: number;
  readonly roundTripUs: number;
  /** SPI bytes in one packet of the link. */
  readonly unitBytes: number;
}

/** Pages that travel in one submission, so that they share its round trip. */
const PAGES_PER_SUBMISSION = 16;
/** Bytes of a read that share one round trip. */
const READ_CHUNK_BYTES = 65_536;
/** WREN, then command, address and data. */
const PAGE_OVERHEAD_BYTES = 5;
/** WREN, command, address and the first status read. */
const ERASE_OVERHEAD_BYTES = 7;

export interface PlanCosts {
  readonly pageMs: number;
  eraseMs(type: EraseType): number;
  readMs(lengthBytes: number): number;
}

/** The page and erase times of the chip are rounded up to the link's packet, since status is polled by packets. */
export function planCosts(chip: Pick<ChipProfile, 'pageBytes' | 'pageTypicalMs'>, link: LinkCost): PlanCosts {
  const unitBytes = Math.max(1, link.unitBytes);
  const unitUs = unitBytes * link.byteUs;
  const packets = (bytes: number): number => Math.ceil(bytes / unitBytes) * unitUs;
  const polled = (busyUs: number): number => (unitUs > 0 ? Math.ceil(busyUs / unitUs) * unitUs : busyUs);
  const pageUs =
    packets(chip.pageBytes + PAGE_OVERHEAD_BYTES) + polled(chip.pageTypicalMs * 1000) + link.roundTripUs / PAGES_PER_SUBMISSION;
  return {
    pageMs: pageUs / 1000,
    eraseMs: (type) => (polled(type.typicalMs * 1000) + packets(ERASE_OVERHEAD_BYTES) + link.roundTripUs) / 1000,
    readMs: (lengthBytes) => (lengthBytes * (link.byteUs + link.roundTripUs / READ_CHUNK_BYTES)) / 1000,
  };
}
