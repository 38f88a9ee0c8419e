// Puts a report together from what the readers answered: sorted findings, tree, coverage, identity, known pieces, words.
import { readCatalogue } from '../catalogue';
import { coverageOf } from '../coverage';
import { identityItems } from '../identity';
import type { ImageReport } from '../report';
import { sortFindings, verdictOf } from '../verdict';
import { gather, notCovered, type Gathered } from './gather';
import type { Subject } from './subject';
import { structureTree } from './structure-tree';
import type { Assignment } from './tasks';
import { summaryOf, usesOf } from './words';

export function reportOf(subject: Subject, assignment: Assignment): ImageReport {
  const { scan, hints, tools } = subject;
  const { kind, regions, base, imageBytes, findings: known } = assignment;
  const bytes = imageBytes === undefined ? subject.bytes : subject.bytes.subarray(0, imageBytes);
  const gathered = gather({ ...assignment, bytes }, tools);
  const { descriptor, me, gbe, bios, proofs } = gathered;
  const catalogue = readCatalogue(
    { bytes, base: kind === 'unknown' || kind === 'volume' ? undefined : base, partitions: me?.partitions ?? [] },
    tools,
  );
  const coverage = coverageOf(subject.bytes, scan, regions, [...proofs, ...catalogue.proofs]);
  const findings = sortFindings([
    ...known,
    ...gathered.findings,
    ...catalogue.findings,
    ...notCovered(coverage.programmedBytes, coverage.coveredBytes),
  ]);
  const verdict = verdictOf(findings);
  const facts = flatFacts(gathered);
  const told = {
    kind,
    size: bytes.length,
    verdict,
    findings,
    regions,
    ...(bios ? { bios } : {}),
    ...(me ? { me } : {}),
    ...(facts.macKind ? { macKind: facts.macKind } : {}),
    isKnownMachine: assignment.layout !== undefined,
  };
  return {
    size: subject.bytes.length,
    kind,
    verdict,
    summary: summaryOf(told),
    uses: usesOf(told),
    ...facts,
    regions,
    findings,
    structure: structureTree(regions, gathered.structure),
    coverage,
    ...(descriptor ? { descriptor } : {}),
    ...(me ? { me } : {}),
    ...(gbe ? { gbe } : {}),
    ...(bios ? { bios } : {}),
    identity: identityItems(
      {
        bytes,
        regions,
        ...(gbe ? { gbe } : {}),
        ...(me ? { me } : {}),
        structure: gathered.structure,
        withValues: hints.withIdentity === true,
      },
      tools,
    ),
    known: catalogue.known,
  };
}

type FlatFacts = Pick<
  ImageReport,
  'machineFamily' | 'biosVersion' | 'recoveryVersion' | 'bootBlockDate' | 'bootBlockClass' | 'meVersion' | 'meState' | 'mac' | 'macKind'
>;

/** What lists and cards show without looking further. */
function flatFacts({ bios, me, gbe }: Gathered): FlatFacts {
  const { family, version, recovery, bootBlock } = bios ?? {};
  // The copy that the driver would take.
  const copies = gbe?.copies ?? [];
  const copy = copies.find(({ sumIsGood, markedValid }) => sumIsGood && markedValid) ?? copies.find(({ blank }) => !blank) ?? copies[0];
  return {
    ...(family ? { machineFamily: family } : {}),
    ...(version ? { biosVersion: version } : {}),
    ...(recovery?.version ? { recoveryVersion: recovery.version } : {}),
    ...(bootBlock?.date ? { bootBlockDate: bootBlock.date } : {}),
    ...(bootBlock?.class ? { bootBlockClass: bootBlock.class } : {}),
    ...(me ? { meState: me.state, ...(me.version ? { meVersion: me.version } : {}) } : {}),
    ...(copy ? { mac: copy.mac, macKind: copy.macKind } : {}),
  };
}
