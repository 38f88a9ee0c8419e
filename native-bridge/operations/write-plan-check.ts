// The last look at a plan before it runs: what does not fit the chip is a bug or another chip's plan, and is refused.
import type { ChipInfo } from '../../shared/model/chip';
import { fault } from '../../shared/model/errors';
import type { ByteRange, PlanUnit } from '../../shared/model/plan';
import { endOf } from '../../shared/firmware/ranges';
import type { WriteParams } from './device-session';

/** @throws INPUT_INVALID, CHIP_LOW_VOLTAGE */
export function checkPlan({ chip, plan, desired, known }: Pick<WriteParams, 'chip' | 'plan' | 'desired' | 'known'>): void {
  if (chip.voltage === '1.8V') throw fault('CHIP_LOW_VOLTAGE', { jedec: chip.jedec, name: chip.name });
  if (desired.length !== chip.sizeBytes || known.length !== chip.sizeBytes) throw invalid('images are not of the size of the chip');
  for (const unit of plan.units) checkUnit(unit, chip);
}

const invalid = (detail: string) => fault('INPUT_INVALID', { detail });
const within = (inner: ByteRange, outer: ByteRange): boolean => inner.offset >= outer.offset && endOf(inner) <= endOf(outer);

function checkUnit({ range, erase, program, preserve }: PlanUnit, { sizeBytes, pageBytes, eraseTypes }: ChipInfo): void {
  const at = `unit at ${range.offset}`;
  if (range.length <= 0 || !within(range, { offset: 0, length: sizeBytes })) throw invalid(`${at} lies outside the chip`);
  if (erase) {
    const fits = eraseTypes.some((type) => type.sizeBytes === erase.length) && erase.offset % erase.length === 0;
    if (!fits || !within(erase, range)) throw invalid(`${at} has an erase the chip does not have, or outside itself`);
  }
  for (const run of program) {
    const paged = run.offset % pageBytes === 0 && run.length % pageBytes === 0;
    if (!paged || !within(run, range)) throw invalid(`${at} programs outside itself or not by pages`);
  }
  if (preserve.some((part) => !within(part, range))) throw invalid(`${at} preserves outside itself`);
}
