// A stick, as a drawing: with what stands on it as bands, or plain. A drive that is no stick is drawn as one that is built in.
export interface StickArtProps {
  readonly width?: number;
  readonly filled?: boolean;
  readonly kind?: 'stick' | 'disk';
}

export function StickArt({ width = 150, filled = true, kind = 'stick' }: StickArtProps) {
  return (
    <svg width={width} height={width * 0.4} viewBox="0 0 150 60" aria-hidden="true" focusable="false">
      {kind === 'stick' ? <Stick /> : <Disk />}
      {filled ? (
        <>
          <rect x="14" y="18" width="5" height="24" fill="var(--accent)" />
          <rect x="22" y="18" width="12" height="24" fill="var(--board-line)" />
          <rect x="37" y="18" width="40" height="24" fill="var(--accent-soft)" stroke="var(--accent)" strokeWidth="1.2" />
          <path d="M42 25 h28 M42 30 h20 M42 35 h24" stroke="var(--accent)" strokeWidth="1.6" />
        </>
      ) : (
        <path d="M18 30 h54" stroke="var(--edge)" strokeWidth="2" strokeDasharray="4 4" />
      )}
    </svg>
  );
}

const Stick = () => (
  <>
    <rect x="4" y="8" width="104" height="44" rx="7" fill="var(--surface)" stroke="var(--edge)" strokeWidth="2" />
    <rect x="108" y="15" width="36" height="30" rx="1.5" fill="var(--metal)" stroke="var(--edge)" strokeWidth="2" />
    <path d="M120 22 h7 v6 h-7 z M120 33 h7 v6 h-7 z" fill="var(--surface)" stroke="var(--edge)" strokeWidth="1.5" />
  </>
);

const Disk = () => (
  <>
    <rect x="4" y="4" width="122" height="52" rx="4" fill="var(--surface)" stroke="var(--edge)" strokeWidth="2" />
    <circle cx="11" cy="11" r="2" fill="var(--edge)" />
    <circle cx="119" cy="11" r="2" fill="var(--edge)" />
    <circle cx="11" cy="49" r="2" fill="var(--edge)" />
    <circle cx="119" cy="49" r="2" fill="var(--edge)" />
    <path d="M126 18 h8 v24 h-8" fill="var(--metal)" stroke="var(--edge)" strokeWidth="2" />
    <path d="M90 24 h24 M90 30 h24 M90 36 h16" stroke="var(--edge)" strokeWidth="2" />
  </>
);
