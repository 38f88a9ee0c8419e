// The file as a tree, folded. Only the lines in sight exist; keys as trees have them: arrows move, open and fold, Enter shows the bytes.
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { StructureNode } from '../../../shared/firmware/report';
import { formatCount } from '../../format';
import { useLook } from '../look';
import { countNodes, parentOf, visibleNodes, type TreeLine } from './visible-nodes';
import { TreeItem } from './TreeItem';
import styles from './StructureTree.module.css';

const SPARE = 12;

export function StructureTree({ nodes }: { readonly nodes: readonly StructureNode[] }) {
  const { t } = useTranslation();
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(nodes.length <= 12 ? nodes.map((_, index) => `${index}`) : []));
  const [wanted, setWanted] = useState('');
  const [current, setCurrent] = useState('0');
  const { from, lines: room, lineHeight } = useWindow(frame);
  const lines = useMemo(() => visibleNodes(nodes, open, wanted), [nodes, open, wanted]);
  const total = useMemo(() => countNodes(nodes), [nodes]);
  if (nodes.length === 0) return <p className={styles.none}>{t('check.structureNone')}</p>;

  const at = Math.max(
    0,
    lines.findIndex(({ path }) => path === current),
  );
  const first = Math.max(0, from - SPARE);
  const shown = lines.slice(first, from + room + SPARE);
  const goTo = (index: number) => {
    const line = lines[Math.max(0, Math.min(lines.length - 1, index))];
    if (!line || !frame.current) return;
    setCurrent(line.path);
    const top = lines.indexOf(line) * lineHeight;
    const { scrollTop, clientHeight } = frame.current;
    if (top < scrollTop) frame.current.scrollTop = top;
    else if (top + lineHeight > scrollTop + clientHeight) frame.current.scrollTop = top + lineHeight - clientHeight;
  };
  const fold = ({ path, isOpen }: TreeLine) =>
    setOpen((before) => {
      const next = new Set(before);
      if (isOpen) next.delete(path);
      else next.add(path);
      return next;
    });
  const show = ({ node }: TreeLine) => {
    if (node.offset !== undefined) useLook.getState().goTo({ offset: node.offset, length: Math.max(1, node.length) });
  };
  const press = (event: KeyboardEvent) => {
    const line = lines[at];
    if (!line) return;
    const page = Math.max(1, room - 1);
    switch (event.key) {
      case 'ArrowDown':
        goTo(at + 1);
        break;
      case 'ArrowUp':
        goTo(at - 1);
        break;
      case 'PageDown':
        goTo(at + page);
        break;
      case 'PageUp':
        goTo(at - page);
        break;
      case 'Home':
        goTo(0);
        break;
      case 'End':
        goTo(lines.length - 1);
        break;
      case 'ArrowRight':
        if (line.hasChildren && !line.isOpen) fold(line);
        else if (line.isOpen) goTo(at + 1);
        break;
      case 'ArrowLeft': {
        const parent = parentOf(line.path);
        if (line.isOpen && wanted === '') fold(line);
        else if (parent !== undefined) goTo(lines.findIndex(({ path }) => path === parent));
        break;
      }
      case 'Enter':
      case ' ':
        show(line);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  const idOf = (path: string): string => `${id}${path}`;
  return (
    <>
      <div className={styles.head}>
        <TextField value={wanted} onChange={setWanted} className={styles.find ?? ''}>
          <Label className="visually-hidden">{t('check.structureFind')}</Label>
          <Input className={styles.input ?? ''} placeholder={t('check.structureFind')} />
        </TextField>
        <span className="soft">
          {t('check.structureCount', { count: wanted === '' ? total : lines.length, formatted: formatCount(total) })}
        </span>
      </div>
      <div ref={frame} className={styles.frame}>
        <div
          className={styles.tree}
          role="tree"
          tabIndex={0}
          aria-label={t('check.structureLabel')}
          aria-activedescendant={shown.some(({ path }) => path === lines[at]?.path) ? idOf(lines[at]?.path ?? '') : undefined}
          onKeyDown={press}
          style={{ height: lines.length * lineHeight }}
          data-testid="structure"
        >
          {shown.map((line, index) => (
            <TreeItem
              key={line.path}
              id={idOf(line.path)}
              line={line}
              top={(first + index) * lineHeight}
              isCurrent={line.path === lines[at]?.path}
              onFold={() => fold(line)}
              onShow={() => {
                setCurrent(line.path);
                show(line);
              }}
            />
          ))}
        </div>
      </div>
    </>
  );
}

/** Which lines are in sight; the height of one follows the size of the text. */
function useWindow(frame: React.RefObject<HTMLDivElement | null>) {
  const [sight, setSight] = useState({ from: 0, lines: 30, lineHeight: 27 });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => {
      const lineHeight = Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize) * 1.8);
      setSight({ from: Math.floor(element.scrollTop / lineHeight), lines: Math.ceil(element.clientHeight / lineHeight), lineHeight });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [frame]);
  return sight;
}
