// The practice programmer: a simulated CH341A with a practice chip on it, driven by the real CH341A driver.
import { fault } from '../../shared/model/errors';
import { isPracticeScenario, practiceScenarios, type PracticeScenario } from '../../shared/model/practice';
import type { ProgrammerInfo } from '../../shared/model/programmer';
import { openCh341a } from '../programmers/ch341a';
import type { OpenProgrammer, ProgrammerDriver } from '../programmers/programmer';
import { Ch341aDevice } from './ch341a-device';
import { FaultyFlash } from './faults';
import { NorChip } from './nor-chip';
import { practiceImage } from './practice-image';
import type { PracticeStore } from './practice-store';
import { scenarioOf } from './scenarios';
import { PacedClock, type SimulationClock } from './simulation-clock';

/** The bench of one scenario: chip, faults, adapter. Lives as long as the process. */
export interface PracticeBench {
  readonly chip: NorChip;
  readonly flash: FaultyFlash;
  readonly device: Ch341aDevice;
  readonly clock: SimulationClock;
  /** Puts back what the scenario broke: the plug, the clip, the jumper. It does not break again. */
  readonly mend: () => void;
}

export interface SimulatedDeps {
  /** Default: practice time, forty times faster than real. Tests hand in a VirtualClock. */
  readonly clock?: () => SimulationClock;
  readonly image?: (scenario: PracticeScenario) => Uint8Array;
  readonly store?: (scenario: PracticeScenario) => PracticeStore | undefined;
}

export interface SimulatedDriver extends ProgrammerDriver {
  /** The bench behind an id, made on first use. */
  bench(scenario: PracticeScenario): PracticeBench;
}

const defaultScenario: PracticeScenario = 'dark-after-mod';

/** Ids: `simulated` or `simulated:SCENARIO`. Opened again, the chip is as it was left. */
export function simulatedDriver(deps: SimulatedDeps = {}): SimulatedDriver {
  const benches = new Map<PracticeScenario, PracticeBench>();
  const bench = (scenario: PracticeScenario) => {
    const known = benches.get(scenario);
    if (known) return known;
    const made = makeBench(scenario, deps);
    benches.set(scenario, made);
    return made;
  };
  return {
    kind: 'simulated',
    list: () => Promise.resolve(practiceScenarios.map(infoOf)),
    open: (id) => openBench(scenarioOfId(id), bench(scenarioOfId(id))),
    bench,
  };
}

/** One scenario on its own, with `image` instead of the practice image where given. */
export function openSimulated(
  scenario: PracticeScenario,
  image?: Uint8Array,
  deps: Omit<SimulatedDeps, 'image'> = {},
): Promise<OpenProgrammer & { readonly bench: PracticeBench }> {
  const bench = makeBench(scenario, image ? { ...deps, image: () => image } : deps);
  return openBench(scenario, bench).then((open) => ({ ...open, bench }));
}

function scenarioOfId(id: string): PracticeScenario {
  const name = id === 'simulated' ? defaultScenario : id.slice('simulated:'.length);
  if (!isPracticeScenario(name)) throw fault('USB_PROGRAMMER_UNKNOWN', { wanted: id });
  return name;
}

const infoOf = (scenario: PracticeScenario): ProgrammerInfo => ({
  id: `simulated:${scenario}`,
  kind: 'simulated',
  name: 'Practice CH341A',
});

function makeBench(scenario: PracticeScenario, { clock: newClock, image = practiceImage, store: storeOf }: SimulatedDeps): PracticeBench {
  const { profile, faults } = scenarioOf(scenario);
  const store = storeOf?.(scenario);
  const kept = store?.load(profile.sizeBytes);
  // A copy: the chip's bytes change, the image handed in must not.
  const chip = new NorChip(profile, kept?.content ?? image(scenario).slice());
  if (store) {
    store.start(chip.content, kept?.faultsDone ?? false);
    chip.array.contentChanged = ({ start, end }) => store.changed(chip.content, start, end);
  }
  const clock = newClock?.() ?? new PacedClock();
  const flash: FaultyFlash = new FaultyFlash(
    chip,
    () => device.unplug(),
    ({ kind }) => {
      // What breaks once is not broken again by starting the program anew; a standing fault is, until mended.
      if (kind === 'clip-off' || kind === 'unplugged') store?.faultsAreDone();
    },
  );
  const device: Ch341aDevice = new Ch341aDevice({ flash, clock });
  if (!kept?.faultsDone) flash.arm(...faults);
  const mend = () => {
    flash.mend(clock.now());
    device.plugIn();
    if (faults.length > 0) store?.faultsAreDone();
  };
  return { chip, flash, device, clock, mend };
}

async function openBench(scenario: PracticeScenario, { device, clock, mend }: PracticeBench): Promise<OpenProgrammer> {
  if (!device.isPlugged) throw fault('USB_UNPLUGGED');
  const { bus } = await openCh341a('ch341a', { backend: device, clock, platform: 'linux' });
  return { info: infoOf(scenario), bus, clock, mend };
}
