// The edits of the image on a practice Z620: each shown in the plan with what it means, taken back, and the address written and proven.
import { readFile } from 'node:fs/promises';
import { practiceStockImage } from '../../native-bridge/simulator/practice-image';
import type { ImageReport } from '../../shared/firmware/report';
import { expect, test } from '../fixtures/test';
import { flashToVerified, toRegions } from '../fixtures/ways';
import { WORK_MS } from '../fixtures/wizard';

const address = '1c:c1:de:12:34:56';
const own = '00:00:5e:00:53:20';
const mod = 'J61-0391-mod.bin';

test('address, recovery volume and ME data are changed, explained, and back to what keeps the board itself', async ({ wizard }) => {
  const { page } = wizard;
  const edits = page.getByTestId('edits');
  const row = (name: RegExp) => edits.getByRole('button', { name });
  const rules = page.getByTestId('explained').getByRole('row');
  await toRegions(wizard, 'old-boot-block');
  await wizard.addFile(mod, practiceStockImage('J61', '03.91'));
  await expect(wizard.file(mod)).toBeVisible();
  await expect(row(/^MAC address/)).toContainText(`stays ${own}`);
  await wizard.look('regions-edits-closed');

  // A modified BIOS takes the recovery volume with it, and says so until the volume is kept.
  await wizard.chooseSource('BIOS code', mod);
  await expect(wizard.plan).toContainText('This also replaces the crisis-recovery volume', { timeout: WORK_MS });
  await expect(wizard.button('Continue')).toBeDisabled();
  await wizard.readWarnings();
  await row(/^Crisis-recovery volume/).click();
  await wizard.choose('Keep the chip’s');
  await expect(wizard.plan).not.toContainText('This also replaces', { timeout: WORK_MS });
  await expect(wizard.plan).toContainText('they belong together');
  await wizard.readWarnings();
  await wizard.press('What comes from where, and why');
  await expect(rules.filter({ hasText: '0xF60000' })).toContainText(/stays that of the base.*backup-1\.bin.*equal/);

  // The data of the ME: a donor that has never run, as it is, then declared valid.
  await row(/^Management engine/).click();
  const pick = (name: string | RegExp) => edits.getByRole('radio', { name }).locator('xpath=ancestor::label').click();
  await pick(/^PRACTICE-J61-FULL\.bin It never ran/);
  await expect(wizard.plan).toContainText('brings another identity or none', { timeout: WORK_MS });
  await pick('PRACTICE-J61-FULL.bin, declared valid');
  await expect(rules.filter({ hasText: '0x005400' })).toContainText('declares the settings of the ME valid', { timeout: WORK_MS });
  await wizard.readWarnings();

  await row(/^MAC address/).click();
  await page.getByRole('textbox').fill('01:c1:de:12:34:56');
  await expect(edits).toContainText('Not accepted: the MAC address is a multicast address: no card has one.');
  await expect(wizard.button('Set this address')).toBeDisabled();
  await page.getByRole('textbox').fill(address.toUpperCase());
  await wizard.press('Set this address');
  await expect(wizard.plan).toContainText(`changes from ${own} to ${address}`, { timeout: WORK_MS });
  await expect(wizard.plan).toContainText('Both copies of the network settings hold it, each with a right checksum.');
  // Another image than the one whose warnings were read.
  await expect(wizard.button('Continue')).toBeDisabled();
  await wizard.look('regions-edits-open');
  const paper = page.waitForEvent('download');
  await wizard.press('Save the manifest…');
  const manifest = await readFile(await (await paper).path(), 'utf8');
  expect(manifest).toContain('rom-rescue/composition/1');
  expect(manifest).not.toMatch(new RegExp(`${own}|${address}`, 'i'));

  // Back, one by one.
  await wizard.press('Keep the chip’s address');
  await expect(row(/^MAC address/)).toContainText(`stays ${own}`, { timeout: WORK_MS });
  await pick('Keep what is on the chip');
  await expect(row(/^Management engine/)).toContainText('stays as it is on the chip', { timeout: WORK_MS });
  await wizard.choose('It goes with the BIOS code');
  await wizard.chooseSource('BIOS code', 'Keep what is on the chip');
  await expect(wizard.plan).toContainText('Nothing is to be written yet', { timeout: WORK_MS });
});

test('a new address is written, named before it is, and both checksums are right in the report', async ({ wizard }) => {
  const { page } = wizard;
  await toRegions(wizard, 'old-boot-block');
  await page
    .getByTestId('edits')
    .getByRole('button', { name: /^MAC address/ })
    .click();
  await page.getByRole('textbox').fill(address);
  await wizard.press('Set this address');
  await expect(wizard.plan).toContainText('nothing outside Network (GbE) is touched', { timeout: WORK_MS });
  await wizard.readWarnings();
  await wizard.goOn();
  const dialog = await wizard.askToFlash();
  expect(await wizard.sentenceOf(dialog)).toBe('WRITE network, MAC address replaced');
  await dialog.getByRole('button', { name: 'Cancel: write nothing' }).click();
  await flashToVerified(wizard);

  await wizard.tick('Include serial numbers and network addresses');
  const saved = page.waitForEvent('download');
  await wizard.press('Save as JSON');
  const { target } = JSON.parse(await readFile(await (await saved).path(), 'utf8')) as { target: { report: ImageReport } };
  expect(target.report.gbe?.copies.map(({ mac, sumIsGood }) => [mac, sumIsGood])).toEqual([
    [address, true],
    [address, true],
  ]);
});

test('an image with faults that the chip does not have gets no plan', async ({ wizard }) => {
  await toRegions(wizard, 'old-boot-block');
  const overlapping = practiceStockImage();
  // The BIOS region over everything.
  new DataView(overlapping.buffer).setUint32(0x44, 0x0fff0000, true);
  await wizard.addFile('bad-descriptor.bin', overlapping);
  await wizard.chooseSource('Descriptor', 'bad-descriptor.bin');
  await expect(wizard.plan).toContainText('No plan is made', { timeout: WORK_MS });
  await expect(wizard.plan).toContainText('Regions of the descriptor overlap.');
  await expect(wizard.button('Continue')).toBeDisabled();
  await expect(wizard.page.getByText('This image must not be written: see its faults.')).toBeVisible();
  await wizard.chooseSource('Descriptor', 'Keep what is on the chip');
  await expect(wizard.plan).toContainText('Nothing is to be written yet', { timeout: WORK_MS });
});
