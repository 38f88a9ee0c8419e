// The general unpacker, for what we do not read ourselves: 7-Zip as WebAssembly, in memory, without access to any disk.
import { fault } from '../../../shared/model/errors';
import { startsWith, u32, u8 } from '../../../shared/firmware/bytes';
import { crc32 } from '../../inspection/node-tools';
import { checkMembers, safePath, type Allowance, type ArchiveMember } from './archive';

export const SEVEN_ZIP_MARK = '7z\xbc\xaf\x27\x1c';
const HEADER_BYTES = 32;

/** The mark, then a version and the sum of the twenty bytes that tell where the directory stands: the mark alone may be chance. */
export const isSevenZip = (bytes: Uint8Array, at: number): boolean =>
  startsWith(bytes, at, SEVEN_ZIP_MARK) &&
  at + HEADER_BYTES <= bytes.length &&
  u8(bytes, at + 6) === 0 &&
  crc32(bytes.subarray(at + 12, at + HEADER_BYTES)) === u32(bytes, at + 8);

const NAME = 'package.bin';
const OUT = 'out';
/** What we call a stream that has no name. */
const STREAM = 'content';
/** What 7-Zip answers with: good, and "there were warnings", such as bytes behind the end of the archive. */
const GOOD = 0;
const WARNINGS = 1;

/** @throws PACKAGE_METHOD_UNKNOWN where it cannot open it; PACKAGE_* of the members */
export async function readWithSevenZip(bytes: Uint8Array, allowance: Allowance): Promise<readonly ArchiveMember[]> {
  // Loaded when needed: both are large and seldom used.
  const [{ default: SevenZip }, { sevenZipProgram }] = await Promise.all([import('7z-wasm'), import('./seven-zip-program')]);
  const lines: string[] = [];
  const wasmBinary = sevenZipProgram();
  const sevenZip = await SevenZip({
    ...(wasmBinary ? { wasmBinary } : {}),
    print: (line) => lines.push(line),
    printErr: () => undefined,
    // Asked for a password it must not wait for somebody at the terminal; and how this process ends is not its to say.
    stdin: () => null as unknown as number,
    quit: (_status, toThrow) => {
      throw toThrow as unknown as Error;
    },
  });
  const { FS } = sevenZip;
  const stream = FS.open(NAME, 'w+');
  FS.write(stream, bytes, 0, bytes.length);
  FS.close(stream);
  const run = (args: string[]): number => {
    try {
      return (sevenZip.callMain as (args: string[]) => number)(args);
    } catch (thrown) {
      throw fault('PACKAGE_METHOD_UNKNOWN', { method: 'no archive that 7-Zip can open' }, thrown);
    }
  };
  const listing = run(['l', '-slt', '-ba', NAME]);
  const listed = parseListing(lines);
  if (listed.length === 0 || listing > WARNINGS) throw fault('PACKAGE_METHOD_UNKNOWN', { method: 'no archive that 7-Zip can open' });
  if (listed.some(({ isLocked }) => isLocked)) throw fault('ARCHIVE_LOCKED', { path: 'package' });
  // Sizes and names are judged before anything is unpacked.
  const checked = checkMembers(
    listed.map(({ name, size }) => {
      const path = safePath(name ?? STREAM);
      const unpacked = (): string => `${OUT}/${name?.replaceAll('\\', '/') ?? FS.readdir(OUT).at(-1)}`;
      return { path, size, content: () => readMember(() => FS.readFile(unpacked()), path, size) };
    }),
    allowance,
  );
  const unpacking = run(['x', '-y', `-o${OUT}`, NAME]);
  if (unpacking !== GOOD && unpacking !== WARNINGS) throw fault('PACKAGE_DAMAGED', { detail: `7-Zip ends with ${unpacking}` });
  return checked;
}

function readMember(read: () => Uint8Array, name: string, size: number): Uint8Array {
  let content;
  try {
    content = read();
  } catch (thrown) {
    throw fault('PACKAGE_DAMAGED', { detail: `“${name.slice(0, 200)}” was not unpacked` }, thrown);
  }
  if (content.length !== size) throw fault('PACKAGE_DAMAGED', { detail: `“${name.slice(0, 200)}” has another size than listed` });
  return content;
}

const drawnProgress = new RegExp(`^.*${String.fromCharCode(8)}`, 'gm');

interface Listed {
  /** Absent where one stream is packed and not a file, as by xz. */
  readonly name: string | undefined;
  readonly size: number;
  readonly isLocked: boolean;
}

/** Blocks of "Key = value" lines, one a member; folders have an attribute D. */
function parseListing(lines: readonly string[]): Listed[] {
  return (
    lines
      .join('\n')
      // Its progress is drawn with backspaces, which no name can hold.
      .replaceAll(drawnProgress, '')
      .split(/\n\n+/)
      .flatMap((block) => {
        const name = /^Path = (.+)$/m.exec(block)?.[1];
        const size = Number(/^Size = (\d+)$/m.exec(block)?.[1] ?? NaN);
        const isFolder = /^Folder = \+$/m.test(block) || /^Attributes = D/m.test(block);
        const isLocked = /^Encrypted = \+$/m.test(block);
        return isFolder || Number.isNaN(size) ? [] : [{ name, size, isLocked }];
      })
  );
}
