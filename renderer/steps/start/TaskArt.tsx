// Small drawings for the start cards.
const arts = {
  recover: (
    <>
      <rect x="22" y="18" width="36" height="34" rx="3" fill="var(--chip-body)" />
      <circle cx="29" cy="25" r="2.4" fill="var(--chip-ink)" />
      <path
        d="M12 24 h10 M12 32 h10 M12 40 h10 M12 48 h10 M58 24 h10 M58 32 h10 M58 40 h10 M58 48 h10"
        stroke="var(--metal)"
        strokeWidth="3"
      />
      <path d="M14 10 V20 M66 10 V20 M14 10 H66" stroke="var(--accent)" strokeWidth="3" fill="none" />
      <path d="M40 10 V3" stroke="var(--wire-red)" strokeWidth="3" />
    </>
  ),
  check: (
    <>
      <path d="M22 6 h26 l10 10 v38 h-36 z" fill="none" stroke="var(--edge)" strokeWidth="2" />
      <path d="M48 6 v10 h10" fill="none" stroke="var(--edge)" strokeWidth="2" />
      <path d="M29 24 h22 M29 31 h22 M29 38 h12" stroke="var(--edge)" strokeWidth="2" />
      <circle cx="56" cy="46" r="9" fill="var(--paper)" stroke="var(--edge)" strokeWidth="2" />
      <path d="M62.5 52.5 l6 6" stroke="var(--edge)" strokeWidth="2.5" />
    </>
  ),
  key: (
    <>
      <rect x="16" y="20" width="38" height="20" rx="4" fill="none" stroke="var(--edge)" strokeWidth="2" />
      <rect x="54" y="23" width="14" height="14" fill="none" stroke="var(--edge)" strokeWidth="2" />
      <path d="M58 27 h4 M58 33 h4 M23 30 h16" stroke="var(--edge)" strokeWidth="2" />
    </>
  ),
  practice: (
    <>
      <rect x="10" y="8" width="60" height="40" rx="3" fill="none" stroke="var(--accent)" strokeWidth="2.5" />
      <path d="M30 56 h20 M40 48 v8" stroke="var(--accent)" strokeWidth="2.5" />
      <rect x="31" y="18" width="18" height="20" rx="2" fill="var(--chip-body)" />
      <path d="M25 22 h6 M25 28 h6 M25 34 h6 M49 22 h6 M49 28 h6 M49 34 h6" stroke="var(--metal)" strokeWidth="2.5" />
    </>
  ),
} as const;
export type TaskArtName = keyof typeof arts;

export function TaskArt({ name }: { readonly name: TaskArtName }) {
  return (
    <svg width="80" height="60" viewBox="0 0 80 60" aria-hidden="true" focusable="false">
      {arts[name]}
    </svg>
  );
}
