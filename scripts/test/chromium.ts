// Finds a Chromium for the end-to-end tests: a named one, the system's, or the one Playwright keeps.
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** `CHROMIUM_PATH` names one and is then the only one looked at. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  return (named === undefined ? [...systemPaths, chromium.executablePath()] : [named]).find((path) => existsSync(path));
}
