import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../clock';
import { Ch341aBus } from '../programmers/ch341a-bus';
import { Ch341aDevice } from '../simulator/ch341a-device';
import { FaultyFlash } from '../simulator/faults';
import { NorChip } from '../simulator/nor-chip';
import { w25q128, type NorProfile } from '../simulator/nor-profile';
import { NorFlash } from './nor-chip';
import { PageWriter, type Page } from './page-writer';
import { buildProfile } from './profile';

const PAGES = 128;
const pages: Page[] = Array.from({ length: PAGES }, (_, index) => ({
  offset: index * 256,
  data: Uint8Array.from({ length: 256 }, (_unused, at) => (index * 31 + at * 7) & 0xff),
}));

async function writer(pageMs: number) {
  const profile: NorProfile = { ...w25q128, pageMs };
  const clock = new VirtualClock();
  const chip = new NorChip(profile);
  const port = new FaultyFlash(chip);
  const usb = new Ch341aDevice({ flash: port, clock });
  const bus = await Ch341aBus.open(await usb.open(usb.info), clock, () => Promise.resolve(true));
  const codes: string[] = [];
  const flash = new NorFlash(bus, buildProfile(Uint8Array.of(0xef, 0x40, 0x18), undefined)!, clock, (code, params) =>
    codes.push(typeof params?.['mode'] === 'string' ? `${code} ${params['mode']}` : code),
  );
  return { chip, port, usb, clock, codes, pages: new PageWriter(flash) };
}

function expectProgrammed(chip: NorChip): void {
  for (const { offset, data } of pages) expect(Buffer.compare(chip.content.subarray(offset, offset + 256), data)).toBe(0);
  expect(chip.counters.badProgramBits).toBe(0);
  expect(chip.counters.withoutWriteEnable).toBe(0);
}

describe('pages', () => {
  it('of a usual chip travel many to a submission, eleven IN transfers each', async () => {
    const { chip, usb, codes, pages: writing } = await writer(0.4);
    const before = usb.counters.inTransfers;
    await writing.program(pages);
    expectProgrammed(chip);
    expect(codes).toEqual(['pages chained']);
    expect(usb.counters.inTransfers - before).toBeLessThanOrEqual(PAGES * 11 + 3);
    expect(usb.counters.roundTrips).toBeLessThan(PAGES / 4);
    expect(chip.counters.ignoredWhileBusy).toBe(0);
  });

  it('of a chip slower than two packets of status are waited for by the programmer, in the same submission', async () => {
    const { chip, usb, codes, pages: writing } = await writer(0.9);
    await writing.program(pages);
    expectProgrammed(chip);
    expect(codes).toEqual(['pages chained']);
    expect(usb.counters.outTransfers).toBeLessThan(PAGES * 1.6);
    expect(chip.counters.ignoredWhileBusy).toBe(0);
  });

  it('of a very slow chip are waited for', async () => {
    const { chip, codes, pages: writing } = await writer(4);
    await writing.program(pages);
    expectProgrammed(chip);
    expect(codes).toEqual(['pages careful']);
    expect(chip.counters.ignoredWhileBusy).toBe(0);
  });

  it('that became slower than learned are seen not to be taken, sent again, and the pace falls back', async () => {
    const slow = await writer(0.3);
    await slow.pages.program(pages.slice(0, 16));
    Object.assign(slow.chip.profile, { pageMs: 0.8 });
    await slow.pages.program(pages.slice(16));
    expectProgrammed(slow.chip);
    expect(slow.codes).toEqual(['pages chained', 'pages-missed', 'pages chained']);
  });

  it('whose write enable is lost are sent again alone', async () => {
    const { chip, port, pages: writing } = await writer(0.4);
    port.arm({ what: { kind: 'write-enable-lost', times: 1 }, when: { on: 'frame', opcode: 0x06, nth: 40 } });
    await writing.program(pages);
    for (const { offset, data } of pages) expect(Buffer.compare(chip.content.subarray(offset, offset + 256), data)).toBe(0);
    expect(chip.counters.badProgramBits).toBe(0);
  });

  it('stop as "bus lost" when the status reads all ones', async () => {
    const { port, pages: writing } = await writer(0.4);
    port.arm({ what: { kind: 'clip-off' }, when: { on: 'bytes', count: 9000 } });
    await expect(writing.program(pages)).rejects.toMatchObject({ error: { code: 'BUS_LOST' } });
  });
});
