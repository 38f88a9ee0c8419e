// The import arrows: shared <- native-bridge <- electron, cli; shared <- renderer; only e2e, bench and scripts see all.
// A suite is a test that runs on more than one implementation.
const test = '\\.(test|suite)\\.tsx?$';
const npm = (...names) => `^node_modules/(${names.join('|')})/`;
const rendererPackages = npm(
  'react',
  'react-dom',
  'react-aria-components',
  'react-aria',
  'react-stately',
  'i18next',
  'react-i18next',
  'zustand',
  'zod',
  '@types/[^/]+',
  'vite',
);

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid(
      'shared-is-plain',
      'shared/ is plain TypeScript over values: no Node, no browser, no packages but zod and the hashes.',
      { path: '^shared/', pathNot: test },
      { pathNot: ['^shared/', npm('zod'), npm('@noble/hashes')] },
    ),
    forbid(
      'zod-only-at-borders',
      'In shared/, schemas live in ipc/ and model/; the rest works on values already parsed.',
      { path: '^shared/', pathNot: ['^shared/(ipc|model)/', test] },
      { path: npm('zod') },
    ),
    forbid(
      'shared-imports-no-one',
      'Everything depends on shared/; it depends on nothing, in tests too.',
      { path: '^shared/' },
      { path: '^(native-bridge|electron|renderer|cli|e2e|bench|scripts)/' },
    ),
    forbid(
      'bridge-knows-no-face',
      'native-bridge/ serves the window, the browser and the command line alike.',
      { path: '^native-bridge/' },
      { path: ['^(electron|renderer|cli)/', npm('electron', 'ws', 'commander', 'react', 'react-dom')] },
    ),
    forbid(
      'one-owner-of-usb',
      'Only native-bridge/transport/usb.ts talks to the usb package.',
      { pathNot: '^native-bridge/transport/usb(\\.test)?\\.ts$' },
      { path: npm('usb') },
    ),
    forbid(
      'renderer-sees-shared',
      'The renderer talks to the rest through the contract in shared/ipc only.',
      { path: '^renderer/' },
      { path: '^(native-bridge|electron|cli)/' },
    ),
    forbid(
      'renderer-is-a-page',
      'The renderer runs in a browser: no Node modules.',
      { path: '^renderer/', pathNot: [test, '^renderer/vite\\.config\\.ts$'] },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'renderer-packages',
      'A package in the renderer is a decision: name it in .dependency-cruiser.cjs.',
      { path: '^renderer/', pathNot: [test, '^renderer/vite\\.config\\.ts$'] },
      { path: '^node_modules/', pathNot: rendererPackages },
    ),
    forbid(
      'faces-are-apart',
      'The command line, the window and the page do not import each other.',
      { path: '^cli/' },
      { path: ['^(electron|renderer)/', npm('electron')] },
    ),
    forbid(
      'main-is-not-a-page',
      'electron/ serves the built renderer; it does not import it.',
      { path: '^electron/' },
      { path: '^(renderer|cli)/' },
    ),
    forbid(
      'browser-face-needs-no-electron',
      'The browser face and the device host run on plain Node: nothing they reach may import electron.',
      { path: '^electron/(browser/|worker/device-host)', pathNot: test },
      { path: npm('electron'), reachable: true },
    ),
    forbid(
      'product-needs-no-tests',
      'Nothing that is shipped imports the harness, the benchmarks or the build.',
      { path: '^(shared|native-bridge|electron|renderer|cli)/', pathNot: test },
      { path: ['^(e2e|bench|scripts)/', test] },
    ),
    forbid(
      'no-cycles',
      'Modules that need each other are one module or miss a third.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    forbid('everything-resolves', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
    forbid(
      'declared-packages-only',
      'A package that is used is named in package.json.',
      { path: '^(shared|native-bridge|electron|renderer|cli)/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|release)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.css', '.svg'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
