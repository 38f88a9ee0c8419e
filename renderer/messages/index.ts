// All messages under one roof; the keys of `t` are their paths.
import { common } from './common.en';
import { check } from '../check/messages.en';
import { key } from '../keys/messages.en';
import { errorMessages } from '../../shared/messages/errors.en';
import type { ErrorCode } from '../../shared/model/errors';
import { practiceMessages } from './practice.en';
import * as vocabulary from './vocabulary.en';
import { backup } from '../steps/backup/messages.en';
import { connect } from '../steps/connect/messages.en';
import { diagnose } from '../steps/diagnose/messages.en';
import { flash } from '../steps/flash/messages.en';
import { practice } from '../steps/practice/messages.en';
import { regions } from '../steps/regions/messages.en';
import { start } from '../steps/start/messages.en';
import { verify } from '../steps/verify/messages.en';

export const messages = {
  ...common,
  // As a type literal: an interface would not give typed keys.
  error: errorMessages as Record<ErrorCode, { what: string; steps: string[] }>,
  scenario: practiceMessages,
  machine: vocabulary.machineNames,
  machineHint: vocabulary.machineHints,
  symptom: vocabulary.symptoms,
  change: vocabulary.changes,
  item: vocabulary.items,
  step: vocabulary.stepNames,
  state: vocabulary.recoveryStates,
  phase: vocabulary.phases,
  operation: vocabulary.operationNames,
  chipState: vocabulary.chipStates,
  chipSafety: vocabulary.chipSafety,
  contactCheck: vocabulary.contactCheckNames,
  contactMeaning: vocabulary.contactCheckMeaning,
  contact: vocabulary.contactDiagnoses,
  problem: vocabulary.problems,
  checklist: vocabulary.checklist,
  recipe: vocabulary.recipeNames,
  block: vocabulary.blockStates,
  certainty: vocabulary.certaintyNames,
  certaintyMeaning: vocabulary.certaintyMeaning,
  board: vocabulary.boardAnswers,
  verdict: vocabulary.verdicts,
  meState: vocabulary.meStates,
  macKind: vocabulary.macKinds,
  region: vocabulary.regionNames,
  regionMeaning: vocabulary.regionMeaning,
  backup,
  check,
  connect,
  diagnose,
  flash,
  key,
  practice,
  regions,
  start,
  verify,
};
