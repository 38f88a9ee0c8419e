// The general unpacker, for what we do not read ourselves: 7-Zip as WebAssembly, in memory, without access to any disk.
import { fault } from '../../../shared/model/errors';
import { checkMembers, safePath, type ArchiveMember, type PackageLimits } from './archive';

const NAME = 'package.bin';
const OUT = 'out';

/** @throws PACKAGE_METHOD_UNKNOWN where it cannot open it; PACKAGE_* of the members */
export async function readWithSevenZip(bytes: Uint8Array, limits: PackageLimits): Promise<readonly ArchiveMember[]> {
  // Loaded when needed: it is large and seldom used.
  const { default: SevenZip } = await import('7z-wasm');
  const lines: string[] = [];
  const sevenZip = await SevenZip({ print: (line) => lines.push(line), printErr: () => undefined });
  const { FS } = sevenZip;
  const stream = FS.open(NAME, 'w+');
  FS.write(stream, bytes, 0, bytes.length);
  FS.close(stream);
  const run = (args: string[]): void => {
    try {
      sevenZip.callMain(args);
    } catch (thrown) {
      throw fault('PACKAGE_METHOD_UNKNOWN', { method: 'no archive that 7-Zip knows' }, thrown);
    }
  };
  run(['l', '-slt', '-ba', NAME]);
  const listed = parseListing(lines);
  // Sizes and names are judged before anything is unpacked.
  checkMembers(
    listed.map(({ name, size }) => ({ path: safePath(name), size, content: () => new Uint8Array() })),
    limits,
  );
  if (listed.length === 0) throw fault('PACKAGE_METHOD_UNKNOWN', { method: 'no archive that 7-Zip knows' });
  run(['x', '-y', `-o${OUT}`, NAME]);
  return listed.map(({ name, size }) => ({
    path: safePath(name),
    size,
    content: () => FS.readFile(`${OUT}/${name.replaceAll('\\', '/')}`),
  }));
}

/** Blocks of "Key = value" lines, one a member; folders have an attribute D. */
function parseListing(lines: readonly string[]): { name: string; size: number }[] {
  return (
    lines
      .join('\n')
      // Its progress is drawn with backspaces, which no name can hold.
      .replaceAll(/^.*\u0008/gm, '')
      .split(/\n\n+/)
      .flatMap((block) => {
        const name = /^Path = (.+)$/m.exec(block)?.[1];
        const size = Number(/^Size = (\d+)$/m.exec(block)?.[1] ?? NaN);
        const isFolder = /^Folder = \+$/m.test(block) || /^Attributes = D/m.test(block);
        return name === undefined || isFolder || Number.isNaN(size) ? [] : [{ name, size }];
      })
  );
}
