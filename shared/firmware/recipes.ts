// Which recipe fits what was found on the chip and the files at hand, and the choices it stands for.
import type { Machine, RegionId } from '../machines';
import { zx20Recipes, type RecipeData, type RecipeId, type RecipeSource } from '../machines/zx20-recipes';
import type { WeighedText } from '../model/diagnosis';
import { assertNever } from '../model/result';
import type { RegionChoice, RegionChoices } from './compose';
import { regionFromFile } from './place-source';
import type { ImageReport } from './report';

export interface SourceFile {
  readonly label: string;
  readonly bytes: Uint8Array;
  /** As inspected for this machine. */
  readonly report: ImageReport;
  /** Said or known to be a backup of this very board. */
  readonly ownBackup?: boolean;
}

export interface RecipeSituation {
  readonly machine: Machine;
  /** Of the backup just made: what the chip holds now. */
  readonly chip: ImageReport;
  /** Files at hand, the preferred first. */
  readonly files: readonly SourceFile[];
}

/** `fits`: it mends what was found. `possible`: it can be done, and nothing speaks for it. `lacks-file`, `no`: it cannot be done now. */
export type RecipeFit = 'fits' | 'possible' | 'lacks-file' | 'no';

export interface RatedRecipe {
  readonly recipe: RecipeData;
  readonly fit: RecipeFit;
  readonly reasons: readonly WeighedText[];
  /** Ready for `composeTarget`; absent unless the recipe fits or is possible. */
  readonly choices?: RegionChoices;
}

/** In the order of `recipeIds`, each rated. */
export function rateRecipes(situation: RecipeSituation): RatedRecipe[] {
  const rated = zx20Recipes.map((recipe) => ({ recipe, ...rate[recipe.id](situation) }));
  return rated.map(({ recipe, fit, reasons }) => {
    const choices = fit === 'fits' || fit === 'possible' ? choicesOf(recipe, situation) : undefined;
    return { recipe, fit, reasons, ...(choices ? { choices } : {}) };
  });
}

interface Rating {
  readonly fit: RecipeFit;
  readonly reasons: readonly WeighedText[];
}
const says = (
  id: string,
  text: string,
  certainty: WeighedText['certainty'] = 'measured',
  source = 'the image read from the chip',
): WeighedText => ({
  id: `recipe.${id}`,
  text,
  certainty,
  source,
});

const biosIsDamaged = ({ findings }: ImageReport): boolean =>
  findings.some(({ code, severity }) => severity === 'fail' && /^(VOLUME|TAG|FIT)_/.test(code));
const waitsForMark = ({ meState }: ImageReport): boolean => meState === 'not-declared-valid' || meState === 'stock';
const isSound = ({ verdict }: ImageReport): boolean => verdict === 'good' || verdict === 'usable';

