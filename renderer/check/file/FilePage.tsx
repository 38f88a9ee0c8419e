// The page of one file: what it is and is good for, its map, and beside each other the report and the bytes.
import { useEffect, useMemo, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { FileInspection } from '../../../shared/model/file-inspection';
import type { CheckRow } from '../../../shared/ipc/check-views';
import { Button } from '../../components/Button';
import { HexPane } from '../bytes/HexPane';
import { rowsInOrder, useDesk } from '../desk';
import { arrange } from '../list/arrange';
import { useLook } from '../look';
import { ContentsTab } from './ContentsTab';
import { Contained } from './Contained';
import { FileHead } from './FileHead';
import { FindingsTab } from './FindingsTab';
import { FlashMap } from './FlashMap';
import { IdentityTab } from './IdentityTab';
import { ProofTab } from './ProofTab';
import { StructureTree } from './StructureTree';
import { useInspection } from './use-inspection';
import styles from './FilePage.module.css';

const tabs = ['findings', 'contents', 'structure', 'identity', 'proof'] as const;

export function FilePage({ fileId }: { readonly fileId: string }) {
  const { t } = useTranslation();
  const row = useDesk((state) => state.rows.get(fileId));
  const inspection = useInspection(fileId, row?.state === 'done');
  const neighbours = useNeighbours(fileId);
  if (!row)
    return (
      <div className={styles.page}>
        <h1>{t('check.notThere')}</h1>
        <div>
          <Button onPress={() => useLook.getState().look({ kind: 'list' })}>{t('check.back')}</Button>
        </div>
      </div>
    );
  return (
    <div className={styles.page}>
      <FileHead row={row} neighbours={neighbours} />
      {inspection ? <Body row={row} inspection={inspection} /> : <p role="status">{t('check.loading')}</p>}
    </div>
  );
}

function Body({ row, inspection }: { readonly row: CheckRow; readonly inspection: FileInspection }) {
  const { t } = useTranslation();
  const target = useLook((state) => state.target);
  const [top, setTop] = useState(0);
  const report = inspection.report;
  const regions = report?.regions ?? [];
  const marks = useMemo(
    () =>
      (report?.findings ?? []).flatMap(({ offset, length = 1 }) =>
        offset === undefined || offset >= row.sizeBytes ? [] : [{ offset, length: Math.min(length, row.sizeBytes - offset) }],
      ),
    [report, row.sizeBytes],
  );
  // The first place worth looking at, so that the bytes are not all FF.
  useEffect(() => {
    const first = report?.findings.find(({ offset, severity }) => offset !== undefined && severity !== 'note');
    if (first?.offset !== undefined && useLook.getState().target === undefined)
      useLook.getState().goTo({ offset: first.offset, length: first.length ?? 1 });
  }, [report]);
  return (
    <>
      {report && row.sizeBytes > 0 ? <FlashMap report={report} size={row.sizeBytes} top={top} target={target} /> : null}
      <div className={styles.panes}>
        <div className={styles.report}>
          {report ? (
            <Tabs className={styles.tabs ?? ''} defaultSelectedKey="findings">
              <TabList aria-label={t('check.sections')} className={styles.tabList ?? ''}>
                {tabs.map((tab) => (
                  <Tab key={tab} id={tab} className={styles.tab ?? ''}>
                    {t(`check.tab.${tab}`)}
                    {tab === 'findings' && report.findings.length > 0 ? (
                      <span className={styles.count}>{report.findings.length}</span>
                    ) : null}
                  </Tab>
                ))}
              </TabList>
              <TabPanel id="findings" className={styles.panel ?? ''}>
                <FindingsTab findings={report.findings} uses={report.uses} />
              </TabPanel>
              <TabPanel id="contents" className={styles.panel ?? ''}>
                <ContentsTab report={report} />
              </TabPanel>
              <TabPanel id="structure" className={`${styles.panel} ${styles.still}`}>
                <StructureTree nodes={report.structure} />
              </TabPanel>
              <TabPanel id="identity" className={styles.panel ?? ''}>
                <IdentityTab fileId={row.fileId} report={report} />
              </TabPanel>
              <TabPanel id="proof" className={styles.panel ?? ''}>
                <ProofTab inspection={inspection} report={report} />
              </TabPanel>
            </Tabs>
          ) : (
            <Contained row={row} inspection={inspection} />
          )}
        </div>
        <HexPane
          fileId={row.fileId}
          name={row.name}
          size={row.sizeBytes}
          regions={regions}
          marks={marks}
          target={target}
          onPlace={setTop}
        />
      </div>
    </>
  );
}

export interface Neighbours {
  readonly index: number;
  readonly total: number;
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

/** In the order and with the filter of the table. */
function useNeighbours(fileId: string): Neighbours {
  const rows = useDesk(useShallow(rowsInOrder));
  const filter = useLook((state) => state.filter);
  const sorting = useLook((state) => state.sorting);
  const ids = arrange(rows, filter, sorting)
    .filter(({ state }) => state === 'done')
    .map((row) => row.fileId);
  const index = ids.indexOf(fileId);
  return { index, total: ids.length, previous: ids[index - 1], next: index < 0 ? undefined : ids[index + 1] };
}
