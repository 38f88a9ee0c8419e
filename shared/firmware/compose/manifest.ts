// The paper that goes with a composed image: what it was made of, by which rules, and what came out. The same for the same inputs: no
// time, no folder, no identity in it.
import { hexOf, type InspectTools } from '../hashing';
import type { Severity, Verdict } from '../report';
import { composeRules, type ComposeRuleId } from './rules';
import type { ComposeRequest, Composition } from './types';

export interface ManifestFile {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

export interface CompositionManifest {
  readonly schema: 'rom-rescue/composition/1';
  readonly tool: { readonly name: 'ROM Rescue'; readonly version: string };
  /** "J61", where the machine is one that is known. */
  readonly family?: string;
  /** Where the regions were taken to be. */
  readonly placedBy: 'descriptor' | 'map';
  readonly base: ManifestFile;
  readonly inputs: readonly ManifestFile[];
  /** The whole result, ascending. `from` is the name of an input; `fromOffset` where in it. */
  readonly ranges: readonly {
    readonly offset: number;
    readonly length: number;
    readonly region: string;
    readonly rule: ComposeRuleId;
    readonly from?: string;
    readonly changedBytes: number;
  }[];
  /** The rules that occur, in words. */
  readonly rules: Readonly<Partial<Record<ComposeRuleId, string>>>;
  readonly rebuilt: boolean;
  readonly identityLost: readonly string[];
  readonly findings: readonly {
    readonly code: string;
    readonly severity: Severity;
    readonly offset?: number;
    readonly length?: number;
    readonly message: string;
  }[];
  readonly result: { readonly size: number; readonly sha256: string; readonly verdict: Verdict };
}

export function manifestOf(
  request: ComposeRequest,
  composition: Composition,
  version: string,
  { sha256 }: InspectTools,
): CompositionManifest {
  const { inputs, explained, placement, target, report, findings, identityLost } = composition;
  const hash = (bytes: Uint8Array): string => hexOf(sha256(bytes));
  const files = inputs.map(({ name, bytes }) => ({ name, size: bytes.length, sha256: hash(bytes) }));
  const used = [...new Set(explained.map(({ rule }) => rule))];
  return {
    schema: 'rom-rescue/composition/1',
    tool: { name: 'ROM Rescue', version },
    ...(request.machine ? { family: request.machine.family.value } : {}),
    placedBy: placement.by,
    base: files[0]!,
    inputs: files.slice(1),
    ranges: explained.map(({ offset, length, region, rule, from, changedBytes }) => ({
      offset,
      length,
      region,
      rule,
      ...(from === undefined ? {} : { from }),
      changedBytes,
    })),
    rules: Object.fromEntries(used.map((rule) => [rule, composeRules[rule]])),
    rebuilt: request.rebuild === true,
    identityLost,
    findings: findings.map(({ code, severity, offset, length, message }) => ({
      code,
      severity,
      ...(offset === undefined ? {} : { offset }),
      ...(length === undefined ? {} : { length }),
      message,
    })),
    result: { size: target.length, sha256: hash(target), verdict: report.verdict },
  };
}
