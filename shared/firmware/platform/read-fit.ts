// The checks of the firmware interface table, and its nodes. Microcode and ACM it points at were parsed before.
import { hex } from '../bytes';
import { fail, note, warn, type FindingMore } from '../checks/finding';
import type { Finding, ProofRange, Reading, StructureNode } from '../report';
import { fitCountIsPossible, fitTableBytes, fitTypes, type Fit, type FitEntry } from './fit';

const next = 'Restore BIOS code and boot block of one release.';

const stateText = {
  'no-pointer': ['FIT_NO_POINTER', 'There is no pointer to the firmware interface table.'],
  'pointer-outside': ['FIT_POINTER_OUTSIDE', 'The pointer to the firmware interface table points outside the image.'],
  'no-table': ['FIT_NO_TABLE', 'There is no firmware interface table where its pointer says.'],
} as const;

export interface FitTargets {
  readonly isMicrocode: (offset: number) => boolean;
  readonly isAcm: (offset: number) => boolean;
}

/** `isNeeded`: this machine starts with a table; a board that is not known may do without. */
export function readFit(fit: Fit, targets: FitTargets, isNeeded: boolean): Reading {
  return { findings: [...checkFit(fit, targets, isNeeded)], structure: nodes(fit), proofs: proofs(fit) };
}

function checkFit(fit: Fit, targets: FitTargets, isNeeded: boolean): Finding[] {
  if (fit.state !== 'good' && fit.state !== 'not-here') {
    if (!isNeeded) return [];
    const [code, message] = stateText[fit.state];
    const evidence = `pointer ${hex(fit.pointer ?? 0, 8)}`;
    return [fail(code, message, { offset: fit.offset ?? fit.pointerAt, length: fit.offset === undefined ? 4 : 16, next, evidence })];
  }
  if (fit.offset === undefined) return [];
  const at: FindingMore = { offset: fit.offset, length: Math.max(16, fitTableBytes(fit)), next };
  if (!fitCountIsPossible(fit)) {
    const message = 'The firmware interface table says a number of entries that cannot be.';
    return [fail('FIT_COUNT', message, { ...at, evidence: `${fit.count} entries` })];
  }
  const sum =
    fit.sumIsGood === false
      ? [
          fail('FIT_CHECKSUM', 'The checksum of the firmware interface table is wrong.', {
            ...at,
            evidence: 'the sum of its bytes is not 0',
          }),
        ]
      : [];
  return [...sum, ...fit.entries.flatMap((entry) => checkEntry(entry, targets)), ...checkOrder(fit)];
}

function checkEntry(entry: FitEntry, { isMicrocode, isAcm }: FitTargets): Finding[] {
  const { offset, type, typeName, target, isOutside } = entry;
  const more: FindingMore = { offset, length: 16, next, evidence: `type ${hex(type, 2)}, address ${hex(entry.address, 8)}` };
  if (typeName === undefined || type === fitTypes.header)
    return [warn('FIT_ENTRY_TYPE', 'An entry of the firmware interface table is of a type that is not known.', more)];
  if (isOutside)
    return [fail('FIT_ENTRY_OUTSIDE', `The firmware interface table points outside the chip for its entry "${typeName}".`, more)];
  if (target === undefined) return [];
  if (type === fitTypes.microcode && !isMicrocode(target))
    return [fail('FIT_MICROCODE_MISSING', 'The firmware interface table points at microcode that is not there.', more)];
  if (type === fitTypes.startupAcm && !isAcm(target))
    return [fail('FIT_ACM_MISSING', 'The firmware interface table points at a startup ACM that is not there.', more)];
  return [];
}

/** The specification wants rising types; processors may not read on past a wrong one. */
function checkOrder({ entries }: Fit): Finding[] {
  const wrong = entries.find(({ type }, index) => index > 0 && type < entries[index - 1]!.type);
  if (!wrong) return [];
  const message = 'The entries of the firmware interface table are not in order of their types.';
  return [note('FIT_ORDER', message, { offset: wrong.offset, length: 16, evidence: `type ${hex(wrong.type, 2)} after a higher one` })];
}

function nodes(fit: Fit): StructureNode[] {
  if (fit.offset === undefined || fit.state === 'no-table') return [];
  const children = fit.entries.map(({ typeName, type, offset, address, isOutside }): StructureNode => ({
    kind: 'data',
    name: typeName ?? `type ${hex(type, 2)}`,
    offset,
    length: 16,
    ...(isOutside ? { state: 'bad' } : {}),
    detail: address > 0xffffffff ? 'register index' : `address ${hex(address, 8)}`,
  }));
  return [
    {
      kind: 'table',
      name: 'Firmware interface table (FIT)',
      offset: fit.offset,
      length: Math.max(16, fitTableBytes(fit)),
      ...(fit.sumIsGood === undefined ? {} : { state: fit.sumIsGood ? 'good' : 'bad' }),
      detail: `${fit.count} entries${fit.sumIsGood === undefined ? ', no checksum' : ''}`,
      children,
    },
  ];
}

const proofs = (fit: Fit): ProofRange[] =>
  fit.offset === undefined || fit.sumIsGood === undefined ? [] : [{ offset: fit.offset, length: fitTableBytes(fit), by: 'sum' }];
