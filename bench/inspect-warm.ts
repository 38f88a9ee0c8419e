// One process that inspects the same file again and again: read, sums and report. Prints JSON: milliseconds of each round.
import { inspectSource } from '../native-bridge/inspection/inspect-source';
import { ReusedBuffer } from '../native-bridge/inspection/read-file';

const [path = '', rounds = '9'] = process.argv.slice(2);
const buffer = new ReusedBuffer();
const times: { readonly wallMs: number; readonly cpuMs: number }[] = [];
for (let round = 0; round < Number(rounds); round++) {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  inspectSource({ kind: 'file', path }, {}, buffer, () => undefined);
  const used = process.cpuUsage(cpu);
  times.push({ wallMs: performance.now() - start, cpuMs: (used.user + used.system) / 1000 });
}
console.log(JSON.stringify(times));
