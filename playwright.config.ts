// End-to-end specs: e2e/*.spec.ts in Chromium over the browser face, e2e/electron/*.spec.ts on the real Electron binary.
import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './scripts/test/chromium';

const inCi = Boolean(process.env['CI']);
const executablePath = findChromium();
// Chromium's sandbox does not run as root, as in a container.
const asRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  forbidOnly: inCi,
  // A flaky test is a bug in the test or in the program: no second tries.
  retries: 0,
  fullyParallel: true,
  workers: 2,
  // A whole wizard reads 16 MiB five times and inspects every screen; on a slow computer that takes its time.
  timeout: 240_000,
  globalTimeout: 30 * 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  // Traces cost more than the tests: "npm run test:e2e -- --trace on" where one is wanted.
  use: { trace: 'off', screenshot: 'only-on-failure', actionTimeout: 10_000, locale: 'en-GB', timezoneId: 'UTC' },
  projects: [
    {
      name: 'chromium',
      testIgnore: 'electron/**',
      use: {
        ...devices['Desktop Chrome'],
        viewport: { width: 1280, height: 800 },
        launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), chromiumSandbox: !asRoot },
      },
    },
    { name: 'electron', testMatch: 'electron/**/*.spec.ts' },
  ],
});
