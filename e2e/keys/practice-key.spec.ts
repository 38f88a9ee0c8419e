// From a practice package to a proven image file, and from image files to verdicts. No file of HP's is needed.
import { open } from 'node:fs/promises';
import { mkdir } from 'node:fs/promises';
import { Keyboard } from '../fixtures/keyboard';
import { expect, test } from '../fixtures/test';
import { WORK_MS } from '../fixtures/wizard';
import { KeyPage } from './key-page';

/** Takes the mark "active" from the only partition. */
async function makeInactive(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Uint8Array.of(0), 0, 1, 446);
  await file.close();
}

test('a practice package becomes an image file that is checked as ready; broken, it is named and mended', async ({ wizard }, testInfo) => {
  const keys = new KeyPage(wizard);
  const { page } = wizard;
  const folder = testInfo.outputPath('keys');
  await mkdir(folder, { recursive: true });
  await keys.open();
  await wizard.look('key-package-empty');
  await keys.practise('server');
  await expect(keys.packageCard).toContainText('checksum right');
  await wizard.look('key-package');

  await keys.goOn('Which machine is the key for?');
  await page.getByRole('textbox', { name: 'Family at power-on, or the model' }).fill('P63');
  await expect(keys.fit).toContainText('It does not fit');
  await expect(wizard.button('Continue')).toBeDisabled();
  await wizard.look('key-machine-mismatch');
  await wizard.tick('I know better: build the key all the same');
  await expect(wizard.button('Continue')).toBeEnabled();
  await page.getByRole('textbox', { name: 'Family at power-on, or the model' }).fill('Z99');
  await expect(keys.fit).toContainText('It fits');
  await wizard.choose('Primary ROM invalid, or redundant ROM error');
  await wizard.look('key-machine');

  await wizard.reload();
  await wizard.isOn('Which machine is the key for?');
  await expect(keys.fit).toContainText('It fits');
  await keys.goOn('Where does the key go?');
  await wizard.look('key-where');
  const path = await keys.buildFile(folder);
  await expect(page.getByTestId('machine-steps')).toContainText('In the ROMPAQ window');
  await expect(page.getByText('This is a practice key.')).toBeVisible();
  await wizard.look('key-done');
  await page.emulateMedia({ media: 'print' });
  await page.screenshot({ path: 'test-results/screenshots/key-print.png', fullPage: true });
  await page.emulateMedia({ media: null });

  await wizard.reload();
  await wizard.isOn('The key is built and verified');
  await wizard.press('Look at it on the check page');
  await wizard.isOn('Check a key');
  await expect(keys.checked).toHaveAttribute('data-verdict', 'ready', { timeout: WORK_MS });

  await makeInactive(path);
  await keys.check(path);
  await expect(keys.checked).toHaveAttribute('data-verdict', 'will-not-work', { timeout: WORK_MS });
  await expect(page.getByTestId('fix-first')).toContainText('Mark it active');
  await expect(keys.checked).toContainText('0x0001BE');
  await wizard.look('key-check-broken');
  await page.getByTestId('repairs').getByRole('button').first().click();
  await expect(keys.checked).toHaveAttribute('data-verdict', 'ready', { timeout: WORK_MS });
  await expect(keys.checked).toContainText('1 thing mended in the copy.');
  await wizard.look('key-check-ready');
});

test('a crisis key for a workstation is built, and what is no package is named', async ({ wizard }, testInfo) => {
  const keys = new KeyPage(wizard);
  const { page } = wizard;
  const folder = testInfo.outputPath('keys');
  await mkdir(folder, { recursive: true });
  await keys.open();
  const chooser = page.waitForEvent('filechooser');
  await wizard.press('Choose files…');
  await (await chooser).setFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Not a package. '.repeat(40)) });
  await expect(keys.packageCard).toContainText('Not usable', { timeout: WORK_MS });
  await expect(wizard.button('Continue')).toBeDisabled();
  await wizard.press('Remove notes.txt');
  await keys.practise('workstation');
  await keys.goOn('Which machine is the key for?');
  await wizard.choose('HP Z820');
  await expect(keys.fit).toContainText('It does not fit');
  await wizard.choose('HP Z620');
  await expect(keys.fit).toContainText('It fits');
  await wizard.look('key-machine-workstation');
  await keys.goOn('Where does the key go?');
  const path = await keys.buildFile(folder);
  expect(path).toContain('J61');
  await expect(page.getByTestId('machine-steps')).toContainText('jumper E15');
});

test('a key is built with the keyboard alone', async ({ wizard }, testInfo) => {
  const hands = new Keyboard(wizard.page);
  const keys = new KeyPage(wizard);
  const folder = testInfo.outputPath('keys');
  await mkdir(folder, { recursive: true });
  await hands.press(wizard.button(/^Build a USB key/));
  await wizard.isOn('Which package is the key made from?');
  await hands.press(wizard.button('Practice: server'));
  await expect(keys.packageCard).toContainText('Usable', { timeout: WORK_MS });
  await hands.press(wizard.button('Continue'));
  await wizard.isOn('Which machine is the key for?');
  await hands.press(wizard.button('Use Z99, the package’s own'));
  await expect(keys.fit).toContainText('It fits');
  await hands.press(wizard.button('Continue'));
  await wizard.isOn('Where does the key go?');
  await hands.reach(wizard.page.getByRole('textbox', { name: 'Folder' }));
  await wizard.page.keyboard.press('ControlOrMeta+A');
  await hands.type(folder);
  await hands.press(wizard.button('Build the key'));
  await wizard.isOn('The key is built and verified', WORK_MS);
});
