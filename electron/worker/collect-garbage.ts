// Lets go of the images of operations that have ended at once: V8 alone waits until 64 MiB of them have gathered.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Takes some milliseconds on this process's small heap. */
export function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
