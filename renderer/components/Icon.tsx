// Small line drawings, drawn with the text colour. Always beside words, so hidden from screen readers.
const paths = {
  check: 'M3.5 8.5 6.5 11.5 12.5 4.5',
  cross: 'M4 4 12 12 M12 4 4 12',
  alert: 'M8 1.8 15 14 H1 Z M8 6 V9.6 M8 11.6 V12',
  chip: 'M4.5 2.5 h7 v11 h-7 z M2 5 h2.5 M2 8 h2.5 M2 11 h2.5 M11.5 5 H14 M11.5 8 H14 M11.5 11 H14',
  chevron: 'M6 3.5 10.5 8 6 12.5',
  moon: 'M13 9.5 A5.5 5.5 0 1 1 6.5 3 A4.5 4.5 0 0 0 13 9.5 Z',
  sun: 'M8 5 a3 3 0 1 0 .01 0 M8 1 V2.6 M8 13.4 V15 M1 8 H2.6 M13.4 8 H15 M3 3 l1.1 1.1 M11.9 11.9 L13 13 M13 3 l-1.1 1.1 M4.1 11.9 L3 13',
  screen: 'M1.8 3 h12.4 v8 H1.8 z M5.5 14 h5 M8 11 v3',
  question: 'M5.5 6 a2.5 2.5 0 1 1 3.6 2.2 C8.3 8.6 8 9 8 10 M8 12.4 V12.6',
  file: 'M3.5 1.8 h6 l3 3 v9.4 h-9 z M9.5 1.8 v3 h3',
  lock: 'M3.5 7.5 h9 v6.5 h-9 z M5.5 7.5 V5 a2.5 2.5 0 0 1 5 0 V7.5',
  plug: 'M5.5 1.5 V5 M10.5 1.5 V5 M3.5 5 h9 v2.5 a4.5 4.5 0 0 1 -9 0 Z M8 12 v3',
  dot: 'M8 6.5 a1.5 1.5 0 1 0 .01 0',
} as const;
export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
