// Three hundred files on the desk: the list fills, is sorted and filtered, one is looked into, and the list is found where it was left.
import { expect, test } from '../fixtures/test';
import { WORK_MS } from '../fixtures/wizard';
import { DeskPage } from './desk-page';
import { writeDumps } from './dumps';
import { manyDumps } from './many-dumps';

const COUNT = 300;

test('three hundred files are told, sorted, filtered and looked into, and the list is found again where it was left', async ({
  wizard,
}, testInfo) => {
  const { page } = wizard;
  const desk = new DeskPage(wizard);
  await desk.open();
  await desk.choose(await writeDumps(testInfo.outputPath('dumps'), manyDumps(COUNT)));
  // While it fills, the page answers: the first file is opened before the last one is there.
  await expect(desk.row('gbe-1.bin')).toContainText('Good');
  await desk.openFile('gbe-1.bin');
  await desk.back();
  await desk.isDone(COUNT, 2 * WORK_MS);
  await wizard.look('check-many');

  await test.step('only what is in sight is drawn, and the end of the list is there', async () => {
    expect(await desk.rows.count()).toBeLessThan(COUNT / 2);
    await expect(desk.row('gbe-1.bin').getByRole('button')).toBeFocused();
    await page.keyboard.press('End');
    await expect(desk.row('chip-300.bin').getByRole('button')).toBeFocused();
    await expect(desk.row('chip-300.bin')).toBeInViewport();
    await expect(desk.row('chip-300.bin')).toHaveAttribute('aria-rowindex', String(COUNT + 1));
    for (let step = 0; step < 12; step++) await page.keyboard.press('ArrowUp');
    await expect(desk.row('boot-288.bin').getByRole('button')).toBeFocused();
    await page.keyboard.press('Home');
    await expect(desk.row('gbe-1.bin').getByRole('button')).toBeFocused();
    await expect(desk.row('gbe-1.bin')).toBeInViewport();
  });

  await test.step('sorted by name backwards and by verdict', async () => {
    await page.getByRole('button', { name: 'File', exact: true }).click();
    await page.getByRole('button', { name: 'File', exact: true }).click();
    await expect(desk.rows.first()).toContainText('gbe-read2-297.bin');
    await page.getByRole('button', { name: 'Verdict', exact: true }).click();
    await expect(desk.rows.first()).toContainText('Good');
    await page.keyboard.press('Tab');
  });

  await test.step('filtered by verdict, with the number of each', async () => {
    await page.getByRole('radio', { name: /^Not an image 60/ }).click();
    await desk.lists(60);
    await expect(desk.rows.first()).toContainText('chip-5.bin');
    await page.getByRole('radio', { name: /^Usable 60/ }).click();
    await desk.lists(60);
  });

  await test.step('one far down is opened, and the list is there again with it', async () => {
    const row = desk.row('gbe-read2-152.bin');
    await page.mouse.move(640, 550);
    await expect(async () => {
      await page.mouse.wheel(0, 300);
      await expect(row).toBeVisible({ timeout: 100 });
    }).toPass({ intervals: [50] });
    await row.scrollIntoViewIfNeeded();
    const before = await row.boundingBox();
    await desk.openFile('gbe-read2-152.bin');
    await expect(page.getByTestId('findings')).toContainText('checksum');
    await desk.back();
    await desk.lists(60);
    await expect(row.getByRole('button')).toBeFocused();
    const after = await row.boundingBox();
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 1000))).toBeLessThanOrEqual(2);
    await page.keyboard.press('ArrowDown');
    await expect(desk.row('gbe-read2-157.bin').getByRole('button')).toBeFocused();
  });
});
