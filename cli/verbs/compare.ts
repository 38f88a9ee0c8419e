// rom-rescue compare: where and how files differ, and what the difference means. Tells no address, serial number or key.
import { basename } from 'node:path';
import { compareImages, ignorableNames, type IgnorableName } from '../../shared/firmware/compare/compare-images';
import type { ComparedFile, Comparison } from '../../shared/firmware/compare/types';
import { inspectImage } from '../../shared/firmware/inspect';
import { fault } from '../../shared/model/errors';
import { nodeTools } from '../../native-bridge/inspection/node-tools';
import { sha256Of } from '../../native-bridge/recovery/hash';
import { comparisonText } from '../comparison-view';
import { ExitCode } from '../exit-codes';
import { readImage } from '../image-file';
import { oneOf } from '../numbers';
import type { Answer, Verb } from '../verb';

/** All files are held at once. */
const MAX_TOGETHER_BYTES = 1024 * 1024 * 1024;

export interface CompareOptions {
  /** Names separated by commas. */
  readonly ignore?: string;
}

export async function compare(verb: Verb, paths: readonly string[], options: CompareOptions): Promise<Answer> {
  if (paths.length < 2) throw fault('INPUT_INVALID', { detail: 'name two files or more to compare' });
  const ignore = ignoredNames(options.ignore);
  const files = await filesAt(verb, paths);
  const comparison = compareImages(files, { ignore, same: (left, right) => Buffer.compare(left, right) === 0 });
  return {
    exit: comparison.equal ? ExitCode.good : ExitCode.checkFailed,
    json: jsonOf(comparison, files, paths),
    text: comparisonText(comparison),
  };
}

function ignoredNames(text: string | undefined): IgnorableName[] {
  return text === undefined ? [] : text.split(',').map((name) => oneOf(name.trim(), ignorableNames, '--ignore'));
}

async function filesAt({ terminal, signal }: Verb, paths: readonly string[]): Promise<ComparedFile[]> {
  const files: ComparedFile[] = [];
  let together = 0;
  try {
    for (const [index, path] of paths.entries()) {
      signal.throwIfAborted();
      terminal.status(`${index + 1} of ${paths.length}  ${path}`);
      const bytes = await readImage(path);
      together += bytes.length;
      if (together > MAX_TOGETHER_BYTES)
        throw fault('INPUT_INVALID', { detail: 'the files are larger than 1 GiB together: compare fewer at once' });
      files.push({ name: nameOf(path, paths), bytes, report: inspectImage(bytes, {}, nodeTools) });
    }
  } finally {
    terminal.status('');
  }
  return files;
}

/** Without its folder where that is enough to tell it from the others. */
function nameOf(path: string, paths: readonly string[]): string {
  const name = basename(path);
  return paths.filter((other) => basename(other) === name).length > 1 ? path : name;
}

function jsonOf(comparison: Comparison, files: readonly ComparedFile[], paths: readonly string[]): Record<string, unknown> {
  const { equal, identical, groups, pairs, majority, meanings, ignored } = comparison;
  return {
    equal,
    identical,
    meanings,
    // The second file of each is `file`; offsets are in the first.
    differences: pairs.flatMap(({ ranges, right }) => ranges.map((range) => ({ ...range, file: paths[right] }))),
    files: files.map(({ bytes, report }, index) => ({
      file: paths[index],
      size: bytes.length,
      sha256: sha256Of(bytes),
      kind: report.kind,
      verdict: report.verdict,
    })),
    groups,
    pairs: pairs.map(({ ranges: _listedAbove, meanings: _above, ...pair }) => pair),
    ...(majority ? { majority } : {}),
    ignored,
  };
}
