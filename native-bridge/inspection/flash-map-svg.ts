// The flash of one image as a drawing to scale: regions, the volumes and partitions in them, and where the findings are.
import type { Finding, ImageReport, StructureNode } from '../../shared/firmware/report';
import { escaped, hexRange } from './html-text';

const WIDTH = 1000;
const REGION_Y = 18;
const REGION_HEIGHT = 34;
const PARTS_Y = REGION_Y + REGION_HEIGHT + 4;
const PARTS_HEIGHT = 12;
const MARKS_Y = PARTS_Y + PARTS_HEIGHT + 4;
const MARKS_HEIGHT = 10;
const HEIGHT = MARKS_Y + MARKS_HEIGHT + 18;
/** Of a letter, so that a name that does not fit is left to the table below. */
const LETTER = 8;
/** Thinner ones could not be seen. */
const THINNEST = 1.5;

/** Inline SVG; colours are of the page's style. Empty where there is nothing to draw. */
export function flashMapSvg({ size, regions, structure, findings }: ImageReport): string {
  if (size === 0 || regions.length === 0) return '';
  const at = (offset: number): string => ((offset / size) * WIDTH).toFixed(2);
  const wide = (length: number): number => Math.max(THINNEST, (length / size) * WIDTH);
  const box = (offset: number, length: number, y: number, height: number, kind: string, title: string): string =>
    `<rect class="${kind}" x="${at(offset)}" y="${y}" width="${wide(length).toFixed(2)}" height="${height}"><title>${escaped(title)}</title></rect>`;

  const drawnRegions = regions.map(({ name, offset, length }) => {
    const label =
      wide(length) > (name.length + 1) * LETTER
        ? `<text x="${((offset + length / 2) / size) * WIDTH}" y="${REGION_Y + REGION_HEIGHT / 2 + 5}" text-anchor="middle">${escaped(name)}</text>`
        : '';
    return (
      box(offset, length, REGION_Y, REGION_HEIGHT, `region ${/^[a-z]+$/.test(name) ? name : ''}`, `${name} ${hexRange(offset, length)}`) +
      label
    );
  });
  const parts = partsOf(structure).map(({ name, offset, length, state }) =>
    box(offset, length, PARTS_Y, PARTS_HEIGHT, state === 'bad' ? 'part bad' : 'part', `${name} ${hexRange(offset, length)}`),
  );
  const marks = findings
    .filter(isPlaced)
    .map(({ offset, length = 1, severity, message }) =>
      box(offset, length, MARKS_Y, MARKS_HEIGHT, `mark ${severity}`, `${message} ${hexRange(offset, length)}`),
    );
  const ends = `<text x="0" y="12">${hexRange(0, 0)}</text><text x="${WIDTH}" y="12" text-anchor="end">${hexRange(size, 0)}</text>`;
  return `<svg class="map" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Map of the flash, to scale; its content is in the tables">${ends}${drawnRegions.join('')}${parts.join('')}${marks.join('')}</svg>`;
}

type Placed<T> = T & { readonly offset: number };
const isPlaced = (finding: Finding): finding is Placed<Finding> => finding.offset !== undefined && finding.severity !== 'note';

/** What stands directly in the regions. */
function partsOf(structure: readonly StructureNode[]): Placed<StructureNode>[] {
  const nodes = structure.flatMap((node) => (node.kind === 'region' ? (node.children ?? []) : [node]));
  return nodes.filter((node): node is Placed<StructureNode> => node.offset !== undefined && node.kind !== 'padding').slice(0, 500);
}
