// The public face of composition.
export { composeTarget, hintsFor, type ComposeTools } from './compose-target';
export { macProblem, parseMac } from './edits';
export { explainComposition, type ExplainRequest, type Explanation } from './explain';
export { judgeComposition, ledgerOf, refuseBase, wholeWithoutBackup } from './judge';
export { manifestOf, type CompositionManifest } from './manifest';
export { placementFor } from './placement';
export { placeRegions } from './place-regions';
export { composeRules, type ComposeRuleId } from './rules';
export type {
  ComposeEdits,
  ComposeInput,
  ComposeRequest,
  ComposeStep,
  Composition,
  ExplainedRange,
  FaultLedger,
  MeDataPolicy,
  PlacedRegion,
  PlacedTarget,
  Placement,
  RegionChoice,
  RegionChoices,
  SourceInput,
} from './types';
