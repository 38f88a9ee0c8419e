// What a face knows of a programmer before it is opened, and how it is opened.
import type { ProgrammerInfo } from '../../shared/model/programmer';
import type { Clock } from '../clock';
import type { SpiBus } from '../spi/bus';

export interface ProgrammerDriver {
  readonly kind: ProgrammerInfo['kind'];
  list(): Promise<readonly ProgrammerInfo[]>;
  /** Throws a Fault that tells the mistakes apart. */
  open(id: string): Promise<OpenProgrammer>;
}

export interface OpenProgrammer {
  readonly info: ProgrammerInfo;
  readonly bus: SpiBus;
  /** The clock that belongs to the bus: virtual for simulated devices. */
  readonly clock: Clock;
  /** Practice only: put back what the scenario broke (plug in again, reseat the clip). */
  readonly mend?: () => void;
}
