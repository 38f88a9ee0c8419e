// The reports of some files, saved as one: to read, for a spreadsheet, for programs. Identity is never in it.
import { Button as AriaButton, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Text } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { sendCheck } from '../api/actions';
import { saveFile } from '../api/save-file';
import { Icon } from '../components/Icon';
import { useView } from '../stores/view';
import button from '../components/Button.module.css';
import styles from './ExportMenu.module.css';

const formats = ['html', 'csv', 'json'] as const;
type Format = (typeof formats)[number];

export function ExportMenu({ fileIds }: { readonly fileIds: readonly string[] }) {
  const { t } = useTranslation();
  const isSaving = useView((state) => state.running.has('check/export'));
  const save = async (format: Format) => {
    const result = await sendCheck('check/export', { fileIds: [...fileIds], format, identity: false });
    if (result.ok) saveFile(result.value.name, result.value.mime, result.value.text);
  };
  return (
    <MenuTrigger>
      <AriaButton className={`${button.button} ${styles.trigger}`} isDisabled={fileIds.length === 0 || isSaving}>
        {t('check.export')}
        <Icon name="chevron" size={12} />
      </AriaButton>
      <Popover className={styles.popover ?? ''} placement="bottom end">
        <Menu className={styles.menu ?? ''} onAction={(key) => void save(key as Format)}>
          <MenuSection>
            <Header className={styles.scope}>
              {t('check.exportScope', { count: fileIds.length })} · {t('check.exportMasked')}
            </Header>
            {formats.map((format) => (
              <MenuItem key={format} id={format} className={styles.item ?? ''} textValue={t(`check.exportAs.${format}`)}>
                <Text slot="label">{t(`check.exportAs.${format}`)}</Text>
              </MenuItem>
            ))}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
