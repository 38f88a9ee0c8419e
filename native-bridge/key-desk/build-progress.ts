// Phases of a build as one fraction that never falls: weighted by measured time, told at most ten times a second and at the end of each.
import type { BuildPhase, KeyJob } from '../../shared/ipc/key-views';
import type { ToldProgress } from './workshop';

type Told = Pick<KeyJob, 'phase' | 'fraction' | 'done' | 'total'>;

const order: readonly BuildPhase[] = ['opening', 'building', 'writing', 'reading-back', 'checking'];
/** Seconds on a middling computer, for a file; a stick writes for minutes. */
const weights: Record<BuildPhase, number> = { opening: 4, building: 2, writing: 2, 'reading-back': 1, checking: 4 };
const SPACING_MS = 100;
/** What the file takes of the whole when a drive follows. */
const FILE_SHARE = 0.15;

export class BuildProgress {
  private highest = 0;
  private lastAt = 0;
  private onDrive = false;

  constructor(
    private readonly hasDrive: boolean,
    private readonly say: (told: Told) => void,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** From here on phases are those of the drive. */
  toDrive(): void {
    this.onDrive = true;
  }

  readonly tell: ToldProgress = (phase, done, total) => {
    const part = total ? Math.min(1, (done ?? 0) / total) : 0;
    this.highest = Math.max(this.highest, this.fractionOf(phase, part));
    const now = this.nowMs();
    if (part > 0 && part < 1 && now - this.lastAt < SPACING_MS) return;
    this.lastAt = now;
    this.say({
      phase,
      fraction: this.highest,
      ...(total === undefined ? {} : { done: done ?? 0, total }),
    });
  };

  private fractionOf(phase: BuildPhase, part: number): number {
    // The writer counts over all its phases.
    if (this.onDrive) return FILE_SHARE + (1 - FILE_SHARE) * part;
    const sum = order.reduce((all, each) => all + weights[each], 0);
    const before = order.slice(0, order.indexOf(phase)).reduce((all, each) => all + weights[each], 0);
    return ((before + weights[phase] * part) / sum) * (this.hasDrive ? FILE_SHARE : 1);
  }
}
