// What a command does to the simulated chip as CS rises. What it answers before that is nor-chip.ts.
import { pageBytes, type NorArray } from './nor-array';
import type { NorCommand } from './nor-commands';
import type { NorCounters } from './nor-counters';
import type { NorProfile } from './nor-profile';
import type { ByteRange } from './nor-protection';
import type { NorRegisters, StatusIndex } from './nor-registers';

export interface NorParts {
  readonly profile: NorProfile;
  readonly registers: NorRegisters;
  readonly array: NorArray;
  readonly counters: NorCounters;
}

/** What came in a frame until CS rose. */
export interface EndedFrame {
  readonly address: number;
  /** Bytes after opcode, address and dummy bytes. */
  readonly dataBytes: number;
  /** CS rose right after opcode, address and dummy bytes. */
  readonly isExact: boolean;
  readonly page: Uint8Array;
  /** Not 0 where `page` holds a byte of this frame. */
  readonly pageWritten: Uint8Array;
  readonly registerBytes: readonly [number, number];
}

type EraseCounter = 'erases4k' | 'erases32k' | 'erases64k' | 'erasesChip';

/** Every command but the reads must end exactly on its last byte. */
export function takeEffect(parts: NorParts, command: NorCommand, frame: EndedFrame, nowMs: number): void {
  const { registers, counters } = parts;
  switch (command.kind) {
    case 'read':
    case 'sfdp':
    case 'id':
    case 'manufacturer':
    case 'unique-id':
    case 'status':
    case 'extended-address-read':
    case 'nothing':
      return;
    case 'wake':
      registers.asleep = false;
      return;
    case 'program':
      return program(parts, frame, nowMs);
    case 'write-status':
      return writeStatus(parts, command.argument as StatusIndex, frame, nowMs);
    case 'extended-address-write':
      if (frame.dataBytes !== 1) counters.badLength++;
      else if (registers.takeWriteEnable()) registers.extendedAddress = frame.registerBytes[0] & 1;
      return;
    default:
      if (!frame.isExact) counters.badLength++;
      else takeShortEffect(parts, command, frame, nowMs);
  }
}

function takeShortEffect(parts: NorParts, command: NorCommand, { address }: EndedFrame, nowMs: number): void {
  const { registers, array, counters, profile } = parts;
  switch (command.kind) {
    case 'write-enable':
      registers.writeEnabled = true;
      counters.writeEnables++;
      return;
    case 'write-disable':
      registers.writeEnabled = false;
      return;
    case 'volatile-enable':
      return registers.enableVolatile();
    case 'erase':
      return eraseBlock(parts, address, command.argument, nowMs);
    case 'erase-chip':
      return eraseRange(parts, { start: 0, end: profile.sizeBytes }, profile.eraseChipMs, 'erasesChip', nowMs);
    case 'power-down':
      registers.asleep = true;
      return;
    case 'reset-enable':
      registers.resetEnabled = true;
      return;
    case 'reset':
      if (!registers.resetEnabled) return;
      array.abandonWork(nowMs);
      return registers.restart();
    case 'four-byte-on':
      registers.fourByteMode = true;
      return;
    case 'four-byte-off':
      registers.fourByteMode = false;
      return;
    default:
      return;
  }
}

function program({ registers, array, counters, profile }: NorParts, frame: EndedFrame, nowMs: number): void {
  if (frame.dataBytes === 0) {
    counters.badLength++;
    return;
  }
  const start = frame.address - (frame.address % pageBytes);
  const range = { start, end: start + pageBytes };
  if (!registers.takeWriteEnable() || registers.refuses(range)) return;
  array.program(range, frame.page, frame.pageWritten, profile.pageMs, nowMs);
}

function eraseBlock(parts: NorParts, address: number, sizeBytes: number, nowMs: number): void {
  const start = address - (address % sizeBytes);
  const { erase4kMs, erase32kMs, erase64kMs } = parts.profile;
  const [ms, counter] =
    sizeBytes === 4096
      ? ([erase4kMs, 'erases4k'] as const)
      : sizeBytes === 32768
        ? ([erase32kMs, 'erases32k'] as const)
        : ([erase64kMs, 'erases64k'] as const);
  eraseRange(parts, { start, end: start + sizeBytes }, ms, counter, nowMs);
}

function eraseRange({ registers, array, counters }: NorParts, range: ByteRange, ms: number, counter: EraseCounter, nowMs: number): void {
  if (!registers.takeWriteEnable() || registers.refuses(range)) return;
  counters[counter]++;
  array.erase(range, ms, nowMs);
}

function writeStatus({ registers, array, counters, profile }: NorParts, index: StatusIndex, frame: EndedFrame, nowMs: number): void {
  const longest = index === 0 ? 2 : 1;
  if (frame.dataBytes < 1 || frame.dataBytes > longest) {
    counters.badLength++;
    return;
  }
  const [first, second] = frame.registerBytes;
  if (registers.write(index, first, frame.dataBytes === 2 ? second : undefined)) array.keepBusy(profile.statusWriteMs, nowMs);
}
