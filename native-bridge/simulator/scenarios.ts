// The practice scenarios as data: which chip is on the clip, and what goes wrong when. The image is practice-image.ts.
import type { PracticeScenario } from '../../shared/model/practice';
import type { Fault } from './faults';
import { w25q128, w25q128LowVoltage, type NorProfile } from './nor-profile';

export interface Scenario {
  readonly profile: NorProfile;
  readonly faults: readonly Fault[];
}

/** SRP, and BP so that the topmost 256 KiB, the boot block with them, are protected. */
const topProtected = 0x84;

/** 40 % of the practice boot block, which has 56 pages with something in them. A larger job is hit earlier. */
const clipSlipsAtPage = 22;

const scenarios: Readonly<Record<PracticeScenario, Scenario>> = {
  'dark-after-mod': { profile: w25q128, faults: [] },
  'me-manufacturing-mode': { profile: w25q128, faults: [] },
  'old-boot-block': { profile: w25q128, faults: [] },
  'clip-slips': {
    profile: w25q128,
    faults: [{ what: { kind: 'clip-off' }, when: { on: 'pages', count: clipSlipsAtPage } }],
  },
  'adapter-unplugged': { profile: w25q128, faults: [{ what: { kind: 'unplugged' }, when: { on: 'erase', nth: 1 } }] },
  'write-protected': {
    profile: w25q128,
    faults: [{ what: { kind: 'write-protected', sr1: topProtected, pinLow: true }, when: { on: 'now' } }],
  },
  'low-voltage-chip': { profile: w25q128LowVoltage, faults: [] },
  'flaky-reads': {
    profile: w25q128,
    faults: [
      {
        what: {
          kind: 'flaky-reads',
          seed: 0x5eed,
          places: [
            { offset: 0x12_3000, length: 0x3000, oneIn: 500, settlesAfter: 2 },
            { offset: 0x6a_1000, length: 0x1000, oneIn: 500, settlesAfter: 2 },
            { offset: 0x9c_5000, length: 0x2000, oneIn: 500 },
          ],
        },
        when: { on: 'now' },
      },
    ],
  },
};

export const scenarioOf = (name: PracticeScenario): Scenario => scenarios[name];
