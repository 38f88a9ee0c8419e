// Numbers that depend only on a seed, so that every input of a run can be made again.

export interface Random {
  /** An integer in [0, below). */
  readonly below: (below: number) => number;
  readonly pick: <T>(items: readonly T[]) => T;
}

export function randomOf(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number): number => next() % Math.max(1, limit);
  return { below, pick: (items) => items[below(items.length)]! };
}
