// The report that a person posts in a forum: it tells what was done, and not whose board it is unless that is asked for.
import { readFile } from 'node:fs/promises';
import { expect, test } from '../fixtures/test';
import { toFlash } from '../fixtures/ways';
import type { Wizard } from '../fixtures/wizard';

const identity = /00:00:5E:00:53:20|00005E005320|PRACTICE0001/i;

async function save(wizard: Wizard, button: string): Promise<string> {
  const download = wizard.page.waitForEvent('download');
  await wizard.press(button);
  return readFile(await (await download).path(), 'utf8');
}

test('a report masks serial number and network address unless they are asked for', async ({ wizard }) => {
  await toFlash(wizard, 'old-boot-block');
  await wizard.flash('Quick');
  await wizard.isWritten();
  await wizard.goOn();
  await wizard.isOn('What was written is on the chip');

  const posted = await save(wizard, 'Save as HTML');
  expect(posted).toContain('<html');
  expect(posted).not.toMatch(identity);
  const read = JSON.parse(await save(wizard, 'Save as JSON')) as object;
  expect(JSON.stringify(read)).not.toMatch(identity);
  await wizard.tick('Include serial numbers and network addresses');
  expect(await save(wizard, 'Save as JSON')).toMatch(identity);
});
