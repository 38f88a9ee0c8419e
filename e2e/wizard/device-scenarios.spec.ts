// Practice machines whose trouble comes while the chip is worked on: each error says its four lines, and the way on leads to "verified".
import { expectFourLines, nothingWritten, partlyWritten } from '../fixtures/error-lines';
import { expect, test } from '../fixtures/test';
import { bootBlockRecipe, flashToVerified, resumeToVerified, toBackup, toFlash } from '../fixtures/ways';
import { WORK_MS } from '../fixtures/wizard';

test('a clip that slips in the middle of a write: put right, the write goes on to its end', async ({ wizard }) => {
  await toFlash(wizard, 'clip-slips');
  await wizard.flash();
  await wizard.isOn('The write stopped before its end', WORK_MS);
  await expectFourLines(wizard.error, {
    what: 'The clip lost contact during the work.',
    safety: partlyWritten,
    firstStep: 'Press the clip straight down.',
  });
  await expect(wizard.safetyLine).toContainText('Chip partly written — do not power the board');
  await expect(wizard.journal).toContainText('Unknown: may be erased or half written');
  await expect(wizard.journal).toContainText('Boot block');

  await wizard.look('flash-clip-lost');
  await wizard.press('Press the clip down');
  await resumeToVerified(wizard);
});

test('an adapter unplugged during an erase: plugged in again, the write goes on to its end', async ({ wizard }) => {
  await toFlash(wizard, 'adapter-unplugged');
  await wizard.flash();
  await wizard.isOn('The write stopped before its end', WORK_MS);
  await expectFourLines(wizard.error, {
    what: 'The adapter left the USB bus.',
    safety: partlyWritten,
    firstStep: 'Check the plug and the cable.',
  });
  await expect(wizard.journal).toContainText('Unknown: may be erased or half written');
  await expect(wizard.page.getByRole('complementary', { name: 'State' })).toContainText('Connection lost');

  await wizard.press('Plug it back in');
  await resumeToVerified(wizard);
});

test('a write-protected chip refuses before anything changes; with /WP high the write goes through', async ({ wizard }) => {
  await toFlash(wizard, 'write-protected');
  await wizard.flash();
  await expectFourLines(wizard.error, {
    what: 'The chip protects itself against writing, and the protection could not be lifted',
    safety: nothingWritten,
    firstStep: 'Tie /WP to VCC: pin 9 of SOIC-16, pin 3 of SOIC-8.',
  });
  await expect(wizard.safetyLine).toContainText('Chip untouched');
  await wizard.look('flash-protected');

  await wizard.press('Tie /WP to 3.3 V');
  await resumeToVerified(wizard);
});

test('a 1.8 V chip is refused at its id, and that is where it ends', async ({ wizard }) => {
  await wizard.startPractice('low-voltage-chip');
  await wizard.press('Skip the questions: go straight to the clip');
  await wizard.connect();
  await expectFourLines(wizard.error, {
    what: 'The id ef6018 is that of a 1.8 V chip. 3.3 V damages it.',
    safety: 'Nothing was written. 3.3 V may harm the chip for as long as the adapter is plugged in.',
    firstStep: 'Unplug the adapter from USB now.',
  });
  await wizard.look('connect-low-voltage');
  await expect(wizard.button('Continue')).toBeDisabled();
  await expect(wizard.safetyLine).toContainText('Chip untouched');
  // The way on is out: the case stays, and another can be begun.
  await wizard.goToStart();
  await expect(wizard.page.getByTestId('case-row')).toHaveCount(1);
});

test('blocks that never settle are named; with the clip reseated the backup is good and the write follows', async ({ wizard }) => {
  await toBackup(wizard, 'flaky-reads');
  await wizard.press('Start the backup');
  await expectFourLines(wizard.error, {
    what: 'never read the same twice; the first is at 0x9C5000',
    safety: nothingWritten,
    firstStep: 'Set the clip anew and keep the wires still.',
  });
  await expect(wizard.page.getByText('0x9C5000–0x9C6FFF')).toBeVisible();
  await expect(wizard.button('Continue')).toBeDisabled();
  await wizard.look('backup-unstable');

  await wizard.press('Press the clip down');
  await wizard.goToConnection();
  await wizard.testContact();
  await wizard.contactIsGood();
  await wizard.goOn();
  await wizard.backup();
  await wizard.goOn();
  await wizard.chooseRecipe(bootBlockRecipe);
  await wizard.readWarnings();
  await wizard.goOn();
  await flashToVerified(wizard);
});
