// What a simulated chip counted: the evidence tests and the bench judge a job by.

export interface NorCounters {
  frames: number;
  bytes: number;
  /** Status bytes read with 05h. */
  polls: number;
  writeEnables: number;
  pages: number;
  erases4k: number;
  erases32k: number;
  erases64k: number;
  erasesChip: number;
  readCommands: number;
  readBytes: number;
  statusWrites: number;
  idReads: number;
  /** Time the chip spent programming and erasing. */
  busyMs: number;
  /** Commands other than status reads while busy: lost. */
  ignoredWhileBusy: number;
  /** Program, erase or status write without the write-enable latch: lost. */
  withoutWriteEnable: number;
  /** Programs and erases refused by block protection. */
  refusedByProtection: number;
  /** Frames of the wrong length: CS did not rise where the command ends. */
  badLength: number;
  unknownCommands: number;
  /** Bits that were 0 and asked to become 1 by a page program. */
  badProgramBits: number;
}

export function newCounters(): NorCounters {
  return {
    frames: 0,
    bytes: 0,
    polls: 0,
    writeEnables: 0,
    pages: 0,
    erases4k: 0,
    erases32k: 0,
    erases64k: 0,
    erasesChip: 0,
    readCommands: 0,
    readBytes: 0,
    statusWrites: 0,
    idReads: 0,
    busyMs: 0,
    ignoredWhileBusy: 0,
    withoutWriteEnable: 0,
    refusedByProtection: 0,
    badLength: 0,
    unknownCommands: 0,
    badProgramBits: 0,
  };
}
