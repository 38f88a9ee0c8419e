// The verdict by rule: what failed makes it damaged, what is doubtful makes it usable, nothing of both makes it good.
import type { Finding, Severity, Verdict } from './report';

const weight: Readonly<Record<Severity, number>> = { fail: 0, warn: 1, note: 2 };

export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity === 'fail')) return 'damaged';
  return findings.some(({ severity }) => severity === 'warn') ? 'usable' : 'good';
}

/** Worst first; of what counts, defects of the whole dump, then what spoils the longest stretch. One defect found twice is told once. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings
    .filter(({ code, offset, length, message }) => {
      const key = `${code} ${offset ?? ''} ${length ?? ''} ${message}`;
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => weight[a.severity] - weight[b.severity] || reach(b) - reach(a));
}

const reach = ({ severity, code, length = 0 }: Finding): number => {
  if (severity === 'note') return 0;
  return code.startsWith('DUMP_') ? Number.MAX_SAFE_INTEGER : length;
};
