// Where a practice chip lives between runs of the program: its bytes in one file, what already broke in another.
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface PracticeStore {
  /** Undefined where nothing fitting is kept. */
  load(sizeBytes: number): { readonly content: Uint8Array; readonly faultsDone: boolean } | undefined;
  /** Called once, with what the chip starts with. */
  start(content: Uint8Array, faultsDone: boolean): void;
  /** Called as bytes change, so that a killed program finds the chip as it left it. */
  changed(content: Uint8Array, start: number, end: number): void;
  faultsAreDone(): void;
}

/** Synchronous on purpose: a flash chip does not forget what was programmed because the program was killed a moment later. */
export function fileStore(path: string): PracticeStore {
  const statePath = `${path}.state.json`;
  let handle: number | undefined;
  return {
    load: (sizeBytes) => {
      if (!existsSync(path) || statSync(path).size !== sizeBytes) return undefined;
      return { content: new Uint8Array(readFileSync(path)), faultsDone: existsSync(statePath) };
    },
    start: (content) => {
      mkdirSync(dirname(path), { recursive: true });
      if (!existsSync(path) || statSync(path).size !== content.length) writeFileSync(path, content);
      if (handle !== undefined) closeSync(handle);
      handle = openSync(path, 'r+');
    },
    changed: (content, start, end) => {
      if (handle !== undefined) writeSync(handle, content, start, end - start, start);
    },
    faultsAreDone: () => writeFileSync(statePath, '{ "faultsDone": true }\n'),
  };
}
