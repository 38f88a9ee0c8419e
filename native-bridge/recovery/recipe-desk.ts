// What the knowledge of machines offers to a case: ranked ways out, recipes rated by what the chip and the files hold, and the choices
// that a recipe stands for.
import { diagnose } from '../../shared/diagnosis/diagnose';
import { rateRecipes, type RatedRecipe, type RecipeFit, type SourceFile } from '../../shared/firmware/recipes';
import type { RegionChoices } from '../../shared/firmware/compose';
import type { ImageReport } from '../../shared/firmware/report';
import { machineById } from '../../shared/machines';
import type { DiagnosisAnswers, RankedWayOut } from '../../shared/model/diagnosis';
import type { RecipeId } from '../../shared/model/recovery';
import type { RecipeView, RegionChoice, SourceView } from '../../shared/ipc/views';
import type { OpenCase } from './open-case';

export const waysOutFor = (answers: DiagnosisAnswers): readonly RankedWayOut[] => diagnose(answers);

/** A recipe as it is shown, and what it chooses; without choices it cannot be used now. */
export interface OfferedRecipe {
  readonly view: RecipeView;
  readonly choices?: Readonly<Record<string, RegionChoice>>;
}

/** None without a machine that is known, or before there is a backup to judge. */
export async function recipesFor(opened: OpenCase): Promise<readonly OfferedRecipe[]> {
  const { machineId } = opened.record;
  const machine = machineId === undefined ? undefined : machineById(machineId);
  const base = opened.base();
  if (!machine || !base) return [];
  const chip = opened.reportOf(base);
  const files: (SourceFile & { readonly sourceId: string })[] = [];
  for (const view of opened.sources.views) {
    const file = await fileOf(opened, view, chip);
    if (file) files.push(file);
  }
  const sourceIdOf = new Map(files.map(({ bytes, sourceId }) => [bytes, sourceId]));
  const rated = rateRecipes({ machine, chip, files: files.toSorted((a, b) => Number(b.ownBackup) - Number(a.ownBackup)) });
  return rated
    .map((recipe, order) => ({ recipe, order }))
    .sort((a, b) => fitOrder[a.recipe.fit] - fitOrder[b.recipe.fit] || a.order - b.order)
    .map(({ recipe }, index) => ({
      view: viewOf(recipe, index + 1),
      ...(recipe.choices ? { choices: choicesOf(recipe.choices, sourceIdOf) } : {}),
    }));
}

const fitOrder: Readonly<Record<RecipeFit, number>> = { fits: 0, possible: 1, 'lacks-file': 2, no: 3 };

/** A file whose network address is that of the chip, given by the factory, is a backup of this very board. */
export const isOwnBackup = (file: ImageReport | undefined, chip: ImageReport): boolean =>
  file?.macKind === 'factory' && chip.macKind === 'factory' && file.mac === chip.mac;

async function fileOf(opened: OpenCase, { sourceId, name, report, problem }: SourceView, chip: ImageReport) {
  if (problem || !report) return undefined;
  const bytes = await opened.sources.load(sourceId).catch(() => undefined);
  return bytes && { sourceId, label: name, bytes, report, ownBackup: isOwnBackup(report, chip) };
}

function choicesOf(choices: RegionChoices, sourceIdOf: ReadonlyMap<Uint8Array, string>): Record<string, RegionChoice> {
  return Object.fromEntries(
    Object.entries(choices).map(([region, choice]): [string, RegionChoice] => {
      if (choice.kind !== 'source') return [region, choice];
      const sourceId = sourceIdOf.get(choice.bytes);
      return [region, sourceId === undefined ? { kind: 'keep' } : { kind: 'source', sourceId }];
    }),
  );
}

function viewOf({ recipe, fit, reasons }: RatedRecipe, rank: number): RecipeView {
  const cannot = fit === 'lacks-file' || fit === 'no';
  const found = reasons.map(({ text }) => text);
  return {
    recipe: recipe.id,
    rank,
    fits: fit === 'fits',
    title: recipe.title,
    why: [recipe.reason.value, ...(cannot ? [] : found)].join(' '),
    keeps: [...recipe.keeps],
    destroys: [...recipe.destroys],
    ...(cannot ? { missing: found.join(' ') } : {}),
    certainty: recipe.reason.certainty,
    source: recipe.reason.source,
  };
}

export function recipeNamed(offered: readonly OfferedRecipe[], id: RecipeId): OfferedRecipe | undefined {
  return offered.find(({ view }) => view.recipe === id);
}
