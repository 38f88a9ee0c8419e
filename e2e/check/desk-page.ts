// The check screen as a person uses it. Asserts nothing of what the files are.
import { expect, type Locator, type Page } from '@playwright/test';
import type { Wizard } from '../fixtures/wizard';
import { WORK_MS } from '../fixtures/wizard';
import type { Dump } from './dumps';

export class DeskPage {
  constructor(private readonly wizard: Wizard) {}

  get page(): Page {
    return this.wizard.page;
  }
  get rows(): Locator {
    return this.page.getByTestId('check-row');
  }
  row(name: string): Locator {
    return this.rows.filter({ has: this.page.getByRole('button', { name, exact: true }) });
  }

  async open(): Promise<void> {
    await this.wizard.press(/^Check backups/);
    await this.wizard.isOn('Check backups');
  }

  /** As a drag from the desktop ends: files in a transfer, dropped on the page. The bytes come over one by one: a message has a limit. */
  async drop(files: readonly Dump[]): Promise<void> {
    const transfer = await this.page.evaluateHandle(() => new DataTransfer());
    for (const { name, bytes } of files) {
      const chooser = await this.page.evaluateHandle(() => {
        const input = document.createElement('input');
        input.type = 'file';
        return input;
      });
      await chooser.setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
      await this.page.evaluate(
        ([to, from]) => {
          for (const file of from.files ?? []) to.items.add(file);
        },
        [transfer, chooser] as const,
      );
    }
    for (const event of ['dragover', 'drop'] as const) await this.page.dispatchEvent('#main', event, { dataTransfer: transfer });
  }

  async choose(files: readonly Dump[]): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.wizard.press('Add files…');
    await (
      await chooser
    ).setFiles(files.map(({ name, bytes }) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })));
  }

  /** Every row has its end. */
  async isDone(count: number): Promise<void> {
    await expect(this.rows).toHaveCount(count, { timeout: WORK_MS });
    await expect(this.page.getByRole('progressbar', { name: 'Files checked' })).toBeHidden({ timeout: 2 * WORK_MS });
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
  async save(format: 'HTML' | 'CSV' | 'JSON'): Promise<string> {
    const download = this.page.waitForEvent('download');
    await this.wizard.press('Save report');
    await this.page.getByRole('menuitem', { name: new RegExp(`^${format}`) }).click();
    const { readFile } = await import('node:fs/promises');
    return readFile(await (await download).path(), 'utf8');
  }
}
