// A package against the SHA-256 of its download page, as somebody types or pastes it.
import { createHash } from 'node:crypto';
import { practicePackage } from '../../native-bridge/keys/practice/practice-files';
import { expect, test } from '../fixtures/test';
import { WORK_MS } from '../fixtures/wizard';
import { KeyPage } from './key-page';

test('a package is held against the published SHA-256, and another one makes it unusable', async ({ wizard }) => {
  const keys = new KeyPage(wizard);
  const { page } = wizard;
  const { bytes } = practicePackage('rompaq');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await keys.open();
  const chooser = page.waitForEvent('filechooser');
  await wizard.press('Choose files…');
  await (await chooser).setFiles({ name: 'SP12345.zip', mimeType: 'application/zip', buffer: Buffer.from(bytes) });
  await expect(keys.packageCard).toContainText('Usable', { timeout: WORK_MS });
  await page.getByText('Compare with HPE’s SHA-256').click();
  const field = page.getByRole('textbox', { name: 'SHA-256 on HPE’s page' });
  await field.fill('1234');
  await expect(wizard.button('Compare')).toBeDisabled();
  // As pages print it: in capitals, in groups.
  await field.fill(sha256.toUpperCase().replaceAll(/.{8}/g, '$& '));
  await wizard.press('Compare');
  await expect(keys.packageCard).toContainText('It is the file of the download page.', { timeout: WORK_MS });
  await expect(wizard.button('Continue')).toBeEnabled();
  await wizard.look('key-published-hash');
  await field.fill('0'.repeat(64));
  await wizard.press('Compare');
  await expect(keys.packageCard).toContainText('It is not the file of that page.', { timeout: WORK_MS });
  await expect(keys.packageCard).toContainText('Not usable');
  await wizard.look('key-published-hash-differs');
  await wizard.press('Forget it');
  await expect(keys.packageCard).not.toContainText('Not usable', { timeout: WORK_MS });
});
