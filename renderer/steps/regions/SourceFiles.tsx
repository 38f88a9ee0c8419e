// Files at hand: dropped or chosen, placed by size and content, each with what it can fill or why it cannot.
import { DropZone, FileTrigger, isFileDropItem, Text } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { SourceView } from '../../../shared/ipc/views';
import { send } from '../../api/actions';
import { Button } from '../../components/Button';
import { ErrorCard } from '../../components/ErrorCard';
import { formatBytes } from '../../format';
import { titleOfRegion, type NamedRegion } from '../../machine-regions';
import { useView } from '../../stores/view';
import styles from './SourceFiles.module.css';

const kindKeys = { 'full-image': 'regions.fullImage', region: 'regions.regionFile', unusable: 'regions.unusable' } as const;

export function SourceFiles({ sources, regions }: { readonly sources: readonly SourceView[]; readonly regions: readonly NamedRegion[] }) {
  const { t } = useTranslation();
  const isAdding = useView((state) => state.running.has('source/add'));
  const add = async (files: readonly File[]) => {
    for (const file of files) await send('source/add', { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  };
  return (
    <section className={styles.section} aria-labelledby="files-title">
      <h2 id="files-title">{t('regions.files')}</h2>
      <ul className={styles.list}>
        {sources.map((source) => (
          <SourceRow key={source.sourceId} source={source} regions={regions} />
        ))}
      </ul>
      <DropZone
        className={styles.drop ?? ''}
        onDrop={(event) => void Promise.all(event.items.filter(isFileDropItem).map((item) => item.getFile())).then(add)}
      >
        <Text slot="label">{t('regions.filesHint')}</Text>
        <FileTrigger allowsMultiple onSelect={(files) => void add([...(files ?? [])])}>
          <Button icon="file" isDisabled={isAdding}>
            {t('regions.addFile')}
          </Button>
        </FileTrigger>
      </DropZone>
    </section>
  );
}

function SourceRow({ source, regions }: { readonly source: SourceView; readonly regions: readonly NamedRegion[] }) {
  const { t } = useTranslation();
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <span>
          <strong>{source.name}</strong> <span className="soft">{`${formatBytes(source.sizeBytes)} · ${t(kindKeys[source.kind])}`}</span>
        </span>
        {source.regions.length > 0 ? (
          <span className="soft">
            {t('regions.fills', { regions: source.regions.map((name) => titleOfRegion(regions, name)).join(', ') })}
          </span>
        ) : null}
        {source.problem ? <ErrorCard error={source.problem} /> : null}
      </div>
      <Button
        kind="quiet"
        aria-label={t('regions.removeNamed', { name: source.name })}
        onPress={() => void send('source/remove', { sourceId: source.sourceId })}
      >
        {t('regions.remove')}
      </Button>
    </li>
  );
}
