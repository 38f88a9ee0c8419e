// Advice shows its weight: every statement on a machine carries a certainty and a source.
export const certainties = ['measured', 'stated', 'inferred', 'unknown'] as const;
export type Certainty = (typeof certainties)[number];

export interface Known<T> {
  readonly value: T;
  readonly certainty: Certainty;
  /** Where it is from, for people: "analysis of the J61 3.96 boot block", "HP Community thread 9025210". */
  readonly source: string;
}
