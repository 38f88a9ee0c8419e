// The file as one bar to scale: its regions named, findings marked above, offsets below, and where the bytes in sight stand.
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding, ImageReport, Severity } from '../../../shared/firmware/report';
import type { ByteRange } from '../../../shared/model/plan';
import { formatBytes, formatOffset, formatRange } from '../../format';
import { useLook } from '../look';
import { SeverityMark } from './SeverityMark';
import { titleOfSpan } from './region-titles';
import styles from './FlashMap.module.css';

export interface FlashMapProps {
  readonly report: ImageReport;
  readonly size: number;
  readonly top: number;
  readonly target: ByteRange | undefined;
}

/** Room a finding's mark takes, in CSS pixels. */
const MARK = 18;
const THINNEST = 3;

export function FlashMap({ report, size, top, target }: FlashMapProps) {
  const { t } = useTranslation();
  const goTo = useLook((state) => state.goTo);
  const [width, host] = useWidth();
  const spans = useMemo(() => [...report.regions].sort((a, b) => a.offset - b.offset), [report]);
  const end = mapEnd(size, spans);
  const x = (offset: number): number => Math.min(width, (offset / end) * width);
  const clusters = useMemo(() => clusterFindings(report.findings, (offset) => (offset / end) * width), [report, end, width]);
  const summary = spans
    .map((span) =>
      t('check.mapRegion', { title: titleOfSpan(t, span), range: formatRange(span.offset, span.length), size: formatBytes(span.length) }),
    )
    .join('; ');
  return (
    <section className={styles.map} aria-label={t('check.map')} data-testid="flash-map">
      <div ref={host} className={styles.scale}>
        <div className={styles.marks}>
          {clusters.map(({ first, count, severity, at }) => {
            const label = t('check.mapFindings', { count, offset: formatOffset(first.offset ?? 0), message: first.message });
            return (
              <button
                key={at}
                type="button"
                className={styles.mark}
                style={{ left: Math.max(0, Math.min(width - MARK, at - MARK / 2)) }}
                aria-label={label}
                title={label}
                onClick={() => goTo({ offset: first.offset ?? 0, length: first.length ?? 1 })}
              >
                <SeverityMark severity={severity} />
                {count > 1 ? <span className={styles.many}>{count}</span> : null}
              </button>
            );
          })}
        </div>
        <div className={styles.bar} role="img" aria-label={t('check.mapLabel', { summary: summary || t('check.mapNone') })}>
          {spans.map((span) => {
            const wide = Math.max(THINNEST, x(span.length));
            return (
              <span
                key={`${span.name}${span.offset}`}
                className={styles.band}
                data-region={span.name}
                style={{ left: Math.min(x(span.offset), width - wide), width: wide }}
                onClick={() => goTo(span)}
                title={t('check.mapRegion', {
                  title: titleOfSpan(t, span),
                  range: formatRange(span.offset, span.length),
                  size: formatBytes(span.length),
                })}
              >
                {wide > 60 ? titleOfSpan(t, span) : null}
              </span>
            );
          })}
          {end > size ? (
            <span className={styles.missing} style={{ left: x(size), width: width - x(size) }}>
              {width - x(size) > 110 ? t('check.mapMissing', { size: formatBytes(end - size) }) : null}
            </span>
          ) : null}
          {target ? <span className={styles.target} style={{ left: x(target.offset), width: Math.max(2, x(target.length)) }} /> : null}
          <span className={styles.here} style={{ left: x(top) }} />
        </div>
        <div className={styles.axis} aria-hidden="true">
          {[0, 0.25, 0.5, 0.75, 1].map((share) => (
            <span key={share} className="hex" style={{ left: `${share * 100}%` }} data-end={share === 1} data-start={share === 0}>
              {formatOffset(Math.floor(end * share))}
            </span>
          ))}
        </div>
      </div>
      {spans.length > 0 ? (
        <ul className={styles.legend}>
          {spans.map((span) => (
            <li key={`${span.name}${span.offset}`}>
              <button
                type="button"
                className={styles.region}
                onClick={() => goTo(span)}
                aria-label={t('check.mapGo', { title: titleOfSpan(t, span) })}
              >
                <span className={styles.swatch} data-region={span.name} aria-hidden="true" />
                {titleOfSpan(t, span).replace(/ \(.*/, '')}
                <span className="soft">{formatBytes(span.length)}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p className="soft">{t('check.mapNone')}</p>
      )}
    </section>
  );
}

/** Regions may go on behind the end of a file that was cut: what is missing is drawn, unless the file is a small part of what they speak of. */
function mapEnd(size: number, spans: readonly ByteRange[]): number {
  const end = Math.max(size, ...spans.map(({ offset, length }) => offset + length));
  return end > 4 * size ? size : end;
}

interface Cluster {
  readonly at: number;
  readonly first: Finding;
  readonly severity: Severity;
  readonly count: number;
}
const weight: Record<Severity, number> = { fail: 0, warn: 1, note: 2 };

/** Findings whose marks would lie on each other are one mark, with the worst severity of them. */
function clusterFindings(findings: readonly Finding[], x: (offset: number) => number): Cluster[] {
  const placed = findings
    .flatMap((finding) => (finding.offset === undefined ? [] : [{ finding, at: x(finding.offset) }]))
    .sort((a, b) => a.at - b.at);
  const clusters: { at: number; all: Finding[] }[] = [];
  for (const { finding, at } of placed) {
    const last = clusters.at(-1);
    if (last && at - last.at < MARK) last.all.push(finding);
    else clusters.push({ at, all: [finding] });
  }
  return clusters.flatMap(({ at, all }) => {
    const [first] = [...all].sort((a, b) => weight[a.severity] - weight[b.severity]);
    return first ? [{ at, first, severity: first.severity, count: all.length }] : [];
  });
}

function useWidth() {
  const host = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(1000);
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  return [width, host] as const;
}
