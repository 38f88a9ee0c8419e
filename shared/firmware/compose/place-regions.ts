// Lays the chosen regions on a copy of the base and makes the edits, each as a step that can be checked afterwards. Judges no bytes
// beyond what decides whether a file may give a region at all.
import type { Machine, RegionId } from '../../machines';
import { appError, type AppError } from '../../model/errors';
import type { ByteRange } from '../../model/plan';
import { err, ok, type Result } from '../../model/result';
import { copyOf, sameBytes } from '../bytes';
import { fail, note, warn } from '../checks/finding';
import { cutByDescriptor, cutRecovery, cutRegion, isRecoveryVolume, type Cut } from '../place-source';
import type { Finding } from '../report';
import { declareMeValid, editMac, openHostAccess, switchMeOff, type EditResult } from './edits';
import { judgeMe } from './me-policy';
import { placedElsewhere, placementFor } from './placement';
import type { ComposeRuleId } from './rules';
import type { ComposeInput, ComposeRequest, ComposeStep, PlacedRegion, PlacedTarget, Placement, RegionChoice, SourceInput } from './types';

/**
 * IMAGE_EMPTY, IMAGE_WRONG_SIZE, IMAGE_FOREIGN or IMAGE_WRONG_FAMILY where a source does not fit, SAFETY_REFUSED where a rule of
 * composition forbids it, INPUT_INVALID for an address that is none. params.region names the region.
 */
export function placeRegions(request: ComposeRequest): Result<PlacedTarget> {
  const placement = request.placement ? ok(request.placement) : placementFor(request.base, request.machine);
  if (!placement.ok) return placement;
  if (request.placement && request.placement.sizeBytes !== request.base.length)
    return err(appError('IMAGE_WRONG_SIZE', { size: request.base.length, expected: request.placement.sizeBytes }));
  const bench = new Bench(request, placement.value);
  const refused = bench.work();
  return refused ? err(refused) : ok(bench.result());
}

class Bench {
  private readonly target: Uint8Array;
  private readonly inputs: ComposeInput[];
  private readonly steps: ComposeStep[] = [];
  private readonly chosen: PlacedRegion[] = [];
  private readonly findings: Finding[] = [];

  constructor(
    private readonly request: ComposeRequest,
    private readonly placement: Placement,
  ) {
    this.target = copyOf(request.base);
    this.inputs = [{ name: request.baseLabel ?? 'base', bytes: request.base }];
  }

  work(): AppError | undefined {
    const { choices, edits = {} } = this.request;
    for (const name of Object.keys(choices)) {
      if (choices[name]!.kind !== 'keep' && !this.region(name))
        return appError('INPUT_INVALID', { detail: `the base has no region "${name}"`, region: name });
    }
    for (const region of this.placement.regions) {
      const refused = this.place(region, choices[region.name] ?? { kind: 'keep' });
      if (refused) return { ...refused, params: { region: region.name, ...refused.params } };
    }
    const refused = this.placeRecovery();
    if (refused) return { ...refused, params: { region: 'bios', ...refused.params } };
    return (
      (edits.mac === undefined ? undefined : this.edit('gbe', (region) => editMac(this.target, region, edits.mac!))) ??
      (edits.meOff ? this.edit('fd', () => switchMeOff(this.target)) : undefined) ??
      (edits.hostAccess === 'open' ? this.edit('fd', () => openHostAccess(this.target)) : undefined)
    );
  }

  result(): PlacedTarget {
    const { target, inputs, steps, placement, request } = this;
    const changed = placement.regions.filter((region) => !sameBytes(part(request.base, region), part(target, region)));
    return {
      target,
      placement,
      inputs,
      steps,
      changedRegions: changed.map(({ name }) => name),
      chosenRanges: this.chosen.map(({ offset, length }) => ({ offset, length })),
      findings: [...this.findings, ...this.misplaced()],
    };
  }

  private region(name: string): PlacedRegion | undefined {
    return this.placement.regions.find((region) => region.name === name);
  }

  private place(region: PlacedRegion, choice: RegionChoice): AppError | undefined {
    if (choice.kind === 'keep') return undefined;
    if (choice.kind === 'declare-valid' && region.name !== 'me') return appError('IMAGE_FOREIGN', { reason: 'no-me' });
    const placed = choice.kind === 'source' ? this.copy(region, choice) : undefined;
    if (placed) return placed;
    if (choice.kind === 'declare-valid' || (region.name === 'me' && choice.meData === 'declare-valid')) {
      const refused = this.edit('me', () => declareMeValid(this.target, region));
      if (refused) return refused;
    }
    this.choose(region);
    const { offset, length, title } = region;
    const isSame = sameBytes(part(this.request.base, region), part(this.target, region));
    if (isSame)
      this.findings.push(note('REGION_UNCHANGED', `The chosen content of “${title}” is what the chip holds already.`, { offset, length }));
    else if (choice.kind === 'source' && !this.isOwn(region, choice) && region.perBoard !== 'no') {
      this.findings.push(
        warn('IDENTITY_REPLACED', `“${title}” belongs to this board; what comes from another file brings another identity or none.`, {
          offset,
          length,
          evidence: choice.label,
        }),
      );
    }
    return undefined;
  }

