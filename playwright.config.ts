// End-to-end specs: in Chromium over the browser face, and the same on the real Electron binary. What only one of the two has is in
// e2e/browser and e2e/electron.
import { defineConfig, devices } from '@playwright/test';
import type { FaceKind } from './e2e/fixtures/test';
import { findChromium } from './scripts/test/chromium';

const inCi = Boolean(process.env['CI']);
const executablePath = findChromium();
// Chromium's sandbox does not run as root, as in a container.
const asRoot = process.getuid?.() === 0;

// No lines out of this computer, and nothing drawn by a graphics card that is not there.
const quiet = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run'];

export default defineConfig<FaceKind>({
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
  // Waiting ends when the state is there; on a busy computer opening a case takes more than ten seconds.
  expect: { timeout: 30_000 },
  reporter: [['list']],
  // Traces cost more than the tests: "npm run test:e2e -- --trace on" where one is wanted.
  use: {
    trace: 'off',
    screenshot: 'only-on-failure',
    actionTimeout: 30_000,
    locale: 'en-GB',
    timezoneId: 'UTC',
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 800 },
    launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), chromiumSandbox: !asRoot, args: quiet },
  },
  projects: [
    { name: 'chromium', testIgnore: 'electron/**', use: { faceKind: 'browser' } },
    { name: 'electron', testIgnore: 'browser/**', use: { faceKind: 'electron' } },
  ],
});
