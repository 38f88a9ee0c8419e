// What a run over many files came to, counted while it goes on.
import { isClean } from '../native-bridge/inspection/export-json';
import type { FileInspection } from '../shared/model/file-inspection';
import { ExitCode } from './exit-codes';
import { verdictWord } from './inspection-view';

export class Tally {
  /** Of those that were named or found; members of archives are not counted. */
  files = 0;
  readonly words = new Map<string, number>();
  private hasUnreadable = false;
  private hasFailed = false;

  add(inspection: FileInspection): void {
    const word = verdictWord(inspection);
    this.words.set(word, (this.words.get(word) ?? 0) + 1);
    if (!inspection.file.includes(' › ')) this.files++;
    this.hasUnreadable ||= inspection.error !== undefined;
    this.hasFailed ||= !isClean(inspection);
  }

  /** What could not be read outweighs what was found: the rest may hold more. */
  get exit(): ExitCode {
    if (this.hasUnreadable) return ExitCode.usage;
    return this.hasFailed ? ExitCode.checkFailed : ExitCode.good;
  }

  /** "3 good, 1 damaged" */
  get sentence(): string {
    return [...this.words].map(([word, number]) => `${number} ${word}`).join(', ');
  }
}
