// Recipes as cards: why, what each keeps and what it replaces, said before it is chosen.
import { useTranslation } from 'react-i18next';
import type { RecipeView } from '../../../shared/ipc/views';
import type { RecipeId } from '../../../shared/model/recovery';
import { send } from '../../api/actions';
import { Button } from '../../components/Button';
import { Fold } from '../../components/Fold';
import { CertaintyMark } from '../../components/CertaintyMark';
import { useView } from '../../stores/view';
import styles from './Recipes.module.css';

export function Recipes({ recipes, chosen }: { readonly recipes: readonly RecipeView[]; readonly chosen: RecipeId | undefined }) {
  const { t } = useTranslation();
  if (recipes.length === 0) return null;
  const ranked = [...recipes].sort((a, b) => a.rank - b.rank);
  // Once one is chosen the plan is what matters: the others are a press away.
  const inUse = ranked.find(({ recipe }) => recipe === chosen);
  const others = ranked.filter((recipe) => recipe !== inUse);
  return (
    <section className={styles.section} aria-labelledby="recipes-title">
      <h2 id="recipes-title">{inUse ? t('regions.recipe') : t('regions.recipes')}</h2>
      {inUse ? (
        <>
          <RecipeCard recipe={inUse} isChosen />
          <Fold title={t('regions.otherRecipes', { count: others.length })}>
            <RecipeCards recipes={others} />
          </Fold>
        </>
      ) : (
        <RecipeCards recipes={ranked} />
      )}
    </section>
  );
}

function RecipeCards({ recipes }: { readonly recipes: readonly RecipeView[] }) {
  return (
    <ol className={styles.cards}>
      {recipes.map((recipe) => (
        <li key={recipe.recipe}>
          <RecipeCard recipe={recipe} isChosen={false} />
        </li>
      ))}
    </ol>
  );
}

function RecipeCard({ recipe, isChosen }: { readonly recipe: RecipeView; readonly isChosen: boolean }) {
  const { t } = useTranslation();
  const isSending = useView((state) => state.running.has('regions/recipe'));
  return (
    <div className={styles.card} data-chosen={isChosen} data-fits={recipe.fits} data-testid={`recipe-${recipe.recipe}`}>
      <div className={styles.head}>
        <h3>{recipe.title}</h3>
        <CertaintyMark certainty={recipe.certainty} source={recipe.source} />
        {recipe.rank === 1 && recipe.fits ? <p className={styles.first}>{t('regions.recipeRank')}</p> : null}
        <Button
          isDisabled={isChosen || isSending || recipe.missing !== undefined}
          {...(isChosen ? { icon: 'check' as const } : {})}
          onPress={() => void send('regions/recipe', { recipe: recipe.recipe })}
          aria-label={isChosen ? `${t('regions.inUse')}: ${recipe.title}` : t('regions.useNamed', { title: recipe.title })}
        >
          {isChosen ? t('regions.inUse') : t('regions.use')}
        </Button>
      </div>
      <div className={styles.why}>
        <p>{recipe.why}</p>
        {recipe.missing ? <p className={styles.missing}>{recipe.missing}</p> : null}
      </div>
      <dl className={styles.facts}>
        <dt>{t('regions.keeps')}</dt>
        <dd>{recipe.keeps.join(' ')}</dd>
        <dt>{t('regions.destroys')}</dt>
        <dd className={styles.destroys}>{recipe.destroys.length > 0 ? recipe.destroys.join(' ') : t('regions.nothingDestroyed')}</dd>
      </dl>
    </div>
  );
}
