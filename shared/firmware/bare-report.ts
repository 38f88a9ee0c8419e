// A report of a file of which nothing but its size and a reason is known.
import type { ImageReport } from './report';

type Bare = Pick<ImageReport, 'size' | 'verdict' | 'summary' | 'findings'>;

export const bareReport = (bare: Bare): ImageReport => ({
  kind: 'unknown',
  uses: [],
  regions: [],
  structure: [],
  coverage: { programmedBytes: 0, coveredBytes: 0, regions: [] },
  identity: [],
  known: [],
  ...bare,
});
