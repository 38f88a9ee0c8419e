// Puts the WebAssembly of FatFs into the bundles: threads are started from text, and know no folder in which a file could lie beside
// them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'esbuild';
import { projectRoot } from './freshness.mjs';

const programPath = join(projectRoot, 'node_modules/js-fatfs/dist/fatfs.wasm');
/** Where the library takes a program that was handed in, and where it looks for its file otherwise. */
const handedIn = 'if(Module["wasmBinary"])wasmBinary=Module["wasmBinary"];';
const ownFile = 'new URL("fatfs.wasm",import.meta.url).href';

let packed: string | undefined;

export const fatFsPlugin: Plugin = {
  name: 'fat-fs',
  setup(build) {
    build.onLoad({ filter: /[\\/]js-fatfs[\\/]dist[\\/]fatfs\.js$/ }, ({ path }) => {
      const library = readFileSync(path, 'utf8');
      if (!library.includes(handedIn) || !library.includes(ownFile)) throw new Error('js-fatfs loads its program in another way now');
      packed ??= brotliCompressSync(readFileSync(programPath), { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }).toString('base64');
      const program = `wasmBinary=new Uint8Array(unpackProgram(Buffer.from("${packed}","base64")));`;
      return {
        contents: `import { brotliDecompressSync as unpackProgram } from 'node:zlib';\n${library
          .replace(handedIn, () => program)
          .replace(ownFile, '"fatfs.wasm"')}`,
        loader: 'js',
      };
    });
  },
};
