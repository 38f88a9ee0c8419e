// The one state of the key desk, and who is told of it. Knows nothing of what changes it.
import type { KeyPackageRow, KeyState } from '../../shared/ipc/key-views';
import { fitPackage, type PackageFit } from '../../shared/keys/fit-package';

export const blankState = (keyFolder: string): KeyState => ({
  seq: 0,
  packages: [],
  mismatchConfirmed: false,
  fileSystem: 'fat32',
  keyFolder,
});

type Optional = 'target' | 'drives' | 'job' | 'built' | 'buildError' | 'stick' | 'driveWork' | 'checked';

export class DeskState {
  private readonly listeners = new Set<(state: KeyState) => void>();
  private isDue = false;

  constructor(private value: KeyState) {}

  get now(): KeyState {
    return this.value;
  }

  /** Answers how to listen no more. */
  listen(listener: (state: KeyState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Another state altogether; it goes on counting. */
  replace(next: KeyState): void {
    this.value = { ...next, seq: this.value.seq };
    this.announce();
  }

  drop(...names: readonly Optional[]): void {
    const next = { ...this.value };
    for (const name of names) delete next[name];
    this.value = next;
    this.announce();
  }

  /** Of a package or of what is checked; one that was removed stays removed. */
  change(itemId: string, change: Partial<KeyPackageRow> & Partial<KeyState['checked']>): void {
    const { checked, packages } = this.value;
    const clean = <T extends { receivedBytes?: unknown; error?: unknown }>(row: T): T => {
      const { receivedBytes: _received, error: _error, ...rest } = row;
      return { ...(change.state === undefined ? row : (rest as T)), ...change };
    };
    if (checked?.itemId === itemId) return this.update({ checked: clean(checked) });
    this.update({ packages: packages.map((row) => (row.itemId === itemId ? clean(row) : row)) });
  }

  update(change: Partial<KeyState>): void {
    const { fit: _, ...next } = { ...this.value, ...change };
    const fit = fitOf(next);
    this.value = { ...next, ...(fit ? { fit } : {}) };
    this.announce();
  }

  /** Many changes within one turn are one event. */
  private announce(): void {
    this.value = { ...this.value, seq: this.value.seq + 1 };
    if (this.isDue) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      for (const listener of [...this.listeners]) listener(this.value);
    });
  }
}

/** All packages together against the machine that was named. */
function fitOf({ packages, target }: Pick<KeyState, 'packages' | 'target'>): PackageFit | undefined {
  const reports = packages.flatMap(({ report }) => report ?? []);
  if (!target || reports.length === 0) return undefined;
  const words = target.kind === 'crisis' ? target.machine : target.words;
  if (words.trim() === '') return undefined;
  const images = reports.flatMap((report) => report.images);
  const family = reports.find((report) => report.family !== undefined)?.family;
  return fitPackage({ images, models: reports.flatMap(({ models }) => models), ...(family ? { family } : {}) }, words);
}
