// npm run icons: draws the PNG that installers need from the SVG that is drawn by hand.
import { chromium } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './build/freshness.mjs';
import { findChromium } from './test/chromium';

const folder = join(projectRoot, 'assets/icons');
/** The largest that any installer asks for; the smaller ones are made from it while packaging. */
const sizePx = 1024;

const executablePath = findChromium();
if (executablePath === undefined) throw new Error('Drawing the icons needs a Chromium: npx playwright install chromium');
const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
const page = await browser.newPage({ viewport: { width: sizePx, height: sizePx } });
const svg = readFileSync(join(folder, 'rom-rescue.svg'), 'utf8');
await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw }</style>${svg}`);
await page.screenshot({ path: join(folder, 'rom-rescue.png'), omitBackground: true });
await browser.close();
