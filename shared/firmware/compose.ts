// Makes the image to be written: the board's own backup, with chosen regions from files. Refuses what cannot be right; what is only
// doubtful becomes a finding.
import type { Machine, RegionId } from '../machines';
import { appError } from '../model/errors';
import type { ByteRange } from '../model/plan';
import { err, ok, type Result } from '../model/result';
import { copyOf, sameBytes } from './bytes';
import { note, warn } from './checks/finding';
import { inspectImage } from './inspect';
import { parseMe } from './me';
import { regionFromFile } from './place-source';
import type { Finding } from './report';

export type RegionChoice =
  | { readonly kind: 'keep' }
  | {
      readonly kind: 'source';
      /** The region's own file, a BIOS region, or a whole image. */
      readonly bytes: Uint8Array;
      /** Name for people: the file's. */
      readonly label: string;
      /** The bytes are of this very board: identity in them is wanted. */
      readonly ownBackup?: boolean;
    }
  /** Declares the settings of the ME valid: byte 0x400 of its region becomes 01. Only for `me`. */
  | { readonly kind: 'declare-valid' };

export type RegionChoices = Partial<Record<RegionId, RegionChoice>>;

export interface ComposeRequest {
  /** What the chip holds: the backup just made. */
  readonly base: Uint8Array;
  readonly machine: Machine;
  /** Regions not named are kept. */
  readonly choices: RegionChoices;
}

export interface Composition {
  /** Whole chip. */
  readonly target: Uint8Array;
  /** Regions that differ from the base now. */
  readonly changedRegions: readonly RegionId[];
  /** Regions that were chosen to be replaced: the ranges of the plan, changed or not. */
  readonly chosenRanges: readonly ByteRange[];
  /** Of the target, and of the choice. */
  readonly findings: readonly Finding[];
}

/**
 * IMAGE_EMPTY, IMAGE_WRONG_SIZE, IMAGE_FOREIGN or IMAGE_WRONG_FAMILY where a source does not fit; params.region names the region.
 * A target with `fail` findings is still answered: whether it may be written is not decided here.
 */
export function composeTarget({ base, machine, choices }: ComposeRequest): Result<Composition> {
  const { layout } = machine;
  if (base.length !== layout.sizeBytes) return err(appError('IMAGE_WRONG_SIZE', { size: base.length, expected: layout.sizeBytes }));
  const target = copyOf(base);
  const chosenRanges: ByteRange[] = [];
  const changedRegions: RegionId[] = [];
  const findings: Finding[] = [];
  for (const { name, offset, length, title, perBoard } of layout.regions) {
    const choice = choices[name] ?? { kind: 'keep' };
    if (choice.kind === 'keep') continue;
    const before = base.subarray(offset, offset + length);
    const content = choice.kind === 'source' ? regionFromFile(choice.bytes, name, machine, choice.label) : declaredValid(before, name);
    if (!content.ok) return err({ ...content.error, params: { region: name, ...content.error.params } });
    target.set(content.value, offset);
    chosenRanges.push({ offset, length });
    if (sameBytes(before, content.value)) {
      findings.push(note('REGION_UNCHANGED', `The chosen content of “${title}” is what the chip holds already.`, { offset, length }));
      continue;
    }
    changedRegions.push(name);
    if (choice.kind === 'source' && !choice.ownBackup && perBoard.value !== 'no') {
      findings.push(
        warn('IDENTITY_REPLACED', `“${title}” belongs to this board; what comes from another file brings another identity or none.`, {
          offset,
          length,
          evidence: choice.label,
        }),
      );
    }
    if (name === 'bios') {
      const recovery = layout.volumes.find(({ role }) => role === 'recovery')!;
      const same = sameBytes(
        base.subarray(recovery.offset, recovery.offset + recovery.length),
        target.subarray(recovery.offset, recovery.offset + recovery.length),
      );
      if (!same) {
        findings.push(
          warn('RECOVERY_REPLACED', 'This also replaces the crisis-recovery volume: if it is bad, the rescue by jumper is gone too.', {
            offset: recovery.offset,
            length: recovery.length,
          }),
        );
      }
    }
  }
  return ok({ target, changedRegions, chosenRanges, findings: [...inspectImage(target, { machineId: machine.id }).findings, ...findings] });
}

function declaredValid(region: Uint8Array, name: RegionId): Result<Uint8Array> {
  const me = parseMe(region);
  if (name !== 'me' || !me.validMark || me.state === 'damaged' || me.state === 'empty')
    return err(appError('IMAGE_FOREIGN', { reason: 'no-me' }));
  const marked = copyOf(region);
  marked[me.validMark.offset] = 0x01;
  return ok(marked);
}
