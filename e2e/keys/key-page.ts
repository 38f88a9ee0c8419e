// The key screens as a person uses them. Asserts nothing of what is on a key.
import { expect, type Locator, type Page } from '@playwright/test';
import { WORK_MS, type Wizard } from '../fixtures/wizard';

export class KeyPage {
  constructor(readonly wizard: Wizard) {}

  get page(): Page {
    return this.wizard.page;
  }
  get packageCard(): Locator {
    return this.page.getByTestId('package-card');
  }
  get fit(): Locator {
    return this.page.getByTestId('fit');
  }
  get checked(): Locator {
    return this.page.getByTestId('checked');
  }

  async open(): Promise<void> {
    await this.wizard.press(/^Build a USB key/);
    await this.wizard.isOn('Which package is the key made from?');
  }
  async practise(kind: 'server' | 'workstation'): Promise<void> {
    await this.wizard.press(`Practice: ${kind}`);
    await expect(this.packageCard).toContainText('Usable', { timeout: WORK_MS });
  }
  async goOn(title: string): Promise<void> {
    await this.wizard.press('Continue');
    await this.wizard.isOn(title);
  }
  async buildFile(folder: string): Promise<string> {
    await this.page.getByRole('textbox', { name: 'Folder' }).fill(folder);
    await this.wizard.press('Build the key');
    await this.wizard.isOn('The key is built and verified', WORK_MS);
    return (await this.page.getByRole('group', { name: 'Saved as' }).innerText()).trim();
  }
  get chosenDrive(): Locator {
    return this.page.getByTestId('chosen-drive');
  }
  /** With the reason. */
  refused(name: string): Locator {
    return this.page.getByRole('listitem').filter({ hasText: name });
  }
  /** With a practice package, on the list of drives. */
  async toDrives(): Promise<void> {
    await this.open();
    await this.practise('server');
    await this.goOn('Which machine is the key for?');
    await this.wizard.press('Use Z99, the package’s own');
    await expect(this.fit).toContainText('It fits');
    await this.goOn('Where does the key go?');
    await this.wizard.choose('A USB drive');
    await expect(this.page.getByRole('radio', { name: /^Practice stick · / })).toBeVisible();
  }
  async chooseDrive(name: string): Promise<void> {
    await this.page.locator('label').filter({ hasText: name }).click();
    await expect(this.chosenDrive).toBeVisible();
  }
  /** Through the question that shows the drive. */
  async makeNormal(name: string): Promise<void> {
    await this.wizard.press(`Make ${name} normal again`);
    const dialog = this.page.getByRole('alertdialog', { name: 'Make this drive normal again?' });
    await expect(dialog).toContainText(name);
    await dialog.getByRole('button', { name: 'Make it normal' }).click();
  }
  async openCheck(): Promise<void> {
    await this.wizard.press('Check a key instead');
    await this.wizard.isOn('Check a key');
  }
  async check(path: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.wizard.press('Choose an image…');
    await (await chooser).setFiles(path);
    await expect(this.checked).toHaveAttribute('data-verdict', /./, { timeout: WORK_MS });
  }
}
