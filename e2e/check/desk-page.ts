// The check screen as a person uses it. Asserts nothing of what the files are.
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Wizard } from '../fixtures/wizard';
import { WORK_MS } from '../fixtures/wizard';

export class DeskPage {
  constructor(private readonly wizard: Wizard) {}

  get page(): Page {
    return this.wizard.page;
  }
  get rows(): Locator {
    return this.page.getByTestId('check-row');
  }
  get table(): Locator {
    return this.page.getByRole('table', { name: 'Files and what they are' });
  }
  row(name: string): Locator {
    return this.rows.filter({ has: this.page.getByRole('button', { name, exact: true }) });
  }

  async open(): Promise<void> {
    await this.wizard.press(/^Check backups/);
    await this.wizard.isOn('Check backups');
  }

  /** As a drag from the desktop ends: files in a transfer, dropped on the page. */
  async drop(paths: readonly string[]): Promise<void> {
    const input = await this.page.evaluateHandle(() => {
      const made = document.createElement('input');
      made.type = 'file';
      made.multiple = true;
      return made;
    });
    await input.setInputFiles([...paths]);
    const transfer = await this.page.evaluateHandle((from) => {
      const made = new DataTransfer();
      for (const file of from.files ?? []) made.items.add(file);
      return made;
    }, input);
    for (const event of ['dragover', 'drop'] as const) await this.page.dispatchEvent('#main', event, { dataTransfer: transfer });
  }

  /** Files and folders, as the browser itself hands them to the page; only a real drag brings folders. */
  async drag(paths: readonly string[]): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 500, y: 400, data });
    await session.detach();
  }

  async choose(paths: readonly string[]): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.wizard.press('Add files…');
    await (await chooser).setFiles([...paths]);
  }

  async chooseFolder(path: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.wizard.press('Add a folder…');
    await (await chooser).setFiles(path);
  }

  async isEmpty(): Promise<void> {
    await expect(this.page.getByTestId('drop-area')).toBeVisible();
  }

  /** Every row has its end. */
  async isDone(count: number, timeout = WORK_MS): Promise<void> {
    await this.lists(count, timeout);
    await expect(this.page.getByRole('progressbar', { name: 'Files checked' })).toBeHidden({ timeout: 2 * WORK_MS });
  }

  /** So many files are in the list as it is shown now; of many only those in sight are drawn. */
  async lists(count: number, timeout = 30_000): Promise<void> {
    await expect(this.table).toHaveAttribute('aria-rowcount', String(count + 1), { timeout });
  }

  async openFile(name: string): Promise<void> {
    await this.row(name).getByRole('button', { name, exact: true }).click();
    await expect(this.wizard.heading).toHaveText(name);
    await expect(this.page.getByTestId('hex')).toBeVisible();
  }
  async back(): Promise<void> {
    await this.wizard.press('All files');
    await this.wizard.isOn('Check backups');
  }
  async select(...names: readonly string[]): Promise<void> {
    for (const name of names) await this.page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check();
  }
  /** These and no others. */
  async compare(...names: readonly string[]): Promise<void> {
    const checked = this.rows.getByRole('checkbox', { checked: true });
    for (let left = await checked.count(); left > 0; left--) await checked.first().click();
    await this.select(...names);
    await this.wizard.press(`Compare ${names.length} files`);
    await this.wizard.isOn(`Compare ${names.length} files`);
    await expect(this.page.getByTestId('meaning')).toBeVisible({ timeout: WORK_MS });
  }
  async save(format: 'HTML' | 'CSV' | 'JSON', { identity = false } = {}): Promise<{ readonly name: string; readonly content: string }> {
    const download = this.page.waitForEvent('download');
    await this.wizard.press('Save report');
    if (identity) await this.page.getByRole('menuitemcheckbox', { name: 'With serial numbers and addresses' }).click();
    await this.page.getByRole('menuitem', { name: new RegExp(`^${format}`) }).click();
    const file = await download;
    return { name: file.suggestedFilename(), content: await readFile(await file.path(), 'utf8') };
  }
}
