// The reports of some files, saved as one: to read, for a spreadsheet, for programs. Identity is in it only where it is asked for, anew each
// time.
import { useState } from 'react';
import {
  Button as AriaButton,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
  Text,
  type Selection,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { sendCheck } from '../api/actions';
import { saveFile } from '../api/save-file';
import { Icon } from '../components/Icon';
import { useView } from '../stores/view';
import button from '../components/Button.module.css';
import styles from './ExportMenu.module.css';

const formats = ['html', 'csv', 'json'] as const;
const IDENTITY = 'identity';

export function ExportMenu({ fileIds }: { readonly fileIds: readonly string[] }) {
  const { t } = useTranslation();
  const isSaving = useView((state) => state.running.has('check/export'));
  const [options, setOptions] = useState<Selection>(new Set());
  const identity = options === 'all' || options.has(IDENTITY);
  const save = async (wanted: unknown) => {
    const format = formats.find((each) => each === wanted);
    if (!format) return;
    const result = await sendCheck('check/export', { fileIds: [...fileIds], format, identity });
    if (result.ok) saveFile(result.value.name, result.value.mime, result.value.text);
  };
  return (
    <MenuTrigger onOpenChange={(isOpen) => isOpen && setOptions(new Set())}>
      <AriaButton className={`${button.button} ${styles.trigger}`} isDisabled={fileIds.length === 0 || isSaving}>
        {t('check.export')}
        <Icon name="chevron" size={12} />
      </AriaButton>
      <Popover className={styles.popover ?? ''} placement="bottom end">
        <Menu className={styles.menu ?? ''} onAction={(key) => void save(key)}>
          <MenuSection>
            <Header className={styles.scope}>
              {t('check.exportScope', { count: fileIds.length })} {identity ? t('check.exportShown') : t('check.exportMasked')}
            </Header>
            {formats.map((format) => (
              <MenuItem key={format} id={format} className={styles.item ?? ''} textValue={t(`check.exportAs.${format}`)}>
                <Text slot="label">{t(`check.exportAs.${format}`)}</Text>
              </MenuItem>
            ))}
          </MenuSection>
          <Separator className={styles.rule ?? ''} />
          <MenuSection
            selectionMode="multiple"
            selectedKeys={options}
            onSelectionChange={setOptions}
            aria-label={t('check.exportIdentity')}
          >
            <MenuItem id={IDENTITY} className={styles.item ?? ''} textValue={t('check.exportIdentity')}>
              <span className={styles.box} data-checked={identity} aria-hidden="true">
                {identity ? <Icon name="check" size={11} /> : null}
              </span>
              <Text slot="label">{t('check.exportIdentity')}</Text>
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
