// One line of the tree: fold, name, what it says of itself, its own check, its place.
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon';
import { formatBytes, formatOffset } from '../../format';
import type { TreeLine } from './visible-nodes';
import styles from './StructureTree.module.css';

export interface TreeItemProps {
  readonly id: string;
  readonly line: TreeLine;
  readonly top: number;
  readonly isCurrent: boolean;
  readonly onFold: () => void;
  readonly onShow: () => void;
}

export function TreeItem({ id, line, top, isCurrent, onFold, onShow }: TreeItemProps) {
  const { t } = useTranslation();
  const { node, level, position, siblings, isOpen, hasChildren } = line;
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-selected={isCurrent}
      {...(hasChildren ? { 'aria-expanded': isOpen } : {})}
      className={styles.item}
      data-current={isCurrent}
      style={{ top, paddingInlineStart: `${0.4 + (level - 1) * 1.05}rem` }}
      onClick={onShow}
      title={[node.name, node.guid, node.detail].filter(Boolean).join('\n')}
    >
      <span
        className={styles.fold}
        data-open={isOpen}
        data-leaf={!hasChildren}
        onClick={(event) => {
          if (!hasChildren) return;
          event.stopPropagation();
          onFold();
        }}
      >
        {hasChildren ? <Icon name="chevron" size={12} /> : null}
      </span>
      <span className={styles.name}>
        {node.name} {node.detail ? <span className={styles.detail}>{node.detail}</span> : null}
      </span>
      {node.state ? (
        <span className={styles.state} data-state={node.state}>
          <Icon name={node.state === 'good' ? 'check' : 'cross'} size={12} />
          <span className="visually-hidden">{t(node.state === 'good' ? 'check.stateGood' : 'check.stateBad')}</span>
        </span>
      ) : null}
      <span className={styles.size}>{formatBytes(node.length)}</span>
      <span className={styles.offset}>
        {node.offset === undefined ? <span title={t('check.structurePacked')}>·</span> : formatOffset(node.offset).slice(2)}
      </span>
    </div>
  );
}
