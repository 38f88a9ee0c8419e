// npm run build: makes dist/ from the sources, skipping what is up to date. Says what it does on stderr only.
import { isFresh, markBuilt, sourceSignature } from './build/freshness.mjs';

const note = (line: string): void => console.error(`build: ${line}`);

// Loaded when needed: the bundlers take longer to load than an up-to-date tree takes to check.
const builders = {
  node: async () => (await import('./build/bundle-node')).bundleNode(),
  renderer: async () => (await import('./build/build-renderer')).buildRenderer(),
} as const;
const targets = ['node', 'renderer'] as const;

/** `npm run build -- node` builds one target; `--force` builds what is up to date too. */
const wanted = targets.filter((target) => process.argv.includes(target));
const force = process.argv.includes('--force');

for (const target of wanted.length > 0 ? wanted : targets) {
  if (!force && isFresh(target)) continue;
  const signature = sourceSignature(target);
  const started = performance.now();
  const outputs = await builders[target]();
  markBuilt(target, signature, outputs);
  note(`${target} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
