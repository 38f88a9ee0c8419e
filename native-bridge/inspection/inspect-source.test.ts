import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FileInspection } from '../../shared/model/file-inspection';
import { inspectSource } from './inspect-source';
import { ReusedBuffer } from './read-file';
import { tarOf, zipOf, type TestMember } from './testing/archives';

const image = Uint8Array.from({ length: 4096 }, (_, at) => at * 7);
const member = (name: string, more: Partial<TestMember> = {}): TestMember => ({ name, content: image, ...more });

function inspect(name: string, bytes: Uint8Array, alone = false): FileInspection[] {
  const said: FileInspection[] = [];
  inspectSource({ kind: 'bytes', name, bytes, alone }, {}, new ReusedBuffer(), (inspection) => said.push(inspection));
  return said;
}
const brief = (said: readonly FileInspection[]): string[] =>
  said.map(
    ({ file, error, contains, report }) =>
      `${file}: ${error?.code ?? (contains ? contains.map(({ name }) => name).join(' ') : report!.verdict)}`,
  );

describe('an archive', () => {
  it('is told with what it contains, and its members are inspected behind it', () => {
    const said = inspect('dumps.zip', zipOf([member('read1.bin'), member('notes/read me.txt'), member('old/read2.bin', { method: 0 })]));
    expect(said[0]).toMatchObject({
      contains: [
        { name: 'read1.bin', size: 4096 },
        { name: 'notes/read me.txt', size: 4096 },
        { name: 'old/read2.bin', size: 4096 },
      ],
    });
    expect(said.slice(1).map(({ file, sha256 }) => [file, sha256])).toEqual([
      ['dumps.zip › read1.bin', inspect('x', image)[0]!.sha256],
      ['dumps.zip › old/read2.bin', inspect('x', image)[0]!.sha256],
    ]);
  });

  it('is opened in gzip, in tar and in another archive', () => {
    expect(brief(inspect('a/read.bin.gz', gzipSync(image)))).toEqual(['a/read.bin.gz: read.bin', 'a/read.bin.gz › read.bin: not-an-image']);
    expect(brief(inspect('all.tgz', gzipSync(tarOf([member('one.bin'), member('two.bin')]))))).toEqual([
      'all.tgz: all.tar',
      'all.tgz › all.tar: one.bin two.bin',
      'all.tgz › all.tar › one.bin: not-an-image',
      'all.tgz › all.tar › two.bin: not-an-image',
    ]);
  });

  it('is only named where it lies too deep', () => {
    const nested = [1, 2, 3].reduce((inner) => zipOf([member('in.zip', { content: inner })]), zipOf([member('a.bin')]));
    expect(brief(inspect('out.zip', nested)).at(-1)).toBe('out.zip › in.zip › in.zip › in.zip: ARCHIVE_NOT_OPENED');
  });

  it('that is asked for alone is not unpacked', () => {
    expect(brief(inspect('dumps.zip', zipOf([member('read1.bin')]), true))).toEqual(['dumps.zip: read1.bin']);
  });

  it.each<[string, Partial<TestMember>, string]>([
    ['is locked', { encrypted: true }, 'ARCHIVE_LOCKED'],
    ['has another sum than noted', { crc32: 1 }, 'ARCHIVE_DAMAGED'],
    ['unpacks to more than it says', { size: 100 }, 'ARCHIVE_DAMAGED'],
    ['unpacks to less than it says', { size: 5000 }, 'ARCHIVE_DAMAGED'],
    ['is larger than any image', { size: 0xf0000000 }, 'FILE_TOO_LARGE'],
    ['is packed in a way we do not know', { method: 12 }, 'ARCHIVE_NOT_OPENED'],
  ])('with a member that %s still gives the others', (_what, more, code) => {
    expect(brief(inspect('a.zip', zipOf([member('bad.bin', more), member('good.bin')]))).slice(1)).toEqual([
      `a.zip › bad.bin: ${code}`,
      'a.zip › good.bin: not-an-image',
    ]);
  });

  it('of a thousand members has the first two hundred inspected, and says so', () => {
    const said = inspect(
      'many.zip',
      zipOf(Array.from({ length: 1000 }, (_, index) => member(`${index}.bin`, { content: image.subarray(0, 16) }))),
    );
    expect(said).toHaveLength(202);
    expect(said.at(-1)).toMatchObject({ file: 'many.zip › 200.bin', error: { code: 'FILES_TOO_MANY' } });
  });

  it('shows no name that could drive a terminal or turn the writing', () => {
    expect(inspect('a.zip', zipOf([member('\u001b[31mred\u202e.bin')]))[0]!.contains).toEqual([
      { name: '\ufffd[31mred\ufffd.bin', size: 4096 },
    ]);
  });

  it('of a kind that is not opened says which, and to unpack it', () => {
    const sevenZip = Uint8Array.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]);
    expect(inspect('a.7z', sevenZip)[0]!.report).toMatchObject({
      kind: 'archive',
      verdict: 'not-an-image',
      summary: expect.stringContaining('a 7-Zip archive') as unknown,
      findings: [{ severity: 'fail', next: expect.stringContaining('Unpack it') as unknown }],
    });
  });
});

describe('anything at all', () => {
  it('cut or changed somewhere is answered, never thrown', () => {
    const archives = [zipOf([member('a.bin'), member('b.bin')]), gzipSync(image), tarOf([member('a.bin'), member('b.bin')])];
    fc.assert(
      fc.property(fc.constantFrom(...archives), fc.nat(), fc.nat(), fc.nat(255), (archive, cut, place, value) => {
        const bytes = new Uint8Array(archive.subarray(0, 1 + (cut % archive.length)));
        bytes[place % bytes.length] = value;
        const said = inspect('x', bytes);
        expect(said.length).toBeGreaterThan(0);
        expect(said.filter(({ error }) => error?.code === 'INSPECTION_LOST' || error?.code === 'INTERNAL')).toEqual([]);
      }),
    );
  });

  it('that is empty is told as empty', () => {
    expect(inspect('x', new Uint8Array())).toMatchObject([{ file: 'x', size: 0, error: { code: 'IMAGE_EMPTY' } }]);
  });
});
