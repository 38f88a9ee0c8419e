// Programs pages as fast as the link allows: learns how long the chip takes, then sends pages back to back with just enough
// status reads between them. Commands to a busy chip are ignored, so the worst a wrong guess does is a page not programmed:
// each page's own status shows whether its command was taken, and what was not seen to be taken is sent again.
// Nothing here proves content: the read-back that follows does.
//
//   learning  one page at a time, waits until ready                        → chained, stepping
//   chained   many pages in one submission, status reads cover the time    → learning after too many misses
//   stepping  one page a submission; the wait is finished at its start     → careful after too many misses
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

type Mode = 'learning' | 'chained' | 'stepping' | 'careful';

export class PageWriter {
  private mode: Mode = 'learning';
  private learned = 0;
  /** Longest time from the end of a page command to ready, in microseconds. */
  private longestUs = 0;
  private seen = 0;
  /** Status reads after a page. */
  private statusCount: number;
  /** Status reads before a page, where the one before may still be busy. */
  private leadCount = 0;
  private mayBeBusy = false;
  private readonly recent: boolean[] = [];

  constructor(private readonly flash: NorFlash) {
    this.statusCount = this.countFor(limits.page.maxStatusUnits);
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
      case 'stepping':
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
    for (let poll = 0; index < 0 && poll < limits.page.maxLeadUnits; poll++) {
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
  }

  /** How pages will be sent from here, by what was learned. */
  private choose(): void {
    const { byteUs, roundTripUs, unitBytes } = this.flash.bus.limits.link;
    const unitUs = byteUs * unitBytes;
    const neededUs = this.longestUs * limits.page.learnMargin;
    const units = Math.max(1, Math.ceil(neededUs / unitUs));
    if (units <= limits.page.maxStatusUnits || unitUs * limits.page.maxStatusUnits < roundTripUs) {
      // On a fast link status bytes cost less than a round trip, however many they are.
      this.mode = Number.isFinite(units) && this.countFor(units) <= this.flash.bus.limits.maxReceiveBytes ? 'chained' : 'careful';
      if (this.mode === 'chained') this.statusCount = this.countFor(units);
    } else {
      const lead = Math.max(1, Math.ceil((neededUs - roundTripUs) / unitUs) - limits.page.maxStatusUnits);
      this.statusCount = this.countFor(limits.page.maxStatusUnits);
      this.mode = lead <= limits.page.maxLeadUnits ? 'stepping' : 'careful';
      this.leadCount = this.countFor(Math.min(lead, limits.page.maxLeadUnits));
    }
    this.recent.length = 0;
    this.flash.log('pages', { mode: this.mode, learnedUs: Math.round(this.longestUs), statusCount: this.statusCount });
  }

  /** Pages back to back. A page not seen to be taken, or sent while the one before was still busy, is sent again alone. */
  private async speculate(batch: readonly Page[]): Promise<void> {
    const lead = this.mayBeBusy ? [readStatus(this.leadCount)] : [];
    const answers = await this.flash.bus.run([
      ...lead,
      ...batch.flatMap(({ offset, data }) => this.flash.pageOps(offset, data, this.statusCount)),
    ]);
    let readyBefore = lead.length === 0 || !isBusy(this.flash.live(answers[0]));
    const again: Page[] = [];
    for (const [index, page] of batch.entries()) {
      const statuses = answers[lead.length + index * 3 + 2];
      const last = this.flash.live(statuses);
      const taken = readyBefore && (this.seen === 0 || isBusy(statuses?.[0] ?? 0));
      if (!taken) again.push(page);
      this.note(taken);
      readyBefore = !isBusy(last);
    }
    this.mayBeBusy = !readyBefore;
    if (this.mode === 'chained' || again.length > 0) await this.settle();
    for (const page of again) await this.one(page);
    if (this.recent.filter((taken) => !taken).length > limits.page.fallbackMisses) this.fallBack();
  }

  private note(taken: boolean): void {
    this.recent.push(taken);
    if (this.recent.length > limits.page.window) this.recent.shift();
  }

  /** Misses in a row of pages mean the time learned is too short for this part of the chip. */
  private fallBack(): void {
    this.flash.log('pages-missed', { mode: this.mode });
    this.recent.length = 0;
    if (this.mode === 'stepping') {
      this.mode = 'careful';
      return;
    }
    this.mode = 'learning';
    this.learned = 0;
    this.longestUs *= limits.page.learnMargin;
    this.statusCount = this.countFor(limits.page.maxStatusUnits);
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
