// rom-rescue compose: an image to write, made of a base and regions from files by the rules of composition. Touches no device.
import { basename } from 'node:path';
import {
  composeRules,
  composeTarget,
  manifestOf,
  refuseBase,
  type ComposeRequest,
  type Composition,
  type CompositionManifest,
  type ExplainedRange,
  type RegionChoice,
  type SourceInput,
} from '../../shared/firmware/compose';
import { familyIn } from '../../shared/firmware/identify-file';
import type { Finding } from '../../shared/firmware/report';
import { machineById, machines, machinesOfFamily, type Machine } from '../../shared/machines';
import { appError, fault, type AppError } from '../../shared/model/errors';
import { nodeTools } from '../../native-bridge/inspection/node-tools';
import { ExitCode } from '../exit-codes';
import { readImage } from '../image-file';
import { requireAbsent, writeNewFile } from '../new-file';
import { oneOf } from '../numbers';
import { VerbFailure, type Answer } from '../verb';
import { count, rangeText, sizeText, table } from '../wording';

export interface ComposeOptions {
  readonly output: string;
  readonly base: string;
  /** "REGION=FILE" */
  readonly take?: readonly string[];
  readonly machine?: string;
  readonly mac?: string;
  readonly meData?: string;
  readonly keepRecovery?: boolean;
  readonly meOff?: boolean;
  readonly openHost?: boolean;
  /** Files that are backups of this very board. */
  readonly own?: readonly string[];
  readonly foreignMe?: boolean;
  readonly rebuild?: boolean;
  readonly allowUnsound?: boolean;
}

export async function compose(options: ComposeOptions, version: string): Promise<Answer> {
  const manifestPath = `${options.output}.json`;
  await requireAbsent(options.output, manifestPath);
  const request = await requestFor(options);
  const made = composeTarget(request);
  if (!made.ok) throw refusal(made.error);
  const composition = made.value;
  const manifest = manifestOf(request, composition, version, nodeTools);
  const described = { ...jsonOf(composition, manifest), written: false };
  const refused = refuseBase(composition.report, request, options.allowUnsound ? [] : composition.faults.remaining);
  if (refused) throw new VerbFailure(refused, described, textOf(composition, manifest));
  const isSound = composition.findings.every(({ severity }) => severity !== 'fail');
  const exit = isSound ? ExitCode.good : ExitCode.checkFailed;
  if (!isSound && !options.allowUnsound) {
    const left = `${options.output} was not written: the result has faults. If you know better: --allow-unsound`;
    return { exit, json: described, text: [...textOf(composition, manifest), '', left] };
  }
  // The paper first: an image without one could be taken for a backup.
  await writeNewFile(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);
  await writeNewFile(options.output, composition.target);
  return {
    exit,
    json: { ...described, file: options.output, manifest: manifestPath, written: true },
    text: [`${options.output}: ${sizeText(composition.target.length)}, manifest beside it`, ...textOf(composition, manifest)],
  };
}

async function requestFor(options: ComposeOptions): Promise<ComposeRequest> {
  const meData = options.meData === undefined ? undefined : oneOf(options.meData, ['keep', 'declare-valid'], '--me-data');
  const files = new Map<string, Promise<Uint8Array>>();
  const load = (path: string): Promise<Uint8Array> => {
    const known = files.get(path) ?? readImage(path);
    files.set(path, known);
    return known;
  };
  const own = new Set(options.own ?? []);
  const base = await load(options.base);
  const choices: Record<string, RegionChoice> = {};
  let recovery: SourceInput | undefined;
  for (const [region, path] of takesOf(options.take ?? [])) {
    const source = { bytes: await load(path), label: basename(path), ...(own.has(path) ? { ownBackup: true } : {}) };
    if (region === 'recovery') recovery = source;
    else choices[region] = { kind: 'source', ...source, ...(region === 'me' && meData ? { meData } : {}) };
  }
  if (meData === 'declare-valid' && !choices['me']) choices['me'] = { kind: 'declare-valid' };
  if (options.keepRecovery && recovery)
    throw fault('INPUT_INVALID', { detail: '--keep-recovery and --take recovery=FILE exclude each other' });
  const machine = machineFor(options.machine, [base, ...(await Promise.all(files.values()))]);
  return {
    base,
    baseLabel: basename(options.base),
    ...(machine ? { machine } : {}),
    choices,
    ...(options.keepRecovery ? { recovery: 'keep' as const } : recovery ? { recovery } : {}),
    edits: {
      ...(options.mac === undefined ? {} : { mac: options.mac }),
      ...(options.meOff ? { meOff: true } : {}),
      ...(options.openHost ? { hostAccess: 'open' as const } : {}),
    },
    ...(options.foreignMe ? { foreignMe: 'any' as const } : {}),
    ...(options.rebuild ? { rebuild: true } : {}),
  };
}

