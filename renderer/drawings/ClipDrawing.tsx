// The chip seen from above with pin 1, every wire in its colour and the adapter pin it goes to. Suspect pins are ringed.
import { useTranslation } from 'react-i18next';
import { adapterPins, pinOf, pinouts, wireColours, type PackageName, type Signal } from './pinouts';
import styles from './ClipDrawing.module.css';

const WIDTH = 560;
/** For the word beside a pin that is to be looked at. */
const MARGIN = 24;
const BODY_LEFT = 215;
const BODY_RIGHT = 345;
const TOP = 46;
const LEAD = 26;

export interface ClipDrawingProps {
  readonly packageName: PackageName;
  readonly suspects?: readonly Signal[];
}

export function ClipDrawing({ packageName, suspects = [] }: ClipDrawingProps) {
  const { t } = useTranslation();
  const { pinsPerSide, signals } = pinouts[packageName];
  const pitch = pinsPerSide === 8 ? 34 : 52;
  const bodyHeight = pinsPerSide * pitch;
  const height = TOP + bodyHeight + 20;
  const wired = Object.values(signals).map((signal) =>
    t('connect.wire', {
      pin: pinOf(packageName, signal),
      signal,
      adapter: adapterPins[signal],
      colour: t(`connect.colour.${wireColours[signal].name}`),
    }),
  );
  const suspectText = suspects.length
    ? t('connect.suspects', {
        pins: suspects.map((signal) => t('connect.suspectPin', { pin: pinOf(packageName, signal), signal })).join(', '),
      })
    : '';
  return (
    <svg
      viewBox={`${-MARGIN} 0 ${WIDTH + 2 * MARGIN} ${height}`}
      className={styles.drawing}
      role="img"
      aria-label={`${t('connect.drawingLabel', { package: packageName })} ${wired.join('; ')}. ${suspectText}`}
      data-testid="clip-drawing"
    >
      <text x={BODY_LEFT - LEAD} y={20} className={styles.side} textAnchor="end">
        {t('connect.sideAdapter')}
      </text>
      <text x={BODY_RIGHT + LEAD} y={20} className={styles.side}>
        {t('connect.sideAdapter')}
      </text>
      <rect x={BODY_LEFT} y={TOP - 8} width={BODY_RIGHT - BODY_LEFT} height={bodyHeight + 12} rx={7} className={styles.body} />
      <circle cx={BODY_LEFT + 36} cy={TOP + 11} r={6} className={styles.pinOne} />
      <text x={(BODY_LEFT + BODY_RIGHT) / 2} y={TOP + bodyHeight / 2 - 6} className={styles.part} textAnchor="middle">
        {packageName}
      </text>
      <text x={(BODY_LEFT + BODY_RIGHT) / 2} y={TOP + bodyHeight / 2 + 13} className={styles.partSmall} textAnchor="middle">
        {t('connect.fromAbove')}
      </text>
      {Array.from({ length: pinsPerSide * 2 }, (_, index) => index + 1).map((pin) => (
        <Pin
          key={pin}
          pin={pin}
          y={TOP + (pin <= pinsPerSide ? pin - 1 : pinsPerSide * 2 - pin) * pitch + pitch / 2 - 6}
          isLeft={pin <= pinsPerSide}
          signal={signals[pin]}
          isSuspect={signals[pin] !== undefined && suspects.includes(signals[pin])}
        />
      ))}
    </svg>
  );
}

interface PinProps {
  readonly pin: number;
  readonly y: number;
  readonly isLeft: boolean;
  readonly signal: Signal | undefined;
  readonly isSuspect: boolean;
}

function Pin({ pin, y, isLeft, signal, isSuspect }: PinProps) {
  const { t } = useTranslation();
  const edge = isLeft ? BODY_LEFT : BODY_RIGHT;
  const out = isLeft ? -1 : 1;
  const tip = edge + out * LEAD;
  const anchor = isLeft ? 'end' : 'start';
  return (
    <g>
      <rect x={isLeft ? edge - LEAD + 6 : edge} y={y - 5} width={LEAD - 6} height={10} className={styles.lead} />
      <text x={edge - out * 8} y={y + 5} className={styles.number} textAnchor={isLeft ? 'start' : 'end'}>
        {pin}
      </text>
      {signal ? (
        <>
          <line
            x1={tip - out * 4}
            y1={y}
            x2={tip + out * 62}
            y2={y}
            style={{ stroke: `var(${wireColours[signal].token})` }}
            className={styles.wire}
          />
          <rect x={isLeft ? tip - 58 : tip + 4} y={y - 10} width={54} height={20} rx={4} className={styles.plate} />
          <text x={tip + out * 31} y={y + 5} className={styles.signal} textAnchor="middle">
            {signal}
          </text>
          <text x={tip + out * 70} y={y + 5} className={styles.adapter} textAnchor={anchor}>
            {adapterPins[signal]}
          </text>
          {isSuspect ? (
            <g className={styles.suspect}>
              <circle cx={edge + out * 10} cy={y} r={15} />
              <text x={tip + out * 152} y={y + 5} textAnchor={anchor}>
                {isLeft ? `${t('connect.look')} ▸` : `◂ ${t('connect.look')}`}
              </text>
            </g>
          ) : null}
        </>
      ) : (
        <text x={tip + out * 4} y={y + 4} className={styles.free} textAnchor={anchor}>
          {t('connect.notUsed')}
        </text>
      )}
    </g>
  );
}
