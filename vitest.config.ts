// Unit, property and contract tests. Playwright's specs are named *.spec.ts and are not run here.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,native-bridge,electron,renderer,cli,e2e,bench,scripts}/**/*.test.{ts,tsx}'],
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 20_000,
    passWithNoTests: false,
    // The default leaves a core to the person; on two cores that is half of them.
    maxWorkers: '100%',
  },
});
