// A report as the page needs it: of hundreds of members only those that a key could be made from.
import type { PackageView } from '../../shared/ipc/key-views';
import type { MemberRole, PackageReport } from '../../shared/keys/types';

const MOST_MEMBERS = 80;
const idle: ReadonlySet<MemberRole> = new Set(['other', 'readme']);

export const packageView = (report: PackageReport): PackageView => ({
  ...report,
  members: report.members.filter(({ role }) => !idle.has(role)).slice(0, MOST_MEMBERS),
  memberCount: report.members.length,
});
