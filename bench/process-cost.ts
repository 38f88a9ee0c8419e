// What one operation on a whole chip costs the process that does it: `read` or `backup`, alone in a fresh Node. Prints JSON.
import { readFileSync } from 'node:fs';
import { oldChip, CHIP_BYTES } from './images';
import { openRig, take } from './rig';

const rig = await openRig(oldChip());
const { session, context, chip, clock } = rig;

/** CPU time of the thread that runs the event loop, in ms; on Linux. Other threads (garbage collection, compilation) do not hold it. */
const loopThreadMs = (): number => Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;

/** Longest stretch of CPU between two turns of the event loop: other processes do not count. */
let longestHoldMs = 0;
let watching = true;
let last = 0;
const watch = (): void => {
  const now = loopThreadMs();
  longestHoldMs = Math.max(longestHoldMs, now - last);
  last = now;
  if (watching) setImmediate(watch);
};

const measureRead = async () => {
  const before = process.cpuUsage();
  const startMs = clock.now();
  take(await session.read({ chip, range: { offset: 0, length: CHIP_BYTES } }, context));
  const used = process.cpuUsage(before);
  return { deviceMs: clock.now() - startMs, cpuMs: (used.user + used.system) / 1000 };
};

/** The backup does most between two turns of the loop: it compares and settles as well as reads. */
const measureBackup = async () => {
  last = loopThreadMs();
  setImmediate(watch);
  take(await session.backup({ chip, reads: 2 }, context));
  watching = false;
  return { longestHoldMs };
};

const result = process.argv.includes('read') ? await measureRead() : await measureBackup();
await session.close();
console.log(JSON.stringify(result));
