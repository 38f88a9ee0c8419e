// The image to be written as the case orders it: which bytes go in, and what comes of it. Made anew for every look: bytes are not kept.
// Composing itself is native-bridge/composition.
import type {
  ComposeRequest,
  ExplainedRange,
  PlacedRegion,
  RegionChoice as ComposeChoice,
  SourceInput,
} from '../../shared/firmware/compose';
import type { ImageReport } from '../../shared/firmware/report';
import type { RegionChoice, TargetEdits, TargetView } from '../../shared/ipc/views';
import { machineById, type Machine } from '../../shared/machines';
import type { ChipProfile } from '../../shared/model/chip';
import { fault, type AppError } from '../../shared/model/errors';
import type { WritePlan } from '../../shared/model/plan';
import { assertNever } from '../../shared/model/result';
import type { Composer } from '../composition/composer';
import type { ComposeOrder } from '../composition/compose-order';
import type { LinkModel } from '../spi/bus';
import { knownChip } from './chip-content';
import { errorOf } from './context';
import type { Disk } from './files';
import { layoutFor, type CaseLayout, type CaseRegion } from './layout';
import type { OpenCase } from './open-case';
import { isOwnBackup } from './recipe-desk';

/** What stays of a composed target when its bytes are let go. */
export interface TargetState {
  readonly sha256: string;
  readonly report: ImageReport;
  readonly explained: readonly ExplainedRange[];
  readonly changedRegions: readonly string[];
  readonly macChange?: NonNullable<TargetView['macChange']>;
  readonly identityLost: readonly string[];
  readonly newFailures: readonly string[];
  readonly oldFailures: readonly string[];
  /** None while there are new failures, unless a write of it has begun. */
  readonly plan?: WritePlan;
}

export type Planner = NonNullable<ComposeOrder['planner']>;

export interface TargetOrder extends ComposeOrder {
  readonly layout: CaseLayout;
}

/** Throws the faults of backups and sources. `undefined` while nothing is chosen. */
export async function orderFor(disk: Disk, opened: OpenCase, planner?: Planner): Promise<TargetOrder | undefined> {
  const { record } = opened;
  const base = opened.base();
  const { recovery, mac } = record.edits ?? {};
  // To keep the recovery volume is no change by itself.
  const isChosen = Object.values(record.choices).some(({ kind }) => kind !== 'keep');
  const isEdited = mac !== undefined || (recovery !== undefined && recovery.kind !== 'keep');
  if (!isChosen && !isEdited && !opened.journal.open) return undefined;
  if (!base) return record.backupOverride ? orderWithoutBase(opened, planner) : undefined;

  const backup = await opened.vault.load(base);
  const report = opened.reportOf(base);
  const layout = layoutFor(record.machineId, backup.length, report);
  const chip = await knownChip(disk, opened, backup);
  const files = filesOf(opened);
  const choices: Record<string, ComposeChoice> = {};
  for (const { name } of layout.regions) choices[name] = await composeChoice(files, record.choices[name]);
  const request: ComposeRequest = {
    base: chip.base,
    baseLabel: base.fileName,
    choices,
    ...placeOf(record.machineId, layout, chip.base.length),
    ...(await composeEdits(files, record.edits)),
    // Chosen region by region by a person who sees the warning; never where the file is known to be of another board.
    ...(record.recipe === 'custom' ? { foreignMe: 'unknown-owner' as const } : {}),
  };
  return { request, known: { kind: 'backup', report, facts: chip.facts }, planner, last: layout.last, goesOn: opened.journal.open, layout };
}

/** An unreadable chip: the whole of it from one full image, edited where that is wanted, and nothing is assumed of what is there. */
async function orderWithoutBase(opened: OpenCase, planner: Planner | undefined): Promise<TargetOrder | undefined> {
  const { choices, machineId, chip, edits } = opened.record;
  const ids = new Set(Object.values(choices).map((choice) => (choice.kind === 'source' ? choice.sourceId : '')));
  const [sourceId] = [...ids];
  const view = opened.sources.views.find((source) => source.sourceId === sourceId);
  if (ids.size !== 1 || view?.kind !== 'full-image') return undefined;
  const bytes = await opened.sources.load(view.sourceId);
  if (chip && bytes.length !== chip.sizeBytes) throw fault('IMAGE_WRONG_SIZE', { size: bytes.length, expected: chip.sizeBytes });
  const layout = layoutFor(machineId, bytes.length, view.report);
  if (!layout.regions.every(({ name }) => choices[name]?.kind === 'source')) return undefined;
  const request: ComposeRequest = {
    base: bytes,
    baseLabel: view.name,
    choices: meDataOf(choices['me']) ? { me: { kind: 'declare-valid' } } : {},
    ...placeOf(machineId, layout, bytes.length),
    ...(await composeEdits(filesOf(opened), edits)),
  };
  return { request, known: { kind: 'nothing' }, planner, last: layout.last, goesOn: opened.journal.open, layout };
}

