// Phases of a job as one fraction that never falls: weighted by measured time, told at most ten times a second and at the end of each.
import type { BuildPhase, KeyJob } from '../../shared/ipc/key-views';
import type { ToldProgress } from './workshop';

type Told = Pick<KeyJob, 'phase' | 'fraction' | 'done' | 'total'>;

/** Of an image file. */
export const filePhases: readonly BuildPhase[] = ['opening', 'building', 'writing', 'reading-back', 'checking'];
/** What a drive goes through, whatever is written to it. */
export const drivePhases = (testsSize: boolean): BuildPhase[] => [
  'asking',
  ...(testsSize ? ['testing-size' as const] : []),
  'writing',
  'reading-back',
];
/** Of a key for a drive: it is laid out in a file and checked there before the drive is touched. */
export const keyToDrivePhases = (testsSize: boolean): BuildPhase[] => ['opening', 'building', 'checking', ...drivePhases(testsSize)];

/** Seconds on a middling computer, for a file; a stick writes for minutes. */
const weights: Record<BuildPhase, number> = {
  opening: 4,
  building: 2,
  writing: 2,
  'reading-back': 1,
  checking: 4,
  asking: 0,
  'testing-size': 0,
};
const SPACING_MS = 100;
/** What the file takes of the whole when a drive follows. */
const FILE_SHARE = 0.15;

export class BuildProgress {
  private highest = 0;
  private lastAt = 0;
  private onDrive: boolean;

  constructor(
    private readonly place: 'file' | 'file-then-drive' | 'drive',
    private readonly say: (told: Told) => void,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.onDrive = place === 'drive';
  }

  /** From here on phases are those of the drive. */
  toDrive(): void {
    this.onDrive = true;
  }

  readonly tell: ToldProgress = (told, done, total) => {
    const part = total ? Math.min(1, (done ?? 0) / total) : 0;
    this.highest = Math.max(this.highest, this.fractionOf(told, part));
    const now = this.nowMs();
    if (part > 0 && part < 1 && now - this.lastAt < SPACING_MS) return;
    this.lastAt = now;
    // The file on the way to a drive is none that a person asked for.
    const isInner = this.place === 'file-then-drive' && !this.onDrive && (told === 'writing' || told === 'reading-back');
    this.say({
      phase: isInner ? 'building' : told,
      fraction: this.highest,
      ...(total === undefined || isInner ? {} : { done: done ?? 0, total }),
    });
  };

  private fractionOf(phase: BuildPhase, part: number): number {
    const share = this.place === 'file' ? 1 : this.place === 'drive' ? 0 : FILE_SHARE;
    // The writer counts over all its phases.
    if (this.onDrive) return share + (1 - share) * part;
    const sum = filePhases.reduce((all, each) => all + weights[each], 0);
    const before = filePhases.slice(0, filePhases.indexOf(phase)).reduce((all, each) => all + weights[each], 0);
    return ((before + weights[phase] * part) / sum) * share;
  }
}
