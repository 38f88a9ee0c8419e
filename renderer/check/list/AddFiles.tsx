// Files and folders by a dialog, for those who do not drag.
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button';
import { chosenFiles } from '../dropped-files';
import { useUploads } from '../uploads';

export function AddFiles({ isFirst = false }: { readonly isFirst?: boolean }) {
  const { t } = useTranslation();
  const add = (files: FileList | null) => useUploads.getState().add(chosenFiles(files ?? []));
  return (
    <>
      <FileTrigger allowsMultiple onSelect={add}>
        <Button icon="file" kind={isFirst ? 'primary' : 'plain'}>
          {t('check.addFiles')}
        </Button>
      </FileTrigger>
      <FileTrigger acceptDirectory allowsMultiple onSelect={add}>
        <Button>{t('check.addFolder')}</Button>
      </FileTrigger>
    </>
  );
}
