// Keys on practice drives: written, cancelled, pulled out, refused, broken and mended, and made normal again. No real drive is touched.
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test';
import { WORK_MS } from '../fixtures/wizard';
import { KeyPage } from './key-page';

/** The drive list is wide: a third size, between those of every screen. */
async function at1440(page: Page, screen: string): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 1440, height: 900 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: `test-results/screenshots/${screen}-1440-${colorScheme}.png`, animations: 'disabled' });
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (before) await page.setViewportSize(before);
}

test('a key is written to a practice stick whose size was tested first', async ({ wizard }) => {
  const keys = new KeyPage(wizard);
  const { page } = wizard;
  await keys.toDrives();
  await expect(wizard.safetyLine).toContainText('No drive in work');
  await expect(keys.refused('Practice stick of 2003')).toContainText('It is too small');
  await expect(keys.refused('Practice system disk')).toContainText('This computer runs from it');
  await expect(page.getByRole('radio', { name: /Practice system disk/ })).toHaveCount(0);
  await expect(wizard.button('Write the key')).toBeDisabled();
  await wizard.look('key-drives');
  await at1440(page, 'key-drives');

  await keys.chooseDrive('Practice stick ·');
  await expect(keys.chosenDrive).toContainText('HOLIDAYS');
  await wizard.tick('Test the stick’s size first');
  await wizard.look('key-drive');
  await at1440(page, 'key-drive');
  await wizard.press('Write the key');
  await wizard.isOn('The key is being built');
  await expect(page.getByText('Leave “Practice stick” plugged in until this has ended.')).toBeVisible({ timeout: WORK_MS });
  await expect(wizard.safetyLine).toContainText('leave it plugged in');
  await page.screenshot({ path: 'test-results/screenshots/key-drive-writing.png', animations: 'disabled' });
  await wizard.isOn('The key is built and verified', WORK_MS);
  await expect(wizard.safetyLine).toContainText('Key verified on the drive');
  await expect(page.getByTestId('built')).toContainText('Practice stick');
  await wizard.look('key-drive-done');
});

test('a key on a practice stick is broken, mended there, and the stick made normal again', async ({ wizard }) => {
  const keys = new KeyPage(wizard);
  const { page } = wizard;
  await keys.toDrives();
  await keys.chooseDrive('Practice stick ·');
  await wizard.press('Write the key');
  await wizard.isOn('The key is built and verified', WORK_MS);
  await wizard.press('Check it on the drive');
  await wizard.isOn('Check a key');
  await expect(keys.checked).toHaveAttribute('data-verdict', 'ready', { timeout: WORK_MS });
  await wizard.press('Practise: break this key');
  await expect(keys.checked).toHaveAttribute('data-verdict', 'will-not-work', { timeout: WORK_MS });
  await expect(wizard.safetyLine).toContainText('A check only reads');
  await wizard.look('key-check-drive-broken');
  await page.getByTestId('repairs').getByRole('button').first().click();
  await expect(page.getByTestId('drive-work')).toContainText('The key on “Practice stick” was mended there.', { timeout: WORK_MS });
  await expect(keys.checked).toHaveAttribute('data-verdict', 'ready', { timeout: WORK_MS });
  await expect(keys.checked).toContainText('1 thing mended on the drive.');
  await wizard.look('key-check-drive-mended');

  await keys.makeNormal('Practice stick');
  await expect(page.getByTestId('drive-work')).toContainText('“Practice stick” is an ordinary, empty stick again.', { timeout: WORK_MS });
  await expect(wizard.safetyLine).toContainText('The drive is normal again');
  await wizard.look('key-stick-normal');
  await wizard.press('Check Practice stick');
  await expect(keys.checked).toHaveAttribute('data-verdict', 'will-not-work', { timeout: WORK_MS });
});

test('a stick that is pulled out while it is written is told as what it is, and the next try is clean', async ({ wizard }) => {
  const keys = new KeyPage(wizard);
  await keys.toDrives();
  await keys.chooseDrive('Practice stick, loose');
  await wizard.press('Write the key');
  await expect(wizard.error).toHaveAttribute('data-code', 'KEY_DRIVE_GONE', { timeout: WORK_MS });
  await expect(wizard.error).toContainText('Practice stick, loose was pulled out, or lost contact.');
  await expect(wizard.error).toContainText('nothing starts from it');
  await wizard.isOn('Where does the key go?');
  await expect(wizard.safetyLine).toContainText('The drive is not finished, and starts nothing');
  await wizard.look('key-drive-pulled-out');
  await keys.chooseDrive('Practice stick ·');
  await wizard.press('Write the key');
  await wizard.isOn('The key is built and verified', WORK_MS);
});

test('a write that is stopped leaves a drive that starts nothing, and says so', async ({ wizard }) => {
  const keys = new KeyPage(wizard);
  await keys.toDrives();
  await keys.chooseDrive('Practice stick ·');
  await wizard.press('Write the key');
  await expect(wizard.safetyLine).toContainText('leave it plugged in', { timeout: WORK_MS });
  await wizard.press('Stop');
  await wizard.isOn('Where does the key go?', WORK_MS);
  await expect(wizard.error).toHaveAttribute('data-code', 'CANCELLED');
  await expect(wizard.safetyLine).toContainText('The drive is not finished, and starts nothing');
  await wizard.look('key-drive-stopped');
});

test('a stick that holds less than it says is found out before anything on it is lost', async ({ wizard }) => {
  const keys = new KeyPage(wizard);
  await keys.toDrives();
  await keys.chooseDrive('Practice stick, not honest');
  await wizard.tick('Test the stick’s size first');
  await wizard.press('Write the key');
  await expect(wizard.error).toHaveAttribute('data-code', 'KEY_DRIVE_FAKE', { timeout: WORK_MS });
  await expect(wizard.safetyLine).toContainText('The drive is untouched');
});

test('a large drive is written and made normal only by its typed name', async ({ wizard }) => {
  const keys = new KeyPage(wizard);
  const { page } = wizard;
  await keys.toDrives();
  await keys.chooseDrive('Practice disk');
  await expect(wizard.button('Write the key')).toBeDisabled();
  await keys.chosenDrive.getByRole('textbox', { name: 'Name of the drive' }).fill('Practice');
  await expect(wizard.button('Write the key')).toBeDisabled();
  await keys.chosenDrive.getByRole('textbox', { name: 'Name of the drive' }).fill('Practice disk');
  await expect(wizard.button('Write the key')).toBeEnabled();
  await wizard.look('key-drive-large');
  await wizard.press('Make Practice disk normal again');
  const dialog = page.getByRole('alertdialog', { name: 'Make this drive normal again?' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expect(dialog.getByRole('button', { name: 'Make it normal' })).toBeDisabled();
  await wizard.look('key-normal-dialog');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
});
