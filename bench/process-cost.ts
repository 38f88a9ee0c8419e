// What one operation on a whole chip costs the process that does it: `read` or `backup`, alone in a fresh Node. Prints JSON.
import { oldChip, CHIP_BYTES } from './images';
import { openRig, take } from './rig';

const rig = await openRig(oldChip());
const { session, context, chip, clock } = rig;

/** Longest stretch of CPU between two turns of the event loop: other processes do not count, garbage collection does. */
let longestHoldMs = 0;
let watching = true;
let last = process.cpuUsage();
const watch = (): void => {
  const now = process.cpuUsage();
  longestHoldMs = Math.max(longestHoldMs, (now.user + now.system - last.user - last.system) / 1000);
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
  last = process.cpuUsage();
  setImmediate(watch);
  take(await session.backup({ chip, reads: 2 }, context));
  watching = false;
  return { longestHoldMs };
};

const result = process.argv.includes('read') ? await measureRead() : await measureBackup();
await session.close();
console.log(JSON.stringify(result));
