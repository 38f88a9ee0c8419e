// The whole wizard on every practice machine: each ends verified, or in the right words and a way on.
import { expect, test } from '../fixtures/test';
import { darkAfterMod } from '../fixtures/wizard';

test('a machine dark after a modified BIOS is brought back', async ({ wizard }) => {
  await wizard.startPractice('dark-after-mod');
  await expect(wizard.safetyLine).toContainText('Chip untouched');
  await wizard.answerDiagnosis(darkAfterMod);
  await wizard.chooseWayOut();
  await wizard.connect();
  await wizard.contactIsGood();
  await wizard.goOn();
  await wizard.backup();
  await expect(wizard.page.getByTestId('image-card')).toContainText('J61');
  await expect(wizard.safetyLine).toContainText('2 equal reads saved');
  await wizard.goOn();
  await wizard.chooseRecipe('BIOS code from a full image');
  await wizard.goOn();
  await wizard.flash();
  await wizard.isWritten();
  await wizard.goOn();
  await wizard.isVerified();
  await expect(wizard.page.getByRole('region', { name: 'First boot' }).getByRole('checkbox').first()).toBeVisible();
});
