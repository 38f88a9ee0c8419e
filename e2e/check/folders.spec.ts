// Whole folders on the desk, dragged and chosen: files in folders of folders, archives in them, and the parts of one image joined.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { zx20Layout } from '../../shared/machines/zx20-layout';
import { expect, test } from '../fixtures/test';
import { DeskPage } from './desk-page';
import { goodDump, writeDumps, type Dump } from './dumps';
import { manyDumps } from './many-dumps';

/** A folder as a support desk is sent it: notes, folders in folders, an empty one, an archive. */
async function writeCase(folder: string): Promise<string> {
  const [network, broken, bootBlock, descriptor] = manyDumps(4) as [Dump, Dump, Dump, Dump];
  const note = new TextEncoder().encode('Dark since Monday.\n');
  await writeDumps(join(folder, 'Z620 case'), [
    { name: 'gbe.bin', bytes: network.bytes },
    { name: 'notes.txt', bytes: note },
    { name: 'reads/first/gbe.bin', bytes: broken.bytes },
    { name: 'reads/second/deeper/boot.bin', bytes: bootBlock.bytes },
    {
      name: 'reads/old.zip',
      bytes: zipSync({ 'a/fd.bin': descriptor.bytes, 'a/photo.jpg': note, 'in.zip': zipSync({ 'gbe.bin': network.bytes }) }),
    },
  ]);
  await mkdir(join(folder, 'Z620 case', 'empty'));
  return join(folder, 'Z620 case');
}

const listed = [
  'Z620 case/gbe.bin',
  'Z620 case/reads/first/gbe.bin',
  'Z620 case/reads/old.zip',
  'Z620 case/reads/old.zip › a/fd.bin',
  'Z620 case/reads/old.zip › in.zip',
  'Z620 case/reads/old.zip › in.zip › gbe.bin',
  'Z620 case/reads/second/deeper/boot.bin',
];

for (const way of ['drag', 'choose'] as const)
  test(`a folder that is ${way === 'drag' ? 'dragged onto the window' : 'chosen'} is told with the folders in it, and archives are opened`, async ({
    wizard,
  }, testInfo) => {
    const { page } = wizard;
    const desk = new DeskPage(wizard);
    await desk.open();
    const folder = await writeCase(testInfo.outputPath('dumps'));
    await (way === 'drag' ? desk.drag([folder]) : desk.chooseFolder(folder));
    await desk.isDone(listed.length);
    const names = await desk.rows.getByRole('button').evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label')));
    expect(names.sort()).toEqual([...listed].sort());
    await expect(page.getByText('1 note or picture in the folder was passed over.')).toBeVisible();
    await expect(desk.row('Z620 case/reads/first/gbe.bin')).toContainText('checksum');
    await expect(desk.row('Z620 case/reads/old.zip')).toContainText('It holds 3 files');
    await expect(desk.row('Z620 case/reads/old.zip › in.zip › gbe.bin')).toContainText('Same bytes as gbe.bin');
    await desk.openFile('Z620 case/reads/old.zip');
    await wizard.press('a/fd.bin');
    await wizard.isOn('Z620 case/reads/old.zip › a/fd.bin');
  });

test('the seven files of a DOS backup are offered as one image, joined, and the image is inspected as a row of its own', async ({
  wizard,
}, testInfo) => {
  const { page } = wizard;
  const desk = new DeskPage(wizard);
  const image = goodDump();
  const seven = zx20Layout.regions.map(({ offset, length, backupFile }) => ({
    name: `J61/${backupFile}.BIN`,
    bytes: image.slice(offset, offset + length),
  }));
  await desk.open();
  const folder = testInfo.outputPath('dumps');
  const paths = await writeDumps(folder, seven);
  const offer = page.getByTestId('set-offer');

  await test.step('with one file missing it says which, and joins nothing', async () => {
    await desk.choose(paths.slice(0, 6));
    await desk.isDone(6);
    await expect(offer).toContainText(`6 files are the parts of one image. Missing: ${zx20Layout.regions.at(-1)?.title}.`);
    await expect(offer.getByRole('button')).toHaveCount(0);
    await wizard.press('Clear the list');
    await desk.isEmpty();
  });

  await desk.drag([join(folder, 'J61')]);
  await desk.isDone(7);
  await expect(offer).toContainText('7 files in “J61” are the parts of one image.');
  await wizard.look('check-set');
  await offer.getByRole('button', { name: 'Join into one image' }).click();
  await desk.isDone(8);
  await expect(offer).toBeHidden();
  await expect(desk.row('J61/joined.bin')).toContainText('Good');
  await expect(desk.row('J61/joined.bin')).toContainText(/whole Z420\/Z620 image: BIOS 3\.96.*nothing damaged found/);
  await desk.openFile('J61/joined.bin');
  await page.getByRole('textbox', { name: 'Go to' }).fill('0xFF0000');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('hex-place')).toContainText('in Boot block');
});
