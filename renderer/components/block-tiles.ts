// How one block looks: a colour and a pattern per state, so that no meaning hangs on colour alone. Draws tiles on a canvas, knows no React.
import { BlockState } from '../../shared/model/blocks';

type Pattern = 'none' | 'half' | 'dot' | 'slash' | 'cross' | 'bar' | 'frame' | 'notch';
interface Look {
  readonly fill: string;
  readonly mark: string;
  readonly pattern: Pattern;
}

/** Names of tokens, resolved at drawing time. */
const looks: Record<BlockState, Look> = {
  [BlockState.unread]: { fill: '--sunken', mark: '--line', pattern: 'frame' },
  [BlockState.readOnce]: { fill: '--accent-soft', mark: '--accent', pattern: 'half' },
  [BlockState.agreed]: { fill: '--accent', mark: '--accent', pattern: 'none' },
  [BlockState.differing]: { fill: '--amber-fill', mark: '--surface', pattern: 'slash' },
  [BlockState.settled]: { fill: '--accent', mark: '--surface', pattern: 'dot' },
  [BlockState.unstable]: { fill: '--red-fill', mark: '--surface', pattern: 'cross' },
  [BlockState.keep]: { fill: '--line', mark: '--line', pattern: 'none' },
  [BlockState.old]: { fill: '--surface', mark: '--ink-soft', pattern: 'frame' },
  [BlockState.erased]: { fill: '--surface', mark: '--edge', pattern: 'dot' },
  [BlockState.programmed]: { fill: '--accent-soft', mark: '--accent', pattern: 'bar' },
  [BlockState.proven]: { fill: '--accent', mark: '--accent-soft', pattern: 'notch' },
  [BlockState.unknown]: { fill: '--amber-fill', mark: '--ink', pattern: 'bar' },
  [BlockState.failed]: { fill: '--red-fill', mark: '--surface', pattern: 'cross' },
};
/** Message key of a state. */
export const blockStateNames = Object.fromEntries(Object.entries(BlockState).map(([name, value]) => [value, name])) as Record<
  BlockState,
  keyof typeof BlockState
>;
export const allBlockStates = Object.keys(looks).map(Number) as BlockState[];

/** Resolves a token to a colour that a canvas understands, in the theme of `host`. */
export function colourReader(host: HTMLElement): (token: string) => string {
  const probe = document.createElement('span');
  host.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  queueMicrotask(() => probe.remove());
  return read;
}

/** One tile of `size` device pixels with its upper left corner at (x, y); the last pixel row and column stay free as a gap. */
export function drawTile(
  context: CanvasRenderingContext2D,
  state: BlockState,
  x: number,
  y: number,
  size: number,
  colour: (token: string) => string,
): void {
  const look = looks[state];
  const gap = size >= 6 ? Math.max(1, Math.round(size / 9)) : 0;
  const side = size - gap;
  context.clearRect(x, y, size, size);
  context.fillStyle = colour(look.fill);
  context.fillRect(x, y, side, side);
  context.fillStyle = context.strokeStyle = colour(look.mark);
  context.lineWidth = Math.max(1, side / 7);
  const inset = side * 0.22;
  switch (look.pattern) {
    case 'none':
      return;
    case 'half':
      triangle(context, [x, y + side, x + side, y + side, x, y]);
      return;
    case 'notch':
      triangle(context, [x + side, y, x + side, y + side * 0.5, x + side * 0.5, y]);
      return;
    case 'dot':
      context.fillRect(x + side * 0.35, y + side * 0.35, Math.max(1, side * 0.3), Math.max(1, side * 0.3));
      return;
    case 'bar':
      context.fillRect(x, y + side * 0.6, side, side * 0.4);
      return;
    case 'frame': {
      const line = Math.max(1, Math.round(side / 6));
      context.lineWidth = line;
      context.strokeRect(x + line / 2, y + line / 2, side - line, side - line);
      return;
    }
    case 'slash':
      strokeLine(context, x + inset, y + side - inset, x + side - inset, y + inset);
      return;
    case 'cross':
      strokeLine(context, x + inset, y + side - inset, x + side - inset, y + inset);
      strokeLine(context, x + inset, y + inset, x + side - inset, y + side - inset);
      return;
  }
}

function triangle(
  context: CanvasRenderingContext2D,
  [ax, ay, bx, by, cx, cy]: readonly [number, number, number, number, number, number],
): void {
  context.beginPath();
  context.moveTo(ax, ay);
  context.lineTo(bx, by);
  context.lineTo(cx, cy);
  context.fill();
}

function strokeLine(context: CanvasRenderingContext2D, ax: number, ay: number, bx: number, by: number): void {
  context.beginPath();
  context.moveTo(ax, ay);
  context.lineTo(bx, by);
  context.stroke();
}
