// rom-rescue key inspect: what each package is, for which machine, whether it is genuine. Runs nothing of it and writes nothing.
import { loadPackageFile } from '../../native-bridge/keys/packages/load-package-file';
import { fitPackage, type PackageFit } from '../../shared/keys/fit-package';
import type { PackageReport } from '../../shared/keys/types';
import { fault, type AppError } from '../../shared/model/errors';
import { ExitCode, exitCodeOf } from '../exit-codes';
import { errorText } from '../messages';
import { packageErrorLines, packageLines } from '../package-view';
import { asError } from '../run-verb';
import type { Answer, Verb } from '../verb';

export interface KeyInspectOptions {
  readonly json?: boolean;
  /** As published on the download page. */
  readonly sha256?: string;
  /** The family POST shows, or words of the model's name. */
  readonly family?: string;
}

type Told = { readonly file: string; readonly report?: PackageReport; readonly fit?: PackageFit; readonly error?: AppError };

export async function keyInspect(verb: Verb, paths: readonly string[], options: KeyInspectOptions): Promise<Answer> {
  const sha256 = options.sha256 === undefined ? undefined : hexDigest(options.sha256);
  if (sha256 !== undefined && paths.length > 1)
    throw fault('INPUT_INVALID', { detail: 'one SHA-256 belongs to one file: name one package with --sha256' });
  const told: Told[] = [];
  for (const file of paths) {
    verb.signal.throwIfAborted();
    if (paths.length > 1) verb.terminal.status(`${told.length + 1} of ${paths.length}  ${file}`);
    told.push(await tell(file, sha256, options.family));
  }
  verb.terminal.status('');
  return {
    exit: worst(told.map(exitOf)),
    json: { packages: told.map(forScript) },
    text: told.flatMap((one, index) => [...(index > 0 ? [''] : []), ...linesOf(one, verb.terminal.colourOnStdout)]),
  };
}

async function tell(file: string, expectedSha256: string | undefined, words: string | undefined): Promise<Told> {
  try {
    const { report } = await loadPackageFile(file, expectedSha256 === undefined ? {} : { expectedSha256 });
    return { file, report, ...(words === undefined ? {} : { fit: fitPackage(report, words) }) };
  } catch (thrown) {
    const error = asError(thrown);
    if (error.code === 'INTERNAL') throw thrown;
    return { file, error };
  }
}

function hexDigest(text: string): string {
  const digits = text.replaceAll(/[\s:]/g, '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(digits)) throw fault('INPUT_INVALID', { detail: '--sha256 is 64 hexadecimal digits' });
  return digits;
}

function exitOf({ report, error }: Told): ExitCode {
  if (error !== undefined) return exitCodeOf(error.code);
  if (report === undefined || isUnknown(report)) return ExitCode.usage;
  return report.findings.some(({ severity }) => severity === 'fail') ? ExitCode.checkFailed : ExitCode.good;
}

/** Nothing in it that a key could be made of or with. */
const isUnknown = ({ container, images }: PackageReport): boolean =>
  images.length === 0 && (container === 'unknown' || container === 'pe-unknown' || container === 'dos-softpaq');

const worst = (exits: readonly ExitCode[]): ExitCode => exits.reduce((one, other) => (other > one ? other : one), ExitCode.good);

function forScript({ file, report, fit, error }: Told): Record<string, unknown> {
  if (error !== undefined) {
    const { what, steps } = errorText(error);
    return { file, error: { code: error.code, message: what, next: error.next, steps, params: error.params } };
  }
  return { ...report, ...(fit === undefined ? {} : { fit }) };
}

const linesOf = ({ file, report, fit, error }: Told, colour: boolean): string[] =>
  report === undefined ? packageErrorLines(file, error!, colour) : packageLines(report, fit, colour);
