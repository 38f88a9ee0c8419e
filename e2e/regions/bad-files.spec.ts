// Files that must not be used: each is listed with the reason, and nothing that was there is lost.
import { practiceStockImage } from '../../native-bridge/simulator/practice-image';
import { nothingWritten } from '../fixtures/error-lines';
import { expect, test } from '../fixtures/test';
import { biosRecipe, toRegions } from '../fixtures/ways';

const MIB = 1024 * 1024;
const foreign = () => Uint8Array.from({ length: 16 * MIB }, (_, index) => (index * 31 + (index >> 8)) & 0xff);

const badFiles = [
  { name: 'empty.bin', bytes: () => new Uint8Array(0), reason: 'The file is empty.' },
  {
    name: 'short.bin',
    bytes: () => new Uint8Array(12_345).fill(0x5a),
    reason: 'The file’s size of 12,345 bytes fits neither the chip nor a region.',
  },
  { name: 'foreign.bin', bytes: foreign, reason: 'The file is no firmware image of this machine: what it holds does not fit.' },
  { name: 'z820.bin', bytes: () => practiceStockImage('J63'), reason: 'The file is for family J63; this machine needs J61.' },
] as const;

test('files that must not be used say why, and lose nothing', async ({ wizard }) => {
  await toRegions(wizard, 'dark-after-mod');
  await wizard.chooseRecipe(biosRecipe);
  const plan = await wizard.plan.textContent();

  for (const { name, bytes, reason } of badFiles) {
    await wizard.addFile(name, bytes());
    await expect(wizard.file(name)).toContainText(reason);
    await expect(wizard.file(name)).toContainText('Cannot be used');
    await expect(wizard.file(name)).toContainText(nothingWritten);
  }
  await wizard.look('regions-bad-files');
  await expect(wizard.plan).toHaveText(plan ?? '');
  await wizard.page.getByRole('button', { name: /Source of BIOS code/ }).click();
  await expect(wizard.page.getByRole('option')).not.toContainText([/empty|short|foreign|z820/]);
  await wizard.page.keyboard.press('Escape');

  await wizard.reload();
  await wizard.goToStep('Regions');
  await wizard.isOn('Choose what is written, region by region');
  for (const { name, reason } of badFiles) await expect(wizard.file(name)).toContainText(reason);
  for (const { name } of badFiles) {
    await wizard.press(`Remove ${name}`);
    await expect(wizard.file(name)).toHaveCount(0);
  }
  await expect(wizard.file('PRACTICE-J61-FULL.bin')).toContainText('Full image');
  await expect(wizard.plan).toHaveText(plan ?? '');
});
