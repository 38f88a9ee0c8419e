// The machines the program knows. The public face of this folder.
import type { Machine } from './types';
import type { WayOutData } from './ways-out';
import { z420, z620, z820 } from './zx20';
import { zx20WaysOut } from './zx20-ways-out';

export type { BiosRelease, ImageLayout, Jumper, Machine, MachineRegion, MarkPlaces, ProcessorNeeds, RegionId, VolumePlace } from './types';
export { regionIds } from './types';

export const machines: readonly Machine[] = [z420, z620, z820];

/** Undefined for an id that is not known, so that input from outside can be asked about. */
export const machineById = (id: string): Machine | undefined => machines.find((machine) => machine.id === id);

/** Machines whose images are told by this family tag: Z420 and Z620 share theirs. */
export const machinesOfFamily = (family: string): readonly Machine[] => machines.filter((machine) => machine.family.value === family);

/** Ways out of a dark machine. For one that is not known, only those that need nothing known of it. */
export const waysOutOf = (machineId: string): readonly WayOutData[] =>
  machineById(machineId) ? zx20WaysOut : zx20WaysOut.filter(({ forAnyMachine }) => forAnyMachine);
