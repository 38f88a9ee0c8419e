// Puts 7-Zip's WebAssembly into the bundles: threads are started from text, and know no folder in which a file could lie beside them.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'esbuild';
import { projectRoot } from './freshness.mjs';

const programPath = join(projectRoot, 'node_modules/7z-wasm/7zz.wasm');
let packed: string | undefined;

/** Once for all bundles: it takes a moment. */
function packedProgram(): string {
  packed ??= brotliCompressSync(readFileSync(programPath), { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }).toString('base64');
  return packed;
}

export const sevenZipPlugin: Plugin = {
  name: 'seven-zip',
  setup(build) {
    build.onLoad({ filter: /[\\/]keys[\\/]packages[\\/]seven-zip-program\.ts$/ }, ({ path }) => ({
      contents: `import { brotliDecompressSync } from 'node:zlib';
        export const sevenZipProgram = () => brotliDecompressSync(Buffer.from('${packedProgram()}', 'base64'));`,
      loader: 'js',
      resolveDir: dirname(path),
    }));
    // It asks for its folder before it looks whether it needs one.
    build.onLoad({ filter: /[\\/]7z-wasm[\\/]7zz\.umd\.js$/ }, ({ path }) => ({
      contents: `var __dirname = '';\n${readFileSync(path, 'utf8')}`,
      loader: 'js',
    }));
  },
};
