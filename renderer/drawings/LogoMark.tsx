// The program's mark: a chip held by a clip.
export function LogoMark({ size = 26 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 28 28" aria-hidden="true" focusable="false">
      <rect x="8" y="5" width="12" height="18" rx="2" fill="var(--chip-body)" />
      <circle cx="11.2" cy="8.4" r="1.3" fill="var(--chip-ink)" />
      <path
        d="M3 8.5 H8 M3 13.8 H8 M3 19 H8 M20 8.5 H25 M20 13.8 H25 M20 19 H25"
        stroke="var(--accent)"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
    </svg>
  );
}