function placeOf(machineId: string | undefined, layout: CaseLayout, sizeBytes: number): Pick<ComposeRequest, 'machine' | 'placement'> {
  const machine: Machine | undefined = machineId === undefined ? undefined : machineById(machineId);
  if (machine && layout.regions === machine.layout.regions) return { machine };
  return { placement: { sizeBytes, by: 'descriptor', regions: layout.regions.map(placedRegion) } };
}

/** Without a map the BIOS region holds the variables too. */
const placedRegion = (region: CaseRegion): PlacedRegion => ({ ...region, perBoard: region.name === 'bb' ? 'no' : 'maybe' });

type Files = (choice: Extract<RegionChoice, { kind: 'backup' | 'source' }>) => Promise<SourceInput>;

/** Each file is read once for all that is taken from it. */
function filesOf(opened: OpenCase): Files {
  const loaded = new Map<string, Promise<SourceInput>>();
  const load = async (choice: Parameters<Files>[0]): Promise<SourceInput> => {
    if (choice.kind === 'backup') {
      const backup = opened.backup(choice.backupId);
      return { bytes: await opened.vault.load(backup), label: backup.fileName, ownBackup: true };
    }
    const view = opened.sources.views.find(({ sourceId }) => sourceId === choice.sourceId);
    const base = opened.base();
    const ownBackup = base !== undefined && isOwnBackup(view?.report, opened.reportOf(base));
    return { bytes: await opened.sources.load(choice.sourceId), label: view?.name ?? choice.sourceId, ownBackup };
  };
  return (choice) => {
    const key = choice.kind === 'backup' ? `backup:${choice.backupId}` : `source:${choice.sourceId}`;
    const file = loaded.get(key) ?? load(choice);
    loaded.set(key, file);
    return file;
  };
}

async function composeChoice(files: Files, choice: RegionChoice = { kind: 'keep' }): Promise<ComposeChoice> {
  switch (choice.kind) {
    case 'keep':
    case 'declare-valid':
      return choice;
    case 'backup':
    case 'source': {
      const meData = meDataOf(choice);
      return { kind: 'source', ...(await files(choice)), ...(meData ? { meData } : {}) };
    }
    default:
      return assertNever(choice);
  }
}

const meDataOf = (choice: RegionChoice | undefined): 'declare-valid' | undefined =>
  choice?.kind === 'backup' || choice?.kind === 'source' ? choice.meData : undefined;

async function composeEdits(files: Files, { mac, recovery }: TargetEdits = {}): Promise<Pick<ComposeRequest, 'edits' | 'recovery'>> {
  return {
    ...(mac === undefined ? {} : { edits: { mac } }),
    ...(recovery === undefined ? {} : { recovery: recovery.kind === 'keep' ? 'keep' : await files(recovery) }),
  };
}

/** Makes target and plan of the case anew; what stands in the way is answered, not thrown. */
export async function refreshTarget(
  disk: Disk,
  composer: Composer,
  opened: OpenCase,
  planner: { chip: ChipProfile; link: LinkModel } | undefined,
): Promise<AppError | undefined> {
  let made: TargetState | undefined;
  try {
    const order = await orderFor(disk, opened, planner);
    if (!order) return undefined;
    const composed = await composer.compose(order);
    const macChange = order.known.kind === 'backup' ? macChangeOf(order.known.report, composed.report) : undefined;
    made = { ...composed, ...(macChange ? { macChange } : {}) };
    return undefined;
  } catch (thrown) {
    return errorOf(thrown);
  } finally {
    // Only now: what is shown meanwhile is the target that was, not none.
    opened.target = made;
  }
}

function macChangeOf(before: ImageReport, after: ImageReport): TargetState['macChange'] {
  const [from, to] = [addressIn(before), addressIn(after)];
  return from === to ? undefined : { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

const addressIn = ({ mac, macKind }: ImageReport): string | undefined => (macKind === 'blank' ? undefined : mac);
