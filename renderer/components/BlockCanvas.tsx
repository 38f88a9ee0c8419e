// The grid itself: 64 blocks a row on one canvas. Draws only what changed since the last frame.
import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { BlockState } from '../../shared/model/blocks';
import { allBlockStates, colourReader, drawTile } from './block-tiles';
import { useThemeKey } from './use-theme-key';
import styles from './BlockGrid.module.css';

export const BLOCKS_PER_ROW = 64;

export interface BlockCanvasProps {
  readonly map: Uint8Array;
  readonly version: number;
  /** CSS pixels a block. */
  readonly cell: number;
  readonly label: string;
  readonly onPoint: (block: number | undefined) => void;
  readonly pointed: number | undefined;
}

export function BlockCanvas({ map, version, cell, label, onPoint, pointed }: BlockCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<{ map: Uint8Array; key: string }>({ map: new Uint8Array(0), key: '' });
  const themeKey = useThemeKey();
  const rows = Math.ceil(map.length / BLOCKS_PER_ROW);
  const ratio = window.devicePixelRatio || 1;

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || map.length === 0) return;
    const size = Math.round(cell * ratio);
    const key = `${themeKey} ${size} ${map.length}`;
    const anew = drawn.current.key !== key;
    if (anew) {
      element.width = size * BLOCKS_PER_ROW;
      element.height = size * rows;
      drawn.current = { map: new Uint8Array(map.length).fill(0xff), key };
    }
    const before = drawn.current.map;
    const atlas = tileAtlas(element.parentElement ?? document.body, size);
    for (let block = 0; block < map.length; block++) {
      const state = map[block] ?? 0;
      if (before[block] === state) continue;
      before[block] = state;
      const x = (block % BLOCKS_PER_ROW) * size;
      const y = Math.floor(block / BLOCKS_PER_ROW) * size;
      context.clearRect(x, y, size, size);
      context.drawImage(atlas, state * size, 0, size, size, x, y, size, size);
    }
  }, [map, version, cell, ratio, rows, themeKey]);

  const blockAt = (event: PointerEvent<HTMLCanvasElement>): number | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    const block = Math.floor((event.clientY - box.top) / cell) * BLOCKS_PER_ROW + Math.floor((event.clientX - box.left) / cell);
    return block >= 0 && block < map.length ? block : undefined;
  };
  const move = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: BLOCKS_PER_ROW, ArrowUp: -BLOCKS_PER_ROW }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onPoint(Math.min(map.length - 1, Math.max(0, (pointed ?? -by) + by)));
  };
  return (
    <div className={styles.frame}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        style={{ width: cell * BLOCKS_PER_ROW, height: cell * rows }}
        role="img"
        aria-label={label}
        tabIndex={0}
        data-testid="block-map"
        onPointerMove={(event) => onPoint(blockAt(event))}
        onPointerLeave={() => onPoint(undefined)}
        onKeyDown={move}
      />
      {pointed === undefined ? null : (
        <span
          className={styles.cursor}
          style={{
            width: cell + 2,
            height: cell + 2,
            left: (pointed % BLOCKS_PER_ROW) * cell - 2,
            top: Math.floor(pointed / BLOCKS_PER_ROW) * cell - 2,
          }}
        />
      )}
    </div>
  );
}

/** All tiles side by side, for one theme and size. */
function tileAtlas(host: HTMLElement, size: number): HTMLCanvasElement {
  const atlas = document.createElement('canvas');
  atlas.width = size * allBlockStates.length;
  atlas.height = size;
  const context = atlas.getContext('2d');
  const colour = colourReader(host);
  if (context) for (const state of allBlockStates) drawTile(context, state, state * size, 0, size, colour);
  return atlas;
}

/** One tile, for legends. */
export function BlockSwatch({ state }: { readonly state: BlockState }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const themeKey = useThemeKey();
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context && canvas.current)
      drawTile(context, state, 0, 0, canvas.current.width, colourReader(canvas.current.parentElement ?? document.body));
  }, [state, themeKey]);
  return <canvas ref={canvas} width={28} height={28} className={styles.swatch} aria-hidden="true" />;
}
