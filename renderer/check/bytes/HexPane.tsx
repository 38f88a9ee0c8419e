// The bytes of one file with where they are, a field to go to an offset, and copying. A finding elsewhere on the page sets the target.
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { RegionSpan } from '../../../shared/firmware/report';
import type { ByteRange } from '../../../shared/model/plan';
import { Button } from '../../components/Button';
import { formatBytes, formatOffset, formatRange } from '../../format';
import { titleOfSpan } from '../file/region-titles';
import { HexView } from './HexView';
import { parseOffset } from './hex-lines';
import { bytesOf } from './slices';
import { usePerLine } from './use-per-line';
import styles from './HexPane.module.css';

export interface HexPaneProps {
  readonly fileId: string;
  readonly name: string;
  readonly size: number;
  readonly regions: readonly RegionSpan[];
  readonly marks: readonly ByteRange[];
  readonly target: ByteRange | undefined;
  /** What is in sight, for the map. */
  readonly onPlace: (top: number) => void;
}

/** Copied at most: what a forum post or a bug report takes. */
const MOST_COPIED = 4096;

export function HexPane({ fileId, name, size, regions, marks, target, onPlace }: HexPaneProps) {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const perLine = usePerLine(host);
  const [place, setPlace] = useState(0);
  const [marked, setMarked] = useState<ByteRange>();
  const [typed, setTyped] = useState('');
  const [isBad, setBad] = useState(false);
  const [copied, setCopied] = useState<'bytes' | 'offset'>();
  const top = place - (place % perLine);

  const go = (to: number) => {
    setPlace(to);
    onPlace(to);
  };
  const show = (range: ByteRange) => {
    setMarked(range);
    setCopied(undefined);
    // A few lines above stay in sight: what stands before tells where one is.
    go(Math.max(0, range.offset - (range.offset % perLine) - 3 * perLine));
  };
  useEffect(() => {
    if (target) show(target);
    // Only when something new was asked for.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [target]);

  const jump = (event: FormEvent) => {
    event.preventDefault();
    const offset = parseOffset(typed);
    const isThere = offset !== undefined && offset < size;
    setBad(!isThere);
    if (isThere) show({ offset, length: 1 });
  };
  const copy = async (what: 'bytes' | 'offset') => {
    if (!marked) return;
    if (what === 'offset') await navigator.clipboard.writeText(formatOffset(marked.offset));
    else {
      const bytes = await bytesOf(fileId, marked.offset, Math.min(marked.length, MOST_COPIED, size - marked.offset));
      if (!bytes) return;
      await navigator.clipboard.writeText(Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' '));
    }
    setCopied(what);
  };
  const shown = marked ?? { offset: top, length: 1 };
  const region = regions.find(({ offset, length }) => shown.offset >= offset && shown.offset < offset + length);
  return (
    <section className={styles.pane} aria-labelledby="hex-title" ref={host}>
      <div className={styles.head}>
        <h2 id="hex-title" className="visually-hidden">
          {t('check.hex.title')}
        </h2>
        <form className={styles.jump} onSubmit={jump}>
          <TextField value={typed} onChange={setTyped} isInvalid={isBad} className={styles.field ?? ''}>
            <Label>{t('check.hex.jump')}</Label>
            <Input className={styles.input ?? ''} placeholder="0x510000" aria-describedby={isBad ? 'jump-bad' : undefined} />
          </TextField>
        </form>
        <p className={styles.place} data-testid="hex-place">
          {marked ? (
            <>
              <span className="hex">{formatRange(marked.offset, marked.length)}</span> · {formatBytes(marked.length)}
            </>
          ) : (
            <span className="hex">{formatOffset(top)}</span>
          )}{' '}
          {marked && marked.offset >= size ? t('check.hex.behind') : region ? t('check.hex.in', { region: titleOfSpan(t, region) }) : null}
        </p>
        <span className={styles.copy}>
          <Button kind="quiet" isDisabled={!marked} onPress={() => void copy('offset')}>
            {copied === 'offset' ? t('check.hex.copied') : t('check.hex.copyOffset')}
          </Button>
          <Button kind="quiet" isDisabled={!marked} onPress={() => void copy('bytes')}>
            {copied === 'bytes' ? t('check.hex.copied') : t('check.hex.copyBytes')}
          </Button>
        </span>
      </div>
      {isBad ? (
        <p id="jump-bad" className={styles.bad} role="alert">
          {t('check.hex.jumpBad', { size: formatOffset(size) })}
        </p>
      ) : null}
      <HexView
        fileId={fileId}
        name={name}
        size={size}
        top={top}
        onTop={go}
        perLine={perLine}
        marked={marked}
        regions={regions}
        marks={marks}
      />
    </section>
  );
}
