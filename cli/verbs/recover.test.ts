import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { runHere, type RunOptions, type Said } from '../testing/run-here';

// A whole recovery reads the chip three times and inspects several images.
vi.setConfig({ testTimeout: 90_000 });

const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-recover-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const recover = (line: string, options?: RunOptions): Promise<Said> => runHere(['recover', ...line.split(' '), '--json'], options);
const codeOf = ({ json }: Said): string => (json()['error'] as { code: string }).code;

test('an old boot block is replaced and verified, with a report in the case', async () => {
  const { exit, json } = await recover(`--programmer simulated:old-boot-block --case ${folder} --recipe own-backup-boot-block-2013 --yes`);
  expect({ exit, ...json() }).toMatchObject({
    exit: 0,
    ok: true,
    schema: 'rom-rescue/recover/1',
    verified: true,
    chipState: 'verified',
    differences: [],
  });
  expect(readFileSync(json()['report'] as string, 'utf8')).toContain('<html');
});

test('without a recipe nothing is written, the recipes are told, and the case goes on with one', async () => {
  const first = await recover(`--programmer simulated:old-boot-block --case ${folder}`);
  expect({ exit: first.exit, code: codeOf(first) }).toEqual({ exit: 4, code: 'SAFETY_REFUSED' });
  const told = first.json() as { recipes: { recipe: string }[]; case: string };
  expect(told.recipes.map(({ recipe }) => recipe)).toContain('own-backup-boot-block-2013');
  const second = await recover(`--case ${told.case} --recipe own-backup-boot-block-2013 --yes`);
  expect({ exit: second.exit, case: second.json()['case'] }).toEqual({ exit: 0, case: told.case });
});

test('a clip that slips leaves a case that goes on to the end', async () => {
  const first = await recover(`--programmer simulated:clip-slips --case ${folder} --recipe own-backup-boot-block-2013 --yes`);
  expect({ exit: first.exit, code: codeOf(first) }).toEqual({ exit: 3, code: 'BUS_LOST' });
  const place = first.json()['case'] as string;
  expect(existsSync(join(place, 'journal.ndjson'))).toBe(true);
  const second = await recover(`--case ${place} --yes`);
  expect({ exit: second.exit, ...second.json() }).toMatchObject({ exit: 0, verified: true, chipState: 'verified' });
});

test('nothing is written unless the sentence is typed', async () => {
  const line = `--programmer simulated:old-boot-block --case ${folder} --recipe own-backup-boot-block-2013`;
  const refused = await recover(line, { typed: 'yes' });
  expect({ exit: refused.exit, code: codeOf(refused) }).toEqual({ exit: 2, code: 'INPUT_INVALID' });
  expect((await recover(`--case ${refused.json()['case'] as string}`, { typed: 'write boot block' })).exit).toBe(0);
});

test.each([
  ['--recipe magic', 'own-backup-whole'],
  ['--machine z440', 'z620'],
])('%s is answered with what there is', async (line, known) => {
  const said = await recover(`--programmer simulated --case ${folder} ${line}`);
  expect({ exit: said.exit, code: codeOf(said) }).toEqual({ exit: 2, code: 'INPUT_INVALID' });
  expect((said.json()['error'] as { message: string }).message).toContain(known);
});
