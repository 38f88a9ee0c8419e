import type { Context } from './context';
export function exportReport(
  context: Context,
  { format }: { format: 'html' | 'json'; identity: boolean },
): { name: string; mime: string; text: string } {
  const { record } = context.requireCase();
  return { name: `${record.caseId}.${format}`, mime: 'application/json', text: JSON.stringify(record) };
}
