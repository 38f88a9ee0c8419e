// The reports of files saved: they hold what the list says, and what makes a board this one only where it is asked for.
import { expect, test } from '../fixtures/test';
import { DeskPage } from './desk-page';
import { goodDump, writeDumps } from './dumps';
import { manyDumps } from './many-dumps';
import { practiceIdentity } from './practice-identity';

interface SavedJson {
  readonly schema: string;
  readonly files: readonly { readonly file: string; readonly verdict: string; readonly summary: string }[];
}

test('reports are saved as a page, a table and data, and hide serial numbers and addresses unless they are asked for', async ({
  wizard,
  context,
}, testInfo) => {
  const desk = new DeskPage(wizard);
  await desk.open();
  await desk.choose(
    await writeDumps(testInfo.outputPath('dumps'), [
      { name: 'read1.bin', bytes: goodDump() },
      ...manyDumps(5),
      { name: '=sum.bin', bytes: new Uint8Array(0) },
    ]),
  );
  await desk.isDone(7);

  await test.step('of all files, hidden', async () => {
    const csv = await desk.save('CSV');
    const lines = csv.content.trim().split('\r\n');
    expect(csv.name).toMatch(/^rom-rescue-check-\d{4}-\d\d-\d\d\.csv$/);
    expect(lines).toHaveLength(8);
    expect(lines[1]).toMatch(/^"read1\.bin",16777216,"good","A whole Z420\/Z620 image/);
    // A spreadsheet takes no name for a formula.
    expect(lines[7]).toMatch(/^"'=sum\.bin",0,"unreadable"/);

    const { name, content } = await desk.save('JSON');
    const json = JSON.parse(content) as SavedJson;
    expect(name).toMatch(/\.json$/);
    expect(json.schema).toBe('rom-rescue/inspect/1');
    expect(json.files.map(({ file }) => file)).toEqual([
      'read1.bin',
      'gbe-1.bin',
      'gbe-read2-2.bin',
      'boot-3.bin',
      'fd-4.bin',
      'chip-5.bin',
      '=sum.bin',
    ]);
    expect(json.files[1]).toMatchObject({ verdict: 'good', summary: 'A network (GbE) region alone; nothing damaged found.' });

    const html = await desk.save('HTML');
    expect(html.name).toMatch(/\.html$/);
    for (const { content: saved } of [csv, { content }, html]) expect(saved).not.toMatch(practiceIdentity);

    const report = await context.newPage();
    await report.setContent(html.content);
    await expect(report.getByRole('heading', { level: 2, name: 'read1.bin' })).toBeVisible();
    await expect(report.locator('section')).toHaveCount(7);
    await expect(report.getByText('What identifies the board is hidden.')).toBeVisible();
    await report.close();
  });

  await test.step('of one file, shown; and the next report hides them again', async () => {
    await desk.select('read1.bin');
    const csv = await desk.save('CSV', { identity: true });
    expect(csv.content.trim().split('\r\n')).toHaveLength(2);
    expect(csv.content).toMatch(practiceIdentity);
    expect((await desk.save('JSON', { identity: true })).content).toMatch(practiceIdentity);
    expect((await desk.save('HTML', { identity: true })).content).toContain('This page shows what identifies the board.');
    expect((await desk.save('HTML')).content).not.toMatch(practiceIdentity);
  });
});
