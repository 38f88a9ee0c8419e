// npm run fuzz -- --inputs N --seconds S [--seed X] [--target NAME]: mutated and random inputs through every parser of firmware.
// Prints a table; ends with 1 where an input broke a promise.
import { runFuzz } from './run-fuzz';
import { fuzzTargets } from './targets';

const args = process.argv.slice(2);
const option = (name: string, otherwise: string): string => {
  const at = args.indexOf(`--${name}`);
  return at >= 0 ? (args[at + 1] ?? otherwise) : otherwise;
};
const wanted = option('target', '');
const targets = fuzzTargets().filter(({ name }) => wanted === '' || name === wanted);
if (targets.length === 0) {
  console.error(
    `No such target: ${wanted}. There are: ${fuzzTargets()
      .map(({ name }) => name)
      .join(', ')}.`,
  );
  process.exit(2);
}
const seed = Number(option('seed', '1'));
const outcome = runFuzz({ targets, inputs: Number(option('inputs', '100000')), seconds: Number(option('seconds', '60')), seed });

const rows = outcome.tallies.map(({ name, inputs, compared, totalMs, slowestMs }) => [
  name,
  String(inputs),
  String(compared),
  inputs === 0 ? '–' : ((totalMs / (inputs + compared)) * 1000).toFixed(0),
  slowestMs.toFixed(1),
]);
console.log('| parser | inputs | run twice | mean µs | slowest ms |');
console.log('|---|---|---|---|---|');
for (const row of rows) console.log(`| ${row.join(' | ')} |`);
const megabytes = Math.round(outcome.peakRssBytes / 0x100000);
console.log(
  `${outcome.inputs} inputs in ${outcome.seconds.toFixed(0)} s, seed ${seed}, peak memory ${megabytes} MB, ${outcome.failures.length} failures`,
);
for (const { target, input, what } of outcome.failures) console.log(`FAILED ${target} #${input} (seed ${seed}): ${what}`);
process.exitCode = outcome.failures.length > 0 ? 1 : 0;