const rate: Record<RecipeId, (situation: RecipeSituation) => Rating> = {
  'own-backup-boot-block-2013': (situation) => {
    const { chip } = situation;
    const own = ownBackup(situation);
    const base = own?.report ?? chip;
    if (!bootBlockFile(situation))
      return {
        fit: 'lacks-file',
        reasons: [says('needs-boot-block', 'A boot block of 2013 of this family is needed, alone or in a full image.')],
      };
    if (!isSound(base)) {
      return own
        ? { fit: 'no', reasons: [says('backup-damaged', 'The backup has damage of its own.', 'measured', own.label)] }
        : { fit: 'lacks-file', reasons: [says('chip-damaged', 'The chip’s content is damaged, and there is no backup from before.')] };
    }
    if (base.meState !== 'initialised' && base.meState !== 'configured') {
      return { fit: 'no', reasons: [says('me-never-ran', 'The ME in it has never run: the machine would stay in manufacturing mode.')] };
    }
    if (chip.bootBlockClass === '2013') {
      return {
        // An own backup that holds that boot block too is put back whole instead: nothing is exchanged for the same.
        fit: own && !isSound(chip) && own.report.bootBlockClass !== '2013' ? 'fits' : 'possible',
        reasons: [says('has-2013', 'The chip has a boot block of 2013 already.')],
      };
    }
    return {
      fit: 'fits',
      reasons: [says('boot-block-old', 'The boot block on the chip is not of 2013: E5 v2 processors do not start with it.')],
    };
  },
  'own-backup-whole': (situation) => {
    const own = ownBackup(situation);
    if (!own) return { fit: 'lacks-file', reasons: [says('needs-backup', 'A backup of this board from before the damage is needed.')] };
    if (!isSound(own.report))
      return { fit: 'no', reasons: [says('backup-damaged', 'The backup has damage of its own.', 'measured', own.label)] };
    const { chip } = situation;
    const reasons: WeighedText[] = [];
    if (chip.macKind === 'factory' && own.report.mac !== chip.mac) {
      reasons.push(
        says(
          'other-mac',
          'The network address in the backup is not the one on the chip: make sure it is of this board.',
          'measured',
          own.label,
        ),
      );
    }
    if (isSound(chip) && !waitsForMark(chip))
      return { fit: 'possible', reasons: [...reasons, says('chip-sound', 'No damage was found on the chip.')] };
    return {
      fit: reasons.length > 0 ? 'possible' : 'fits',
      reasons: [...reasons, says('chip-not-well', 'The chip’s content is damaged or was never set up; the backup is sound.')],
    };
  },
  'bios-from-full-image': (situation) => {
    if (!biosFile(situation))
      return { fit: 'lacks-file', reasons: [says('needs-bios', 'A full image or a BIOS code file of this family is needed, and sound.')] };
    if (biosIsDamaged(situation.chip)) return { fit: 'fits', reasons: [says('bios-damaged', 'The BIOS code on the chip is damaged.')] };
    return { fit: 'possible', reasons: [says('bios-sound', 'No damage was found in the BIOS code on the chip.')] };
  },
  'me-declared-valid': ({ chip }) => {
    if (!waitsForMark(chip)) return { fit: 'no', reasons: [says('me-declared', 'The ME on the chip needs no such mark.')] };
    return { fit: 'fits', reasons: [says('me-not-declared', 'The ME on the chip is whole, has never run and is not declared valid.')] };
  },
  custom: () => ({ fit: 'possible', reasons: [] }),
};

const ownBackup = ({ files }: RecipeSituation): SourceFile | undefined =>
  files.find((file) => file.ownBackup && file.report.regions.length > 1);

/** The first file a region can be taken from, and that is sound as far as that region goes. */
const firstFor = (
  { files, machine }: RecipeSituation,
  region: RegionId,
  isRight: (report: ImageReport) => boolean,
): SourceFile | undefined => files.find((file) => isRight(file.report) && regionFromFile(file.bytes, region, machine, file.label).ok);

const bootBlockFile = (situation: RecipeSituation): SourceFile | undefined =>
  firstFor(situation, 'bb', (report) => report.bootBlockClass === '2013' && report.verdict !== 'damaged');
const biosFile = (situation: RecipeSituation): SourceFile | undefined => firstFor(situation, 'bios', (report) => !biosIsDamaged(report));

function choicesOf(recipe: RecipeData, situation: RecipeSituation): RegionChoices {
  const choice = (source: RecipeSource): RegionChoice => {
    switch (source) {
      case 'chip':
        return { kind: 'keep' };
      case 'mark':
        return { kind: 'declare-valid' };
      case 'own-backup':
        return fromFile(ownBackup(situation));
      case 'boot-block-file':
        return fromFile(bootBlockFile(situation));
      case 'bios-file':
        return fromFile(biosFile(situation));
      default:
        return assertNever(source);
    }
  };
  return Object.fromEntries(Object.entries(recipe.takes).map(([region, source]) => [region, choice(source)]));
}

/** Without an older backup the chip's own content, just backed up, is the backup. */
const fromFile = (file: SourceFile | undefined): RegionChoice =>
  file ? { kind: 'source', bytes: file.bytes, label: file.label, ...(file.ownBackup ? { ownBackup: true } : {}) } : { kind: 'keep' };
