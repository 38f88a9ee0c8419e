// The whole wizard without a mouse.
import { Keyboard } from '../fixtures/keyboard';
import { expect, test } from '../fixtures/test';
import { bootBlockRecipe } from '../fixtures/ways';
import { WORK_MS } from '../fixtures/wizard';

test('the whole wizard can be gone through with the keyboard alone', async ({ wizard }) => {
  const { page } = wizard;
  const keys = new Keyboard(page);
  const group = (name: string) => page.getByRole('radiogroup', { name });
  const box = (name: string) => page.getByRole('checkbox', { name });

  await keys.press(wizard.button(/^Practice/));
  await wizard.isOn('Choose what is broken');
  await keys.press(wizard.button('Begin: Boot block of 2011'));
  await wizard.isOn('What is wrong with the machine?');
  await keys.choose(group('Which machine is it?'), 'HP Z620');
  await keys.press(wizard.button('Next question'));
  await keys.tick(box('Black screen; the fans go loud after a minute'));
  await keys.press(wizard.button('Next question'));
  await keys.choose(group('What was last changed?'), 'The processor was swapped');
  await keys.press(wizard.button('Next question'));
  for (const item of ['A CH341A programmer', 'A SOIC-16 clip', 'The boot block of 2013 as a file']) await keys.tick(box(item));
  await keys.press(wizard.button('Show the ways out'));
  await wizard.isOn('These are the ways out');
  await keys.press(wizard.button('Choose: Flash the chip from outside with a clip'));
  await keys.press(wizard.button('Continue'));

  await wizard.isOn('Connect the chip and prove the contact');
  const rules = page.getByRole('region', { name: 'Power rules' }).getByRole('checkbox');
  for (let rule = 0; rule < (await rules.count()); rule++) await keys.tick(rules.nth(rule));
  await keys.press(wizard.button('Test contact'));
  await wizard.contactIsGood();
  await keys.press(wizard.button('Continue'));
  await keys.press(wizard.button('Start the backup'));
  await wizard.isOn('The backup is saved', WORK_MS);
  await keys.press(wizard.button('Continue'));
  await wizard.isOn('Choose what is written, region by region');
  await keys.press(wizard.button(`Use recipe: ${bootBlockRecipe}`));
  await expect(wizard.plan).toContainText('Erase', { timeout: WORK_MS });
  const warnings = page.getByTestId('warnings-read').getByRole('checkbox');
  if ((await warnings.count()) > 0) await keys.tick(warnings);
  await keys.press(wizard.button('Continue'));

  await wizard.isOn('Write the plan to the chip');
  await keys.choose(group('How to verify afterwards'), 'The whole chip');
  await keys.press(wizard.button('Write to the chip…'));
  const dialog = page.getByRole('alertdialog');
  await keys.reach(dialog.getByRole('textbox'));
  await keys.type(await wizard.sentenceOf(dialog));
  await keys.press(dialog.getByRole('button', { name: 'Write now' }));
  await wizard.isWritten();
  await keys.press(wizard.button('Continue'));
  await wizard.isVerified();
  await keys.press(wizard.button('Close the case'));
  await wizard.isOn('What do you want to do?');
});
