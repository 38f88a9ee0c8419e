// What the reading of a whole chip costs the process that does it: run alone in a fresh Node, it prints one line of JSON.
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

const before = process.cpuUsage();
const startMs = clock.now();
take(await session.read({ chip, range: { offset: 0, length: CHIP_BYTES } }, context));
const used = process.cpuUsage(before);
const deviceMs = clock.now() - startMs;

// The backup holds the loop longest: it compares and hashes as well as reads.
last = process.cpuUsage();
setImmediate(watch);
take(await session.backup({ chip, reads: 2 }, context));
watching = false;
await session.close();

console.log(
  JSON.stringify({
    deviceMs,
    cpuMs: (used.user + used.system) / 1000,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    longestHoldMs,
  }),
);
