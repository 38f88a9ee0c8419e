import { describe, expect, it } from 'vitest';
import { inspectImage } from '../../shared/firmware/inspect';
import { practiceScenarios } from '../../shared/model/practice';
import { practiceBootBlock, practiceFiles, practiceGoodImage, practiceImage, practiceStockImage } from './practice-image';

/** Notes that every image of this kind carries. */
const always = ['NOT_COVERED', 'PROCESSORS'];
const summary = (bytes: Uint8Array, machineId = 'z620') => {
  const { verdict, machineFamily, biosVersion, recoveryVersion, bootBlockDate, bootBlockClass, meVersion, meState, mac, macKind, ...rest } =
    inspectImage(bytes, { machineId });
  const facts = { machineFamily, biosVersion, recoveryVersion, bootBlockDate, bootBlockClass, meVersion, meState, mac, macKind };
  return {
    verdict,
    ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
    regions: rest.regions.map(({ name }) => name).join(' '),
    codes: rest.findings.map(({ code }) => code).filter((code) => !always.includes(code)),
  };
};
const whole = 'fd gbe pdr me nvram bios bb';
const good = {
  verdict: 'good',
  machineFamily: 'J61',
  biosVersion: '03.96',
  recoveryVersion: '03.96',
  bootBlockDate: '03/06/2013',
  bootBlockClass: '2013',
  meVersion: '8.1.60.1561',
  meState: 'initialised',
  mac: '00:00:5e:00:53:20',
  macKind: 'factory',
  regions: whole,
  codes: [],
};

describe('the practice machine', () => {
  it('has a good image of a Z620 that has run', () => {
    expect(summary(practiceGoodImage())).toEqual(good);
  });

  it('is dark after a mod because the volume the boot block starts is broken, while its tag still stands', () => {
    const { codes, ...rest } = summary(practiceImage('dark-after-mod'));
    const { codes: _none, ...facts } = good;
    // The files that the mod was laid over are seen as well.
    expect({ ...rest, first: codes[0], others: codes.every((code) => /^(VOLUME|FILE)_/.test(code)) }).toEqual({
      ...facts,
      verdict: 'damaged',
      first: 'VOLUME_MISSING',
      others: true,
    });
  });

  it('shows manufacturing mode because the ME has never run and is not declared valid', () => {
    expect(summary(practiceImage('me-manufacturing-mode'))).toEqual({
      ...good,
      verdict: 'usable',
      meState: 'not-declared-valid',
      codes: ['ME_NOT_DECLARED_VALID'],
    });
  });

  it('has the boot block of 2011 in every other scenario', () => {
    const old = { ...good, bootBlockDate: '12/28/2011', bootBlockClass: '2011', codes: ['BOOT_BLOCK_2011'] };
    for (const scenario of practiceScenarios.filter((id) => id !== 'dark-after-mod' && id !== 'me-manufacturing-mode')) {
      expect(summary(practiceImage(scenario))).toEqual(old);
    }
  });

  it('holds the same bytes each time, in an array of its own', () => {
    const [first, second] = [practiceImage('old-boot-block'), practiceImage('old-boot-block')];
    expect(Buffer.compare(first, second)).toBe(0);
    first[0] = 0;
    expect(second[0]).toBe(0xff);
  });

  it('is about two thirds full, as real ones are', () => {
    const full = practiceGoodImage().reduce((count, byte) => count + (byte === 0xff ? 0 : 1), 0) / 0x1000000;
    expect(full).toBeGreaterThan(0.55);
    expect(full).toBeLessThan(0.75);
  });
});

describe('the files at hand', () => {
  it('are a boot block, a stock image without identity, and an own backup where the machine was good before', () => {
    const about = practiceFiles('dark-after-mod').map(({ name, bytes }) => ({ name, ...summary(bytes) }));
    expect(about).toEqual([
      {
        name: 'PRACTICE-BB2013.bin',
        verdict: 'good',
        machineFamily: 'J61',
        bootBlockDate: '03/06/2013',
        bootBlockClass: '2013',
        regions: 'bb',
        codes: ['FILE_IS_PART'],
      },
      {
        ...good,
        name: 'PRACTICE-J61-FULL.bin',
        verdict: 'usable',
        mac: 'ff:ff:ff:ff:ff:ff',
        macKind: 'blank',
        meState: 'not-declared-valid',
        codes: ['MAC_BLANK', 'ME_NOT_DECLARED_VALID', 'NVRAM_BLANK'],
      },
      { ...good, name: 'PRACTICE-OWN-BACKUP.bin' },
    ]);
    expect(practiceFiles('old-boot-block').map(({ name }) => name)).toEqual(['PRACTICE-BB2013.bin', 'PRACTICE-J61-FULL.bin']);
  });

  it('of the other family are told apart', () => {
    expect(summary(practiceStockImage('J63'))).toMatchObject({
      verdict: 'damaged',
      codes: ['FAMILY_WRONG', 'MAC_BLANK', 'ME_NOT_DECLARED_VALID', 'NVRAM_BLANK'],
    });
    expect(summary(practiceBootBlock('2013', 'J63'))).toMatchObject({ verdict: 'damaged', codes: ['FAMILY_WRONG', 'FILE_IS_PART'] });
    expect(summary(practiceBootBlock('2013', 'J63'), 'z820')).toMatchObject({ verdict: 'good' });
  });
});
