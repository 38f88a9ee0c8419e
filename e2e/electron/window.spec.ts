// What only the real window can show. The wizard itself is gone through there by the same specs as in the browser.
import { expect, test } from '../fixtures/test';

test('the window shows our page, and the page has no way to the system', async ({ wizard }) => {
  const { page } = wizard;
  expect(page.url()).toMatch(/^rom-rescue:\/\//);
  await expect(page).toHaveTitle('ROM Rescue');
  const ways = await page.evaluate(() => ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis));
  expect(ways).toEqual([]);
});
