// The check screen without a mouse, and files that cannot be taken.
import { open } from 'node:fs/promises';
import { Keyboard } from '../fixtures/keyboard';
import { expect, test } from '../fixtures/test';
import { DeskPage } from './desk-page';
import { goodDump, withFlips, writeDumps } from './dumps';

test('files are added, read, looked into and compared with the keyboard alone', async ({ wizard }, testInfo) => {
  const { page } = wizard;
  const desk = new DeskPage(wizard);
  const keys = new Keyboard(page);
  const good = goodDump();
  const paths = await writeDumps(testInfo.outputPath('dumps'), [
    { name: 'read1.bin', bytes: good },
    { name: 'read2.bin', bytes: withFlips(good) },
  ]);
  await keys.press(wizard.button(/^Check backups/));
  await wizard.isOn('Check backups');
  const chooser = page.waitForEvent('filechooser');
  await keys.press(wizard.button('Add files…'));
  await (await chooser).setFiles(paths);
  await desk.isDone(2);

  await keys.reach(desk.row('read1.bin').getByRole('button'));
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await keys.press(wizard.button('Compare 2 files'));
  await expect(page.getByTestId('difference-place')).toContainText('Difference 1 of 40');
  await keys.press(wizard.button('Next difference'));
  await expect(page.getByTestId('difference-place')).toContainText('Difference 2 of 40');
  await keys.press(wizard.button('All files'));

  await keys.reach(desk.row('read2.bin').getByRole('button'));
  await page.keyboard.press('Enter');
  await wizard.isOn('read2.bin');
  await keys.reach(page.getByRole('tab', { name: /^Findings/ }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const tree = page.getByRole('tree', { name: 'Structure of the file' });
  await keys.reach(tree);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('treeitem').first()).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('treeitem').first()).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('hex-place')).toContainText('in Descriptor');
  await keys.reach(page.getByTestId('hex'));
  await page.keyboard.press('End');
  await expect(page.getByTestId('hex')).toContainText('FFFFF0');
  await keys.press(wizard.button('All files'));
  await keys.press(wizard.button('Remove 2 files'));
  await expect(desk.rows).toHaveCount(0);
});

test('a file of 4 GB is refused at once with the reason, and the others go on', async ({ wizard }, testInfo) => {
  const desk = new DeskPage(wizard);
  const [note = ''] = await writeDumps(testInfo.outputPath('dumps'), [
    { name: 'notes.txt', bytes: new TextEncoder().encode('A note. '.repeat(90)) },
  ]);
  const huge = testInfo.outputPath('dumps', 'disk.img');
  const file = await open(huge, 'w');
  // A hole: it takes no room on the disk.
  await file.truncate(4 * 1024 ** 3);
  await file.close();
  await desk.open();
  await desk.choose([huge, note]);
  await desk.isDone(2);
  await expect(desk.row('disk.img')).toContainText('Larger than 64 MiB');
  await expect(desk.row('notes.txt')).toContainText('Not an image');
});
