// The package that key benches work on: a real one where it is at hand, else one made up of the same size.
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeCabinet } from '../native-bridge/keys/testing/make-cabinet';
import { makeProgram } from '../native-bridge/keys/testing/make-program';
import { makeLegacyImage } from '../native-bridge/keys/testing/make-rom-image';
import { sampleEntries } from '../native-bridge/keys/testing/sample-package';

const real = '../shared/real/SP99339.exe';

export function keysPackage(folder: string, chosen: string | undefined): { readonly path: string; readonly isReal: boolean } {
  if (chosen !== undefined) return { path: resolve(chosen), isReal: true };
  if (existsSync(real)) return { path: resolve(real), isReal: true };
  const image = makeLegacyImage({ romBytes: 4 << 20 });
  const members = sampleEntries().flatMap(([name, content]): [string, Uint8Array][] =>
    /CPQ\w+\.\w{3}$/.test(name) && name.includes('P63')
      ? [
          [name, image],
          [name.replace('USB Key', 'Flat Files'), image],
        ]
      : [[name, content]],
  );
  const path = join(folder, 'SP00063.exe');
  writeFileSync(path, makeProgram({ originalFilename: 'stub32i.exe', overlay: makeCabinet(Object.fromEntries(members)), isSigned: true }));
  return { path, isReal: false };
}
