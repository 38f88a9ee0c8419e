// A store that keeps what is written to it until it is committed: a change can be looked at before it is made.
import { sameBytes } from '../../../shared/firmware/bytes';
import { SECTOR_BYTES, type Extent, type SectorStore } from './sector-store';

export class Overlay implements SectorStore {
  private readonly sectors = new Map<number, Uint8Array>();

  constructor(private readonly base: SectorStore) {}

  get sizeBytes(): number {
    return this.base.sizeBytes;
  }

  read(offset: number, length: number): Uint8Array {
    const bytes = this.base.read(offset, length);
    if (this.sectors.size === 0) return bytes;
    for (let at = 0; at < length; at += SECTOR_BYTES) {
      const held = this.sectors.get((offset + at) / SECTOR_BYTES);
      if (held) bytes.set(held, at);
    }
    return bytes;
  }

  write(offset: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += SECTOR_BYTES)
      this.sectors.set((offset + at) / SECTOR_BYTES, bytes.slice(at, at + SECTOR_BYTES));
  }

  /** Sectors that differ from what the store holds, ascending. */
  changes(): Extent[] {
    return [...this.sectors]
      .sort(([a], [b]) => a - b)
      .map(([sector, bytes]) => ({ offset: sector * SECTOR_BYTES, bytes }))
      .filter(({ offset, bytes }) => !sameBytes(this.base.read(offset, SECTOR_BYTES), bytes));
  }

  /** The first sector last: a key cut off in between does not look whole. */
  commit(): void {
    for (const [sector, bytes] of [...this.sectors].sort(([a], [b]) => b - a)) this.base.write(sector * SECTOR_BYTES, bytes);
    this.sectors.clear();
  }
}
