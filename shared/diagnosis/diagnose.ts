// From answers to ways out, ranked. Weighs the evidence of the machine's data; knows no machine itself.
import { waysOutOf } from '../machines';
import type { EvidenceCondition, WayOutData } from '../machines/ways-out';
import type { DiagnosisAnswers, RankedWayOut } from '../model/diagnosis';

/** Evidence must speak this strongly for a way before it is recommended. */
const RECOMMENDED_FROM = 40;
/** A way that cannot be gone yet stands behind one almost as good that can. */
const MISSING_ITEM_COST = 8;

/**
 * Every way that makes sense for the machine, best first; those the evidence speaks against stay at the end with the reason.
 * A way is recommended where the evidence is strong and nothing it needs is missing.
 */
export function diagnose(answers: DiagnosisAnswers): RankedWayOut[] {
  return waysOutOf(answers.machineId)
    .map((way) => weigh(way, answers))
    .sort((a, b) => b.order - a.order)
    .map(({ way, score, spoke }, index) => {
      const missing = way.needs.filter((item) => !answers.atHand.includes(item));
      const { id, title, certainty, source, risks, needs, timeMinutes, guide, runsHere } = way;
      return {
        id,
        title,
        rank: index + 1,
        recommended: score >= RECOMMENDED_FROM && missing.length === 0,
        why: spoke,
        certainty,
        source,
        risks,
        needs,
        missing,
        ...(timeMinutes ? { timeMinutes } : {}),
        guide,
        runsHere,
      };
    });
}

function weigh(way: WayOutData, answers: DiagnosisAnswers) {
  const holding = way.evidence.filter(({ when }) => holds(when, answers));
  const score = holding.reduce((sum, { weight }) => sum + weight, 0);
  const missing = way.needs.filter((item) => !answers.atHand.includes(item)).length;
  const spoke = holding.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).map(({ says }) => says);
  return { way, score, spoke, order: score - missing * MISSING_ITEM_COST };
}

function holds(when: EvidenceCondition, { machineId, symptoms, lastChange, atHand }: DiagnosisAnswers): boolean {
  const { symptoms: anyOf, without, changes, machines, has, lacks } = when;
  return (
    (!anyOf || anyOf.some((symptom) => symptoms.includes(symptom))) &&
    (!without || !without.some((symptom) => symptoms.includes(symptom))) &&
    (!changes || changes.includes(lastChange)) &&
    (!machines || machines.some((id) => id === machineId)) &&
    (!has || has.every((item) => atHand.includes(item))) &&
    (!lacks || !lacks.some((item) => atHand.includes(item)))
  );
}
