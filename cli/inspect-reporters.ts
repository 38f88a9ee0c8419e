// Where inspections go, one by one: the terminal as text, JSON or CSV, and the files that were asked for.
import { csvHead, csvLine } from '../native-bridge/inspection/export-csv';
import { HtmlPieces } from '../native-bridge/inspection/export-html';
import { JsonPieces } from '../native-bridge/inspection/export-json';
import type { FoundFiles } from '../native-bridge/inspection/find-files';
import type { Severity } from '../shared/firmware/report';
import type { AppError } from '../shared/model/errors';
import type { FileInspection } from '../shared/model/file-inspection';
import type { Tally } from './inspect-tally';
import { fileLines, rowLines } from './inspection-view';
import { errorText } from './messages';
import type { Terminal } from './terminal';
import { openTextFile } from './text-file';
import { count } from './wording';

export interface Reporter {
  readonly add: (inspection: FileInspection) => Promise<void> | void;
  readonly finish: (tally: Tally) => Promise<void> | void;
  /** The run ended before its end: what was told so far must not look whole. */
  readonly abandon: (tally: Tally, error: AppError) => Promise<void> | void;
}

export interface ReportersOptions {
  readonly terminal: Terminal;
  readonly today: () => Date;
  readonly found: FoundFiles;
  readonly identity: boolean;
  readonly findings: Severity | undefined;
  readonly stdout: 'text' | 'json' | 'csv';
  readonly html?: string;
  /** A JSON file. */
  readonly exported?: string;
}

/** Rejects with DISK_* where a file cannot be made. */
export async function openReporters(options: ReportersOptions): Promise<Reporter[]> {
  const { identity, html, exported } = options;
  const reporters: Reporter[] = [{ text: textReporter, json: jsonReporter, csv: csvReporter }[options.stdout](options)];
  try {
    if (exported !== undefined) reporters.push(await jsonFile(exported, identity));
    if (html !== undefined) reporters.push(await htmlFile(html, options));
    return reporters;
  } catch (thrown) {
    for (const reporter of reporters.slice(1)) await reporter.abandon(undefined as never, undefined as never);
    throw thrown;
  }
}

/** So many are told at length. */
const FEW = 3;
const WIDEST_NAME = 48;

function textReporter({ terminal, found, findings, identity }: ReportersOptions): Reporter {
  const colour = terminal.colourOnStdout;
  const isFew = found.files.length <= FEW;
  const width = Math.min(WIDEST_NAME, Math.max(...found.files.map(({ path }) => path.length)));
  const print = (lines: readonly string[]): void => lines.forEach((line) => terminal.print(line));
  let files = 0;
  return {
    add: (inspection) => {
      if (isFew && files++ > 0) terminal.print('');
      print(isFew ? fileLines(inspection, { colour, findings: findings ?? 'note' }) : rowLines(inspection, width, findings, colour));
    },
    finish: (tally) => {
      if (!isFew) print(['', `${count(tally.files, 'file')}: ${tally.sentence}.`]);
      print(leftOut(found));
      if (!identity && isFew) print(['', 'What identifies the board is hidden; --show-identity shows it.']);
    },
    abandon: (tally) => print(isFew ? [] : ['', `Stopped after ${count(tally.files, 'file')}: ${tally.sentence}.`]),
  };
}

function leftOut({ duplicates, passedOver }: FoundFiles): string[] {
  return [
    ...(duplicates.length > 0 ? [`${count(duplicates.length, 'further name')} of the same files: inspected once.`] : []),
    ...(passedOver > 0
      ? [`${count(passedOver, 'other file')} in the folders passed over: notes, pictures, hidden files, links to folders.`]
      : []),
  ];
}

function jsonReporter({ terminal, identity, found }: ReportersOptions): Reporter {
  const pieces = new JsonPieces({ identity });
  const { duplicates, passedOver } = found;
  let begun = false;
  const begin = (): string => {
    const head = begun ? '' : pieces.head;
    begun = true;
    return head;
  };
  // A line break is printed after each piece: between two files it means nothing in JSON.
  return {
    add: (inspection) => terminal.print(begin() + pieces.file(inspection)),
    finish: ({ exit }) => terminal.print(begin() + pieces.tail({ ok: exit === 0, duplicates, passedOver }).trimEnd()),
    abandon: (_tally, error) => {
      const { what, steps } = errorText(error);
      const told = { code: error.code, message: what, next: error.next, steps, params: error.params };
      terminal.print(begin() + pieces.tail({ ok: false, error: told }).trimEnd());
    },
  };
}

function csvReporter({ terminal, identity }: ReportersOptions): Reporter {
  terminal.print(csvHead().trimEnd());
  return {
    add: (inspection) => terminal.print(csvLine(inspection, { identity }).trimEnd()),
    finish: () => undefined,
    abandon: () => undefined,
  };
}

async function jsonFile(path: string, identity: boolean): Promise<Reporter> {
  const file = await openTextFile(path);
  const pieces = new JsonPieces({ identity });
  await file.add(pieces.head);
  return {
    add: (inspection) => file.add(pieces.file(inspection)),
    finish: async ({ exit }) => {
      await file.add(pieces.tail({ ok: exit === 0 }));
      await file.finish();
    },
    abandon: () => file.abandon(),
  };
}

/** The overview at the head of the page is known only at the end: what follows it waits in a file of its own. */
async function htmlFile(path: string, { identity, today }: ReportersOptions): Promise<Reporter> {
  const page = new HtmlPieces({ identity, madeAt: today().toISOString().slice(0, 10) });
  const file = await openTextFile(path);
  const sections = await openTextFile(`${path}.sections`);
  return {
    add: (inspection) => sections.add(page.section(inspection)),
    finish: async () => {
      await file.add(page.head());
      await sections.copyInto(file);
      await file.add(page.tail());
      await file.finish();
      await sections.abandon();
    },
    abandon: async () => {
      await sections.abandon();
      await file.abandon();
    },
  };
}
