// Every time, retry and batch size of the flash layers, in one table.
//
// Ownership: the USB driver owns the limit of one transfer (it knows the link). This table owns how long a chip may take
// and how often a thing is tried again; nothing else in spi/ or operations/ holds a number of either kind. A limit that
// runs out ends the operation with a code; only the retries listed here may hide a failure, and each is logged.

export const limits = {
  wake: {
    /** CS high before the first command (domain 2.6). */
    settleMs: 1,
    /** tRES1: 3 µs Winbond, 100 µs Macronix (domain 2.3). */
    releaseUs: 100,
    /** After 66 99, before the id is asked again (domain 2.6). */
    resetMs: 30,
    /** How long a chip that is found busy may stay so before its name is known: the longest block erase (domain 2.3). */
    busyMs: 5_000,
    busyPollMs: 20,
  },
  /** When nothing is known of a part (domain 2.3). */
  unknownTimes: { pageMaxMs: 10, erase4kMaxMs: 1_000, erase64kMaxMs: 5_000, statusMaxMs: 500 },
  ready: {
    /** Part of the typical time that is waited before the first poll. */
    waitShare: 0.6,
    /** The same where blocks of the size were erased before: of the quickest. */
    learnedShare: 0.98,
    /** Give up after this many times the maximum. */
    giveUpFactor: 2,
    /** Polls are spaced by this part of the typical time. */
    pollShare: 0.01,
    pollMinMs: 1,
    pollMaxMs: 100,
  },
  statusWriteTypicalMs: 10,
  statusWriteMaxMs: 200,
  /** 24 KiB and the command end three bytes short of a CH341A packet: 32 KiB would waste 30 bytes a piece. */
  read: { chunkBytes: 24_576, chunksPerRun: 10 },
  page: {
    /** Pages that are sent one at a time to learn how long the chip takes. */
    learnPages: 3,
    /** Pages in one submission once that is known. */
    batchPages: 32,
    /** Packets of status bytes after a page while learning; once it is known, the programmer waits and reads one. */
    learnStatusUnits: 2,
    /** Part of the quickest page that is waited without asking. */
    waitShare: 0.8,
    /** Status bytes after a page beyond which pages are sent one at a time: two packets of a CH341A. */
    maxStatusBytes: 61,
    /** Packets read one by one after that, before the page is waited for without a measure. */
    learnPolls: 8,
    /** Learned time is stretched by this before it is trusted; a page that takes longer is not seen to be taken and sent again. */
    learnMargin: 1.03,
    /**
     * Of the pages of one submission every third goes without its fill: on a CH341A that is 19 bytes (0.14 ms) less on the wire
     * for one OUT transfer more. Without any fill a write would be quickest, but take twice the transfers.
     */
    exactEvery: 3,
    /** Of the last `window` pages, this many not witnessed end the batches and start learning again. */
    fallbackMisses: 8,
    window: 32,
    /** After this many fallbacks pages are sent one at a time to the end. */
    fallbacks: 2,
    /** A page whose command was not seen to be taken is sent again this often. */
    resend: 1,
  },
  erase: {
    /** An erase whose command was not seen to be taken is sent again this often. */
    resend: 1,
  },
  contact: {
    idReads: 50,
    dataReads: 8,
    dataBytes: 4_096,
    /** Time the steady-data test may take; the pieces shrink on a slow link. */
    dataBudgetMs: 700,
  },
  backup: {
    /** Reads of one disagreeing block before it is named unstable. */
    settleReads: 8,
  },
  write: {
    /**
     * Places compared with the known contents before the first command that changes anything: many and short, since other
     * content differs everywhere. With the four bytes of the command a place fills two packets of a CH341A.
     */
    sampleCount: 128,
    sampleBytes: 58,
    /** Places start on a multiple of this. */
    sampleAlignBytes: 256,
    /** A unit that did not take its content is done again this often, from its own erase, never a larger one. */
    unitRetries: 2,
    /** A place that reads differently than it should is read again this often before it is believed. */
    rereads: 2,
  },
  progress: { perSecond: 10, rateAfterMs: 1_500, stalledAfterMs: 3_000 },
} as const;
