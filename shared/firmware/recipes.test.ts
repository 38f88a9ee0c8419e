import { describe, expect, it } from 'vitest';
import { machineById } from '../machines';
import { composeTarget } from './compose';
import { inspectImage } from './inspect';
import { rateRecipes, type RecipeFit, type SourceFile } from './recipes';
import { sampleImage } from './synthetic/sample-image';

const z620 = machineById('z620')!;
const file = (label: string, bytes: Uint8Array, ownBackup = false): SourceFile => ({
  label,
  bytes,
  ownBackup,
  report: inspectImage(bytes, { machineId: 'z620' }),
});
const good = sampleImage();
const oldBootBlock = sampleImage({ bootBlock: { date: '12/28/2011' } });
const neverRan = sampleImage({ me: { hasRun: false, validMark: 0xff } });
const dark = new Uint8Array(good);
dark.fill(0, 0xee0000, 0xee0100);
const stock = file('stock.bin', sampleImage({ mac: [255, 255, 255, 255, 255, 255], me: { hasRun: false, validMark: 0xff } }));
const bb2013 = file('bb.bin', good.slice(0xff0000));
const own = file('own.bin', good, true);

const rated = (chip: Uint8Array, ...files: SourceFile[]) =>
  rateRecipes({ machine: z620, chip: inspectImage(chip, { machineId: 'z620' }), files });
const fits = (chip: Uint8Array, ...files: SourceFile[]): Partial<Record<string, RecipeFit>> =>
  Object.fromEntries(rated(chip, ...files).map(({ recipe, fit }) => [recipe.id, fit]));
const nothing = {
  'own-backup-boot-block-2013': 'lacks-file',
  'own-backup-whole': 'lacks-file',
  'bios-from-full-image': 'lacks-file',
  'me-declared-valid': 'no',
  custom: 'possible',
};

describe('recipes', () => {
  it('fit an old boot block when one of 2013 is at hand', () => {
    expect(fits(oldBootBlock)).toEqual(nothing);
    expect(fits(oldBootBlock, bb2013)).toEqual({ ...nothing, 'own-backup-boot-block-2013': 'fits' });
  });

  it('fit a damaged BIOS by the own backup or by a stock image of the same family', () => {
    expect(fits(dark, bb2013)).toEqual(nothing);
    expect(fits(dark, stock)).toEqual({ ...nothing, 'bios-from-full-image': 'fits' });
    expect(fits(dark, own, stock)).toEqual({
      ...nothing,
      'own-backup-boot-block-2013': 'possible',
      'own-backup-whole': 'fits',
      'bios-from-full-image': 'fits',
    });
  });

  it('exchange the boot block of an own backup only where it is not of 2013 yet', () => {
    const ownFrom2011 = file('own-2011.bin', oldBootBlock, true);
    expect(fits(dark, ownFrom2011, bb2013)).toMatchObject({ 'own-backup-boot-block-2013': 'fits' });
    expect(fits(dark, own, bb2013)).toMatchObject({ 'own-backup-boot-block-2013': 'possible', 'own-backup-whole': 'fits' });
  });

  it('fit an ME that was never declared valid', () => {
    expect(fits(neverRan, bb2013)).toEqual({ ...nothing, 'own-backup-boot-block-2013': 'no', 'me-declared-valid': 'fits' });
    expect(fits(neverRan, own)).toMatchObject({ 'own-backup-whole': 'fits', 'me-declared-valid': 'fits' });
  });

  it('do not take a stranger’s family or a damaged backup', () => {
    const j63 = file('j63.bin', sampleImage({ family: 'J63' }));
    expect(fits(dark, j63)).toEqual(nothing);
    expect(fits(oldBootBlock, file('dark.bin', dark, true), bb2013)).toMatchObject({
      'own-backup-boot-block-2013': 'no',
      'own-backup-whole': 'no',
    });
  });

  it('come with choices that compose to a sound image and leave identity alone', () => {
    const choices = rated(dark, stock).find(({ recipe }) => recipe.id === 'bios-from-full-image')!.choices!;
    const composed = composeTarget({ base: dark, machine: z620, choices });
    expect(composed).toMatchObject({ ok: true, value: { changedRegions: ['bios'] } });
    expect(composed.ok && Buffer.compare(composed.value.target, good)).toBe(0);
  });
});