function takesOf(takes: readonly string[]): [region: string, path: string][] {
  const pairs = takes.map((text): [string, string] => {
    const at = text.indexOf('=');
    if (at < 1 || at === text.length - 1) throw fault('INPUT_INVALID', { detail: `"${text}" is not REGION=FILE` });
    return [text.slice(0, at).toLowerCase(), text.slice(at + 1)];
  });
  const [twice] = pairs.filter(([region], index) => pairs.findIndex(([other]) => other === region) !== index);
  if (twice) throw fault('INPUT_INVALID', { detail: `the region "${twice[0]}" is taken twice` });
  return pairs;
}

/** As named, else of the family that the base names, else one of the files. None: the base's own descriptor must do. */
function machineFor(id: string | undefined, [base, ...others]: readonly Uint8Array[]): Machine | undefined {
  if (id !== undefined) {
    const named = machineById(
      oneOf(
        id,
        machines.map((machine) => machine.id),
        '--machine',
      ),
    );
    if (named) return named;
  }
  for (const bytes of [base!, ...others]) {
    const layout = machines.find((machine) => machine.layout.sizeBytes === bytes.length && base!.length === bytes.length)?.layout;
    const family = layout && familyIn(bytes, layout, 0);
    const [machine] = family === undefined ? [] : machinesOfFamily(family);
    if (machine) return machine;
  }
  return undefined;
}

/** A file that does not fit breaks a rule of composition: that is a refusal, and says which. */
function refusal(error: AppError): VerbFailure {
  if (error.category !== 'image') return new VerbFailure(error);
  const { file = 'the base', region } = error.params;
  const where = region === undefined ? '' : ` (region ${region})`;
  return new VerbFailure(
    appError('SAFETY_REFUSED', {
      ...error.params,
      rule: error.code,
      problem: `${reasonOf(error)}${where}`,
      next: `Name another source than ${file}.`,
    }),
  );
}

function reasonOf({ code, params }: AppError): string {
  const { file = 'the base', size, expected, found, reason } = params;
  switch (code) {
    case 'IMAGE_WRONG_SIZE':
      return `${file} gives ${size} bytes where the base has ${expected}: sizes must be equal`;
    case 'IMAGE_WRONG_FAMILY':
      return `${file} is of family ${found}, and ${expected} is needed`;
    case 'IMAGE_EMPTY':
      return `${file} is blank where the region should be`;
    default:
      return `${file} ${foreignReasons[String(reason)] ?? 'holds nothing that fits'}`;
  }
}

const foreignReasons: Readonly<Record<string, string>> = {
  'other-region': 'is of another region',
  'no-family': 'names no family, so that it cannot be told from another machine’s',
  'no-me': 'holds no ME that could be used',
  'no-recovery': 'holds no crisis-recovery volume',
  'no-descriptor': 'has no descriptor and names no machine: say which with --machine',
};

function jsonOf({ report, findings, changedRegions, identityLost }: Composition, manifest: CompositionManifest): Record<string, unknown> {
  return {
    size: manifest.result.size,
    sha256: manifest.result.sha256,
    verdict: report.verdict,
    base: manifest.base,
    inputs: manifest.inputs,
    changedRegions,
    ranges: manifest.ranges,
    identityLost,
    findings: findings.map(({ code, severity, offset, length, message, next }: Finding) => ({
      code,
      severity,
      offset,
      length,
      message,
      next,
    })),
  };
}

function textOf({ explained, findings, identityLost }: Composition, manifest: CompositionManifest): string[] {
  const changed = explained.reduce((sum, { changedBytes }) => sum + changedBytes, 0);
  const told = findings.filter(({ severity }) => severity !== 'note');
  return [
    ...table([
      ['SHA-256', manifest.result.sha256],
      ['changed', `${count(changed, 'byte')} of the base`],
    ]),
    '',
    ...table(explained.map((range) => [`${rangeText(range)}  ${range.region.padEnd(5)}`, explanation(range)])),
    ...(told.length > 0
      ? ['', ...told.flatMap(({ severity, message, next }) => [`  ${severity}: ${message}`, ...(next ? [`        ${next}`] : [])])]
      : []),
    ...(identityLost.length > 0 ? ['', 'What this image no longer carries of the board:', ...identityLost.map((text) => `  ${text}`)] : []),
  ];
}

function explanation({ rule, from, changedBytes }: ExplainedRange): string {
  if (rule === 'kept') return `kept from ${from}`;
  const by = from === undefined ? '' : ` [${from}]`;
  return `${composeRules[rule]}${by} ${changedBytes === 0 ? 'Equal to the base.' : `${count(changedBytes, 'byte')} changed.`}`;
}
