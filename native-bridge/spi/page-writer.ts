// Programs pages as fast as the link allows: learns how long the chip takes, then sends pages back to back with just enough
// of a pause between them. Commands to a busy chip are ignored, so the worst a wrong guess does is a page not programmed:
// the status after each page shows whether its command was taken, and what was not seen to be taken is sent again.
// Nothing here proves content: the read-back that follows does.
//
//   learning  one page at a time, waits until ready                      → chained, careful
//   chained   many pages in one submission, the programmer does the wait → learning after too many misses, careful in the end
//   careful   one page at a time, always waits until ready
import type { NorFlash } from './nor-chip';
import { readStatus } from './commands';
import { limits } from './limits';
import { isBusy } from './status';

export interface Page {
  readonly offset: number;
  /** At most one page, inside its page. */
  readonly data: Uint8Array;
}

type Mode = 'learning' | 'chained' | 'careful';

export class PageWriter {
  private mode: Mode = 'learning';
  private learned = 0;
  /** Times from the end of a page command to ready, in microseconds. */
  private longestUs = 0;
  private shortestUs = Infinity;
  private seen = 0;
  /** Status reads after a page, and what the programmer waits before them. */
  private statusCount: number;
  private waitUs = 0;
  private mayBeBusy = false;
  private fallbacks = 0;
  private readonly recent: boolean[] = [];

  constructor(private readonly flash: NorFlash) {
    this.statusCount = this.countFor(limits.page.learnStatusUnits);
  }

  /** On a fault it is unknown which of `pages` are on the chip. `onPages` hears how many more are done. */
  async program(pages: readonly Page[], onPages: (count: number) => void = () => undefined): Promise<void> {
    for (let at = 0; at < pages.length;) {
      const count = this.mode === 'chained' ? limits.page.batchPages : 1;
      const batch = pages.slice(at, at + count);
      await this.send(batch);
      at += batch.length;
      onPages(batch.length);
    }
    await this.settle();
  }

  private async send(batch: readonly Page[]): Promise<void> {
    const [page] = batch;
    switch (this.mode) {
      case 'learning':
      case 'careful':
        if (page) await this.one(page);
        if (this.mode === 'learning' && ++this.learned >= limits.page.learnPages) this.choose();
        return;
      case 'chained':
        return this.speculate(batch);
    }
  }

  /** One page, waited for; sent again if it was not seen to be taken. */
  private async one({ offset, data }: Page): Promise<void> {
    await this.settle();
    for (let attempt = 0; attempt <= limits.page.resend; attempt++) {
      const answers = await this.flash.bus.run(this.flash.pageOps(offset, data, this.statusCount));
      const statuses = answers[2];
      this.flash.live(statuses);
      const taken = statuses !== undefined && isBusy(statuses[0] ?? 0);
      await this.finish(statuses ?? new Uint8Array());
      if (taken) {
        this.seen++;
        return;
      }
      // A chip that is done before its first status can be read never shows that it was busy.
      if (this.learned >= limits.page.learnPages && this.seen === 0) return;
    }
    this.flash.log('page-not-seen', { offset });
  }

  /** Reads on until ready and notes how long that took. */
  private async finish(statuses: Uint8Array): Promise<void> {
    const { byteUs, roundTripUs } = this.flash.bus.limits.link;
    let index = statuses.findIndex((status) => !isBusy(status));
    let elapsedUs = byteUs * (1 + (index < 0 ? statuses.length : index));
    for (let poll = 0; index < 0 && poll < limits.page.learnPolls; poll++) {
      const [more] = await this.flash.bus.run([readStatus(this.countFor(1))]);
      this.flash.live(more);
      index = more?.findIndex((status) => !isBusy(status)) ?? -1;
      elapsedUs += roundTripUs + byteUs * (1 + (index < 0 ? (more?.length ?? 0) : index));
    }
    if (index < 0) {
      await this.flash.waitReady(0, this.maxMs());
      elapsedUs = Infinity;
    }
    this.longestUs = Math.max(this.longestUs, elapsedUs);
    this.shortestUs = Math.min(this.shortestUs, elapsedUs);
  }

  /** How pages will be sent from here: the pause ends while the quickest page is still busy, so that each can be seen to be. */
  private choose(): void {
    const { link, maxWaitUs } = this.flash.bus.limits;
    const unitUs = link.byteUs * link.unitBytes;
    const neededUs = this.longestUs * limits.page.learnMargin;
    const waitUs = Math.max(0, Math.min(Math.ceil(neededUs - unitUs), Math.floor(this.shortestUs * limits.page.waitShare), maxWaitUs));
    const units = Math.max(1, Math.ceil((neededUs - waitUs) / unitUs));
    const covered = Number.isFinite(units) && this.countFor(units) <= limits.page.maxStatusBytes;
    this.mode = covered && this.fallbacks <= limits.page.fallbacks ? 'chained' : 'careful';
    if (this.mode === 'chained') {
      this.waitUs = waitUs;
      this.statusCount = this.countFor(units);
    }
    this.recent.length = 0;
    this.flash.log('pages', { mode: this.mode, learnedUs: Math.round(this.longestUs) });
  }

  /**
   * Pages back to back. A page not seen to be taken, or sent while the one before was still busy, is sent again alone.
   */
  private async speculate(batch: readonly Page[]): Promise<void> {
    const answers = await this.flash.bus.run(
      batch.flatMap(({ offset, data }, index) =>
        this.flash.pageOps(offset, data, this.statusCount, { waitUs: this.waitUs, endsExactly: index % limits.page.exactEvery === 0 }),
      ),
    );
    let readyBefore = true;
    const again: Page[] = [];
    for (const [index, page] of batch.entries()) {
      const statuses = answers[index * 3 + 2];
      const last = this.flash.live(statuses);
      const taken = readyBefore && (this.seen === 0 || isBusy(statuses?.[0] ?? 0));
      if (!taken) again.push(page);
      this.note(taken);
      readyBefore = !isBusy(last);
    }
    this.mayBeBusy = !readyBefore;
    await this.settle();
    for (const page of again) await this.one(page);
    if (this.recent.filter((taken) => !taken).length > limits.page.fallbackMisses) this.fallBack();
  }

  private note(taken: boolean): void {
    this.recent.push(taken);
    if (this.recent.length > limits.page.window) this.recent.shift();
  }

  /** Misses in a row of pages mean the time learned is too short for this part of the chip, or the programmer does not wait. */
  private fallBack(): void {
    this.flash.log('pages-missed', {});
    this.recent.length = 0;
    this.fallbacks++;
    this.mode = 'learning';
    this.learned = 0;
    this.waitUs = 0;
    this.longestUs *= limits.page.learnMargin;
    this.shortestUs = Infinity;
    this.statusCount = this.countFor(limits.page.learnStatusUnits);
  }

  private async settle(): Promise<void> {
    if (!this.mayBeBusy) return;
    this.mayBeBusy = false;
    await this.flash.waitReady(0, this.maxMs());
  }

  private maxMs(): number {
    return Math.max(this.flash.chip.pageMaxMs, limits.unknownTimes.pageMaxMs / 2);
  }

  /** Status bytes that fill whole packets of the link together with their opcode. */
  private countFor(units: number): number {
    return Math.max(1, units * this.flash.bus.limits.link.unitBytes - 1);
  }
}
