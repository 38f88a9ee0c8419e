// What happens to a write when the page, the program or the person breaks off in the middle: the case knows, and goes on to "verified".
import { expect, test, WATCHABLE } from '../fixtures/test';
import { damagedCase, resumeToVerified, watchableFlash } from '../fixtures/ways';
import { WORK_MS } from '../fixtures/wizard';

const running = 'Writing: do not touch clip or cable';

test('a page reloaded, then closed and opened anew, in the middle of a write picks up where the write is', async ({ rescue }) => {
  const wizard = await watchableFlash(rescue, WATCHABLE);
  await wizard.flash('Quick');
  await wizard.isOn(running);
  await expect(wizard.safetyLine).toContainText('partly written', { timeout: WORK_MS });

  await wizard.reload();
  await wizard.isOn(running);
  await expect(wizard.page.getByTestId('progress')).toBeVisible();
  await expect(wizard.safetyLine).toContainText('Chip partly written — do not power the board');
  await expect(wizard.blockMap).toHaveAccessibleName(/Read back, equal to the image: \d+|Erased: \d+|Written, not yet proven: \d+/);

  await wizard.reopenPage();
  // The write goes on without a page: on a slow computer it may be done, and its verify too, before the page is back.
  const [written, verified] = ['The plan is written and proven', 'What was written is on the chip'];
  await wizard.isOn(new RegExp(`${running}|${written}|${verified}`));
  await wizard.isOn(new RegExp(`${written}|${verified}`), WORK_MS);
  if ((await wizard.heading.innerText()) === written) await wizard.goOn();
  await wizard.isOn(verified);
});

test('a program killed in the middle of a write shows the case first and loud, and ends the write', async ({ rescue, faceKind }) => {
  const first = await watchableFlash(rescue, WATCHABLE / 4);
  await first.flash();
  await first.isOn(running);
  await expect(first.safetyLine).toContainText(/[1-9]\d* new/, { timeout: WORK_MS });
  await first.look('flash-running');
  await first.kill();
  // The window ends with its program; a page outlives it, and says so.
  if (faceKind === 'browser') await expect(first.page.getByText('Connection lost. Reconnecting…')).toBeVisible();

  const again = await rescue.start();
  const row = again.case(damagedCase);
  await expect(row).toContainText('Half-written chip — do not power this board');
  await expect(again.page.getByTestId('case-row').first()).toContainText(damagedCase);
  await expect(again.safetyLine).toContainText('do not power that board');
  await again.look('start-half-written');

  await again.openCase(damagedCase);
  await again.isOn('The write stopped before its end');
  await expect(again.journal).toContainText('New content, proven');
  await expect(again.journal).toContainText('Old content');
  await expect(again.journal).toContainText('Unknown: may be erased or half written');
  await expect(again.journal).toContainText('BIOS code');
  await expect(again.safetyLine).toContainText('Chip partly written — do not power the board');
  await again.look('flash-interrupted');
  await resumeToVerified(again);
  await again.goToStart();
  await expect(again.case(damagedCase)).not.toContainText('Half-written');
});

test('a backup is stopped at once, a write after its block, and both can be begun again', async ({ rescue }) => {
  const slow = await watchableFlash(rescue, WATCHABLE);
  await slow.goToStep('Backup');
  await slow.page.getByText('Take another backup').click();
  await slow.press('Start the backup');
  await slow.isOn('Reading the chip');
  await expect(slow.page.getByText(/ of 32 MiB/)).toBeVisible();
  await slow.look('backup-running');
  await slow.press('Stop');
  await expect(slow.error).toContainText('You stopped the work.');
  await expect(slow.error).toContainText('The chip is safe: nothing was written.');
  await expect(slow.safetyLine).toContainText('2 equal reads saved');

  await slow.goToStep('Flash');
  await slow.flash();
  await slow.isOn(running);
  await expect(slow.safetyLine).toContainText(/[1-9]\d* new/, { timeout: WORK_MS });
  await slow.press('Stop after this block');
  await slow.isOn('The write stopped before its end');
  await expect(slow.error).toContainText('You stopped the work.');
  await expect(slow.journal).toContainText('Unknown: may be erased or half writtennone');
  await expect(slow.safetyLine).toContainText('Chip partly written — do not power the board');
  await slow.stop();

  const again = await rescue.start();
  await again.openCase(damagedCase);
  await resumeToVerified(again);
});
