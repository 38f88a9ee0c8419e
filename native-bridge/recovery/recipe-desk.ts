// What the knowledge of machines offers to a case: ranked ways out, recipes, and the choices that a recipe stands for.
import type { DiagnosisAnswers, RankedWayOut } from '../../shared/model/diagnosis';
import type { RecipeId } from '../../shared/model/recovery';
import type { RecipeView, RegionChoice } from '../../shared/ipc/views';
import type { OpenCase } from './open-case';

export const waysOutFor = (_answers: DiagnosisAnswers): readonly RankedWayOut[] => [];
export const recipesFor = (_opened: OpenCase): readonly RecipeView[] => [];
export const recipeChoices = async (_opened: OpenCase, _recipe: RecipeId): Promise<Record<string, RegionChoice>> => ({});
