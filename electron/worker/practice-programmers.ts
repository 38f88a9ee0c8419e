// Practice machines of the device process: one per case, kept in the case's folder, so that it is found as it was left.
import type { PracticeScenario } from '../../shared/model/practice';
import type { OpenProgrammer } from '../../native-bridge/programmers/programmer';
import { fileStore } from '../../native-bridge/simulator/practice-store';
import { simulatedDriver, type SimulatedDriver } from '../../native-bridge/simulator/simulated-programmer';
import { PacedClock } from '../../native-bridge/simulator/simulation-clock';

export interface PracticeProgrammers {
  readonly driver: SimulatedDriver;
  openKept(id: string, chipPath: string): Promise<OpenProgrammer>;
}

/** `speed`: how many times faster than real the practice machines run. */
export function practiceProgrammers({ speed }: { readonly speed?: number } = {}): PracticeProgrammers {
  const clock = speed === undefined ? {} : { clock: () => new PacedClock(speed) };
  const kept = new Map<string, SimulatedDriver>();
  return {
    driver: simulatedDriver(clock),
    openKept: (id, chipPath) => {
      const known = kept.get(chipPath) ?? simulatedDriver({ ...clock, store: (_: PracticeScenario) => fileStore(chipPath) });
      kept.set(chipPath, known);
      return known.open(id);
    },
  };
}
