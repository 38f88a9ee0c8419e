import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findFiles, type FoundFiles } from './find-files';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'rom-rescue-find-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string): void => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), name);
};
const shown = ({ files }: FoundFiles): string[] =>
  files.map(({ path, error }) => `${relative(folder, path)}${error ? ` ${error.code}` : ''}`);

it('a folder gives its files in the order a person counts, folders in their place', async () => {
  ['read10.bin', 'read2.bin', 'older/b.bin', 'older/a.bin', 'case.json', '.hidden', 'photo.JPG'].forEach(put);
  const found = await findFiles([folder]);
  expect(shown(found)).toEqual(['older/a.bin', 'older/b.bin', 'read2.bin', 'read10.bin']);
  expect(found.passedOver).toBe(3);
});

it('a file named by itself is taken whatever it is called', async () => {
  put('notes.txt');
  expect(shown(await findFiles([join(folder, 'notes.txt')]))).toEqual(['notes.txt']);
});

it('a file that has two names is inspected once', async () => {
  put('a.bin');
  linkSync(join(folder, 'a.bin'), join(folder, 'b.bin'));
  symlinkSync('a.bin', join(folder, 'c.bin'));
  const found = await findFiles([join(folder, 'a.bin'), folder, folder]);
  expect(shown(found)).toEqual(['a.bin']);
  expect(found.duplicates.map(({ path }) => relative(folder, path))).toEqual(['a.bin', 'b.bin', 'c.bin', '']);
});

it('links in a circle, and links to folders inside a folder, lead nowhere', async () => {
  put('in/a.bin');
  symlinkSync('..', join(folder, 'in/up'));
  symlinkSync('loop', join(folder, 'loop'));
  symlinkSync('gone', join(folder, 'dangling'));
  const found = await findFiles([folder]);
  expect(shown(found)).toEqual(['dangling FILE_GONE', 'in/a.bin', 'loop FILE_LINK_LOOP']);
  expect(found.passedOver).toBe(1);
});

it('what cannot be inspected stands in its place with the reason', async () => {
  put('a.bin');
  writeFileSync(join(folder, 'b.bin'), '');
  put('c.bin');
  expect(shown(await findFiles([folder, join(folder, 'none')]))).toEqual(['a.bin', 'b.bin IMAGE_EMPTY', 'c.bin', 'none FILE_GONE']);
});

it('more files or deeper folders than the limit are told once, not walked', async () => {
  ['1.bin', '2.bin', '3.bin', '4.bin'].forEach(put);
  expect(shown(await findFiles([folder], { files: 2 }))).toEqual(['1.bin', '2.bin', '3.bin FILES_TOO_MANY']);
  put('d/d/d/deep.bin');
  expect(shown(await findFiles([join(folder, 'd')], { depth: 2 }))).toEqual(['d/d/d FILES_TOO_MANY']);
});