  private copy(region: PlacedRegion, source: SourceInput): AppError | undefined {
    const { machine } = this.request;
    const cut = cutFor(region, source, machine, this.placement);
    if (!cut.ok) return cut.error;
    const me = region.name === 'me' ? judgeMe(cut.value.bytes, source, this.request, this.placement) : undefined;
    if (me?.ok === false) return me.error;
    this.findings.push(...(me?.findings ?? []));
    this.lay(region, source, cut.value, me?.rule ?? ruleFor(region, source));
    return undefined;
  }

  /** An ME found to be this board's own is no stranger, whoever's file it came in. */
  private isOwn(region: PlacedRegion, source: SourceInput): boolean {
    return source.ownBackup === true || this.steps.some(({ rule, offset }) => rule === 'me-own' && offset === region.offset);
  }

  private placeRecovery(): AppError | undefined {
    const { machine, recovery, base } = this.request;
    const place = machine?.layout.volumes.find(({ role }) => role === 'recovery');
    const code = this.region('bios');
    const isCodeReplaced = code !== undefined && this.chosen.includes(code);
    if (!machine || !place || !code) {
      return recovery === undefined
        ? undefined
        : appError('INPUT_INVALID', { detail: 'the crisis-recovery volume of this board is not known' });
    }
    if (recovery === 'keep') {
      if (!isRecoveryVolume(part(base, place))) {
        return appError('SAFETY_REFUSED', {
          problem: 'the base has no sound crisis-recovery volume to keep',
          next: 'Take that volume from a file of the same family.',
        });
      }
      if (isCodeReplaced) this.lay(place, undefined, { bytes: part(base, place), from: place.offset }, 'recovery-kept');
      return undefined;
    }
    if (recovery) {
      const cut = cutRecovery(recovery.bytes, machine, recovery.label);
      if (!cut.ok) return cut.error;
      this.choose(code);
      this.lay(place, recovery, cut.value, 'recovery-from-file');
    }
    if (this.chosen.includes(code) && !sameBytes(part(base, place), part(this.target, place))) {
      this.findings.push(
        warn('RECOVERY_REPLACED', 'This also replaces the crisis-recovery volume: if it is bad, the rescue by jumper is gone too.', {
          offset: place.offset,
          length: place.length,
        }),
      );
    }
    return undefined;
  }

  private edit(name: string, work: (region: PlacedRegion) => EditResult): AppError | undefined {
    const region = this.region(name);
    if (!region) return appError('INPUT_INVALID', { detail: `the base has no region "${name}"`, region: name });
    const edited = work(region);
    if (!edited.ok) return { ...edited.error, params: { region: name, ...edited.error.params } };
    this.steps.push(...edited.value.steps);
    this.findings.push(...edited.value.findings);
    this.choose(region);
    return undefined;
  }

  /** `undefined` as source: the base. */
  private lay({ offset, length }: ByteRange, source: SourceInput | undefined, { bytes, from }: Cut, rule: ComposeRuleId): void {
    this.target.set(bytes, offset);
    this.steps.push({ kind: 'copy', rule, offset, length, input: source ? this.inputOf(source) : 0, from });
  }

  private inputOf({ bytes, label }: SourceInput): number {
    const known = this.inputs.findIndex((input, index) => index > 0 && input.bytes === bytes);
    return known >= 0 ? known : this.inputs.push({ name: label, bytes }) - 1;
  }

  private choose(region: PlacedRegion): void {
    if (this.chosen.includes(region)) return;
    this.chosen.push(region);
    this.chosen.sort((a, b) => a.offset - b.offset);
  }

  /** What was placed by the map must be where the result's own descriptor tells the chipset to look. */
  private misplaced(): Finding[] {
    const elsewhere = placedElsewhere(this.target, this.placement, this.request.machine);
    return this.chosen
      .filter(({ name }) => elsewhere.includes(name))
      .map(({ offset, length, title }) =>
        fail('COMPOSE_MISPLACED', `The descriptor has “${title}” elsewhere than where it was put: the chipset would not find it.`, {
          offset,
          length,
          next: 'Take the descriptor from a backup of this board.',
        }),
      );
  }
}

const part = (image: Uint8Array, { offset, length }: ByteRange): Uint8Array => image.subarray(offset, offset + length);

function cutFor(region: PlacedRegion, source: SourceInput, machine: Machine | undefined, placement: Placement): Result<Cut> {
  return machine
    ? cutRegion(source.bytes, region.name as RegionId, machine, source.label)
    : cutByDescriptor(source.bytes, region.name, region, placement.sizeBytes, source.label);
}

function ruleFor({ name, perBoard }: PlacedRegion, { ownBackup }: SourceInput): ComposeRuleId {
  if (name === 'bb') return 'boot-block';
  if (name === 'bios' && perBoard === 'no') return 'bios-code';
  if (ownBackup) return 'own-region';
  return perBoard === 'no' ? 'region-from-file' : 'identity-replaced';
}
