// Progress as one line of text.
import { BLOCK_BYTES } from '../shared/model/blocks';
import type { Phase, Progress } from '../shared/model/progress';
import { durationText, sizeText } from './wording';

const phaseNames: Readonly<Record<Phase, string>> = {
  waking: 'waking the chip',
  identifying: 'identifying the chip',
  'testing-contact': 'testing the contact',
  reading: 'reading',
  comparing: 'reading again and comparing',
  settling: 'reading differing blocks again',
  saving: 'saving',
  'checking-known-contents': 'checking that the chip holds what the backup says',
  unprotecting: 'lifting the write protection',
  erasing: 'erasing',
  programming: 'programming',
  proving: 'reading back',
  verifying: 'verifying',
  finishing: 'finishing',
};

export function progressLine(progress: Progress): string {
  const { phase, fraction, done, total, rateBytesPerSec, etaMs } = progress;
  // The contact test counts tests, not bytes.
  const bytes = total !== undefined && total >= BLOCK_BYTES ? `${sizeText(done)} of ${sizeText(total)}` : undefined;
  const parts = [
    `${Math.floor(fraction * 100)} %`.padStart(5),
    phaseNames[phase],
    bytes,
    rateBytesPerSec === undefined ? undefined : `${sizeText(Math.round(rateBytesPerSec))}/s`,
    etaMs === undefined ? undefined : `${durationText(etaMs)} left`,
    progress.stalled ? 'nothing heard from the adapter' : undefined,
  ];
  return parts.filter((part) => part !== undefined).join('  ');
}

/** Plain lines for a log that is no terminal: one at each new phase. */
export function phaseLine(previous: Phase | undefined, progress: Progress): string | undefined {
  return progress.phase === previous ? undefined : phaseNames[progress.phase];
}
