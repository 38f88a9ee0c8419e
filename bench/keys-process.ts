// In a process of its own, bundled: inspects one package N times and prints the time of each as JSON. Its first is what a cold start pays.
import { loadPackageFile } from '../native-bridge/keys/packages/load-package-file';

const [path = '', times = '1'] = process.argv.slice(2);
const costs: { readonly wallMs: number; readonly cpuMs: number }[] = [];
for (let round = 0; round < Number(times); round++) {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  await loadPackageFile(path);
  const { user, system } = process.cpuUsage(cpu);
  costs.push({ wallMs: performance.now() - wall, cpuMs: (user + system) / 1000 });
}
console.log(JSON.stringify(costs));
