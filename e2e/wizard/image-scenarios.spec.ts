// Practice machines whose trouble is in the bytes of the chip: the whole wizard, each to "verified". The third is browser/screens.spec.ts.
import { expect, test } from '../fixtures/test';
import { bootBlockRecipe, flashToVerified } from '../fixtures/ways';

test('a Management Engine in manufacturing mode is declared valid', async ({ wizard }) => {
  await wizard.startPractice('me-manufacturing-mode');
  await wizard.answerDiagnosis({
    machine: 'HP Z620',
    symptoms: ['The message “Management platform in manufacturing mode”'],
    change: 'The Management Engine was changed',
    atHand: ['A CH341A programmer', 'A SOIC-16 clip', 'A backup of this very machine'],
  });
  await wizard.chooseWayOut();
  await wizard.connect();
  await wizard.goOn();
  await wizard.backup();
  await expect(wizard.page.getByTestId('image-card')).toContainText('not declared valid');
  await wizard.goOn();
  await wizard.chooseRecipe('Declare the ME settings valid');
  await expect(wizard.plan).toContainText('nothing outside Management engine (ME) is touched');
  await wizard.readWarnings();
  await wizard.goOn();
  await flashToVerified(wizard);
});

test('a boot block of 2011 is replaced, and nothing else', async ({ wizard }) => {
  await wizard.startPractice('old-boot-block');
  await wizard.answerDiagnosis({
    machine: 'HP Z620',
    symptoms: ['Black screen; the fans go loud after a minute'],
    change: 'The processor was swapped',
    atHand: ['A CH341A programmer', 'A SOIC-16 clip', 'The boot block of 2013 as a file'],
  });
  await wizard.chooseWayOut();
  await wizard.connect();
  await wizard.goOn();
  await wizard.backup();
  await expect(wizard.page.getByTestId('image-card')).toContainText('2011');
  await wizard.goOn();
  await wizard.chooseRecipe(bootBlockRecipe);
  await expect(wizard.plan).toContainText('Erase 20 KiB');
  await expect(wizard.plan).toContainText('nothing outside Boot block is touched');
  await wizard.readWarnings();
  await wizard.goOn();
  await wizard.flash('Quick');
  await wizard.isWritten();
  await wizard.goOn();
  // A quick proof says that it is one.
  await wizard.isOn('What was written is on the chip');
  await expect(wizard.page.getByTestId('hashes')).toContainText('not read in full');
  await wizard.press('Verify again');
  await wizard.isVerified();
});
