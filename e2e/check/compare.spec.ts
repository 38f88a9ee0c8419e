// Files beside each other: what their difference means in sentences, and which of several is the odd one.
import { expect, test } from '../fixtures/test';
import { DeskPage } from './desk-page';
import { goodDump, scattered, withFlips, writeDumps } from './dumps';

test('two reads are compared: the page says what the difference means, and what the machine itself changed', async ({
  wizard,
}, testInfo) => {
  const { page } = wizard;
  const desk = new DeskPage(wizard);
  const good = goodDump();
  const later = good.slice().fill(0x41, 0x512000, 0x512040);
  await desk.open();
  await desk.choose(
    await writeDumps(testInfo.outputPath('dumps'), [
      { name: 'read1.bin', bytes: good },
      { name: 'weak-contact.bin', bytes: scattered(good) },
      { name: 'a-day-later.bin', bytes: later },
      { name: 'read1-copy.bin', bytes: good },
    ]),
  );
  await desk.isDone(4);
  const meaning = page.getByTestId('meaning');

  await test.step('a weak contact', async () => {
    await desk.compare('read1.bin', 'weak-contact.bin');
    await expect(meaning.getByRole('listitem').first()).toContainText(/^Likely/);
    await expect(meaning).toContainText(/contact|wire|read/i);
    await expect(page.getByTestId('difference-place')).toContainText('Difference 1 of 30');
    await expect(page.getByText('30 bytes differ in 30 places')).toBeVisible();
    await expect(page.getByText('bits 1 to 0: 30 · 0 to 1: 0')).toBeVisible();
    await desk.back();
  });

  await test.step('the machine ran in between', async () => {
    await desk.compare('read1.bin', 'a-day-later.bin');
    await expect(meaning).toContainText(
      'Only the variables differ: the machine ran between the two reads, which is no error of reading. Keep the newer one as the backup; both are good reads.',
    );
    await expect(page.getByTestId('difference-place')).toContainText('Difference 1 of 1');
    await expect(page.getByTestId('hex').first()).toContainText('512000');
    await desk.back();
  });

  await test.step('equal files', async () => {
    await desk.compare('read1.bin', 'read1-copy.bin');
    await expect(meaning).toContainText('The two files are equal, byte for byte.');
    await expect(page.getByText('equal, byte for byte', { exact: true })).toBeVisible();
    await expect(page.getByRole('region', { name: 'A and B have the same SHA-256' })).toContainText(/[0-9a-f]{64}/);
    await expect(page.getByTestId('hex')).toHaveCount(0);
    await wizard.look('check-compare-equal');
  });
});

test('three reads are compared: the odd one is named, and each can be laid beside the first', async ({ wizard }, testInfo) => {
  const { page } = wizard;
  const desk = new DeskPage(wizard);
  const good = goodDump();
  await desk.open();
  await desk.choose(
    await writeDumps(testInfo.outputPath('dumps'), [
      { name: 'read1.bin', bytes: good },
      { name: 'read2.bin', bytes: withFlips(good) },
      { name: 'read3.bin', bytes: good },
      { name: 'read4.bin', bytes: withFlips(good, 0x900000, 25) },
    ]),
  );
  await desk.isDone(4);
  const meaning = page.getByTestId('meaning');

  await test.step('two of three agree', async () => {
    await desk.compare('read1.bin', 'read2.bin', 'read3.bin');
    await expect(meaning.getByRole('listitem').first()).toContainText(
      '2 files of 3 are equal (read1.bin and read3.bin); read2.bin differs.',
    );
    await expect(meaning.getByRole('listitem').nth(1)).toContainText('Of A and B:');
    await expect(page.getByRole('radio', { name: 'Show beside it: read2.bin' })).toBeChecked();
    await expect(page.getByTestId('difference-place')).toContainText('Difference 1 of 40');
    await wizard.look('check-compare-three');
    await page.getByRole('radio', { name: 'Show beside it: read3.bin' }).check();
    await expect(page.getByTestId('hex')).toHaveCount(0);
    await desk.back();
  });

  await test.step('no two agree: the same sentence is said once', async () => {
    await desk.compare('read1.bin', 'read2.bin', 'read4.bin');
    await expect(meaning.getByRole('listitem')).toHaveCount(2);
    await expect(meaning).toContainText('No two of the 3 files are equal, but at every byte more than half of them agree.');
    await page.getByRole('radio', { name: 'Show beside it: read4.bin' }).check();
    await expect(page.getByTestId('difference-place')).toContainText('Difference 1 of 25');
    await expect(page.getByTestId('hex').first()).toContainText('900000');
  });
});
