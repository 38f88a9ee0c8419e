// The list of the desk, in the order of the table, and what changed in it since it was last told. Holds no bytes.
import type { CheckRow } from '../../shared/ipc/check-views';

export interface RowsChange {
  readonly rows: readonly CheckRow[];
  /** Absent where neither order nor number changed. */
  readonly order?: readonly string[];
}

export class DeskRows {
  private rows = new Map<string, CheckRow>();
  private readonly dirty = new Set<string>();
  private reordered = false;

  constructor(private readonly onChange: () => void) {}

  get all(): readonly CheckRow[] {
    return [...this.rows.values()];
  }
  get size(): number {
    return this.rows.size;
  }
  get heldBytes(): number {
    let sum = 0;
    for (const { state, sizeBytes } of this.rows.values()) if (state !== 'refused') sum += sizeBytes;
    return sum;
  }
  get(fileId: string): CheckRow | undefined {
    return this.rows.get(fileId);
  }
  first(state: CheckRow['state']): CheckRow | undefined {
    for (const row of this.rows.values()) if (row.state === state) return row;
    return undefined;
  }

  /** `after`: stands behind that row and what was put behind it before; else at the end. */
  add(row: CheckRow, after?: readonly string[]): void {
    const anchor = after?.findLast((fileId) => this.rows.has(fileId));
    if (anchor === undefined) this.rows.set(row.fileId, row);
    else this.rows = new Map([...this.rows].flatMap((entry) => (entry[0] === anchor ? [entry, [row.fileId, row] as const] : [entry])));
    this.reordered = true;
    this.note(row.fileId);
  }

  /** A row that was removed in the meantime stays removed. */
  update(row: CheckRow): void {
    if (!this.rows.has(row.fileId)) return;
    this.rows.set(row.fileId, row);
    this.note(row.fileId);
  }

  remove(fileId: string): void {
    if (!this.rows.delete(fileId)) return;
    this.dirty.delete(fileId);
    this.reordered = true;
    this.onChange();
  }

  /** What is to be told; from then on it counts as told. */
  take(): RowsChange {
    const rows = [...this.dirty].flatMap((fileId) => this.rows.get(fileId) ?? []);
    const order = this.reordered ? [...this.rows.keys()] : undefined;
    this.dirty.clear();
    this.reordered = false;
    return { rows, ...(order ? { order } : {}) };
  }

  private note(fileId: string): void {
    this.dirty.add(fileId);
    this.onChange();
  }
}
