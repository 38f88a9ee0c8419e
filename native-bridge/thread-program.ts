// The program of a thread, as text: a packaged program lies in an archive that only the main thread is sure to see into, and sources
// need a loader.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * To be started with `eval`. `here`: the address of the module that starts the thread. Bundled, `bundledName` lies beside the program
 * (scripts/build/bundle-node.ts); a test runs `worker-main.ts` beside `here` from source.
 */
export function threadProgram(here: string, bundledName: string): string {
  if (!here.endsWith('.ts')) return readFileSync(new URL(`./${bundledName}`, here), 'utf8');
  const loader = createRequire(here).resolve('tsx/cjs/api');
  const source = fileURLToPath(new URL('./worker-main.ts', here));
  return `require(${JSON.stringify(loader)}).register(); require(${JSON.stringify(source)});`;
}
