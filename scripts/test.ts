// npm test: everything that can be checked here, ending in one line of counts. `npm test -- lint unit` runs only the steps named.
import { killAllRunning } from './test/run-command';
import { steps } from './test/steps';
import { countLine, oneFailed, skipLines, sum, type Tally } from './test/tally';

/** The whole run ends within this, whatever its steps do. */
const totalLimitMs = 85 * 60_000;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    killAllRunning();
    process.exit(130);
  });
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are: ${steps.map((step) => step.name).join(', ')}.`);
  process.exit(2);
}

const started = performance.now();
const tallies: Tally[] = [];
for (const step of steps.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const stepStarted = performance.now();
  const limitMs = Math.min(step.limitMinutes * 60_000, totalLimitMs - (stepStarted - started));
  const tally = limitMs > 0 ? await step.run(limitMs) : oneFailed;
  tallies.push(tally);
  console.log(`== ${step.name}: ${countLine(tally)} (${Math.round((performance.now() - stepStarted) / 1000)} s)`);
}

const total = sum(tallies);
for (const line of skipLines(total.skips)) console.log(line);
console.log(countLine(total));
process.exitCode = total.failed === 0 ? 0 : 1;
