// Shows progress: one changing line on a terminal, one plain line a phase in a log.
import type { Phase, Progress } from '../shared/model/progress';
import { phaseLine, progressLine } from './progress-line';
import type { Terminal } from './terminal';

export function showProgress(terminal: Terminal): (progress: Progress) => void {
  let phase: Phase | undefined;
  return (progress) => {
    if (terminal.statusLine) terminal.status(progressLine(progress));
    else {
      const line = phaseLine(phase, progress);
      if (line !== undefined) terminal.note(line);
    }
    phase = progress.phase;
  };
}
