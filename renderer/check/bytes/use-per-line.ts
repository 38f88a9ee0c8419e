// Sixteen bytes a line where there is room for them, else eight.
import { useLayoutEffect, useState, type RefObject } from 'react';

/** Characters of a line: offset, hex, text, and the gaps and edges around them. */
const charactersOf = (perLine: number): number => 8 + perLine * 4 + 6;
/** Width of a character of the fixed-width face, in its size; and its size in root units. */
const CHARACTER = 0.602 * 0.83;

export function usePerLine(host: RefObject<HTMLElement | null>): number {
  const [perLine, setPerLine] = useState(16);
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const measure = () => {
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      setPerLine(element.clientWidth - 2.6 * rem >= charactersOf(16) * CHARACTER * rem ? 16 : 8);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [host]);
  return perLine;
}
