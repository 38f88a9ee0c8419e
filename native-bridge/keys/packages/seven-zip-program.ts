// Where the WebAssembly of the general unpacker is from. A bundle carries it inside: scripts/build/seven-zip-plugin.ts puts another
// module in the place of this one.

/** Undefined where the package finds its own file, as it does from source. */
export const sevenZipProgram = (): ArrayBuffer | undefined => undefined;
