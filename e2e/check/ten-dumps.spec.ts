// Ten dumps dropped on the window, each told in one sentence; then a file's page, its bytes, a comparison.
import { expect, test } from '../fixtures/test';
import { DeskPage } from './desk-page';
import { tenDumps, writeDumps } from './dumps';
import { practiceIdentity } from './practice-identity';

/** What a person reads of each, in the row's own words. */
const told: readonly (readonly [name: string, verdict: string, sentence: RegExp])[] = [
  ['read1.bin', 'Good', /whole Z420\/Z620 image: BIOS 3\.96.*nothing damaged found/],
  ['read2-flips.bin', 'Damaged', /does not match its checksum/],
  ['cut-short.bin', 'Damaged', /cut after 11 MiB of 16 MiB/],
  ['shifted.bin', 'Damaged', /1 bytes? too late/],
  ['other-board.bin', 'Usable', /whole Z820 image/],
  ['boot-block.bin', 'Good', /boot block alone of the Z420\/Z620/],
  ['swapped.bin', 'Damaged', /two bytes of each 16-bit word are swapped/],
  ['empty.bin', 'Empty', /file is empty/],
  ['notes.txt', 'Not an image', /text file, not a flash image/],
  ['dumps.zip', 'Archive', /It holds 1 file/],
  ['dumps.zip › inside/read1-again.bin', 'Good', /Same bytes as read1\.bin/],
];

test('ten dumps are dropped on the window, told, looked into and compared, and no screen has a barrier', async ({ wizard }, testInfo) => {
  test.setTimeout(600_000);
  const { page } = wizard;
  const desk = new DeskPage(wizard);
  await desk.open();
  await wizard.look('check-empty');
  await desk.drop(await writeDumps(testInfo.outputPath('dumps'), tenDumps()));
  await desk.isDone(told.length);
  for (const [name, verdict, sentence] of told) {
    await expect(desk.row(name)).toContainText(verdict);
    await expect(desk.row(name)).toContainText(sentence);
  }
  await wizard.look('check-list');

  await page.getByRole('radio', { name: /^Damaged/ }).click();
  await expect(desk.rows).toHaveCount(4);
  await page.getByRole('radio', { name: /^All/ }).click();
  await page.getByRole('button', { name: 'Family' }).click();
  await expect(desk.rows.first()).toContainText('J61');

  await wizard.reload();
  await wizard.isOn('Check backups');
  await desk.isDone(told.length);

  await desk.openFile('read2-flips.bin');
  const finding = page.getByTestId('findings').getByRole('button').first();
  const from = (await finding.innerText()).slice(2, 8);
  await finding.click();
  await expect(page.getByTestId('hex')).toContainText(from.slice(0, 5));
  await expect(page.getByTestId('hex-place')).toContainText(`0x${from}`);
  await wizard.look('check-file');
  await page.getByRole('tab', { name: 'Structure' }).click();
  await wizard.look('check-structure');
  await page.getByRole('tab', { name: 'Identity' }).click();
  await expect(page.getByTestId('identity')).not.toContainText(practiceIdentity);
  await wizard.press('Show the values');
  await expect(page.getByTestId('identity')).toContainText(practiceIdentity);
  await wizard.press('Hide the values');
  await expect(page.getByTestId('identity')).not.toContainText(practiceIdentity);
  await page.getByRole('textbox', { name: 'Go to' }).fill('0xFF0000');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('hex-place')).toContainText('in Boot block');
  await desk.back();

  await desk.compare('read1.bin', 'read2-flips.bin');
  await expect(page.getByTestId('meaning')).toContainText(/read/i);
  await expect(page.getByTestId('difference-place')).toContainText('Difference 1 of 40');
  await expect(page.getByTestId('hex').first()).toContainText('600000');
  await wizard.press('Next difference');
  await expect(page.getByTestId('difference-place')).toContainText('Difference 2 of 40');
  await expect(page.getByTestId('differing-parts')).toContainText('BIOS code');
  await wizard.look('check-compare');
});
