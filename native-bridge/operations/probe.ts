// The questions that tell a chip's name: ids three ways and its own description, in one submission.
import type { ChipInfo, ChipProfile } from '../../shared/model/chip';
import { readElectronicId, readManufacturerAndDevice, readSfdp, readUniqueId } from '../spi/commands';
import { buildProfile } from '../spi/profile';
import { decodeProtection } from '../spi/protection';
import { parseSfdp, sfdpExtentBytes, SFDP_MAX_BYTES } from '../spi/sfdp';
import { statusFrom, statusReads } from '../spi/status';
import { wake } from '../spi/wake';
import { uniqueIdText } from './confirm-chip';
import type { Device } from './device';

const SFDP_FIRST_BYTES = 256;

export interface Probe {
  /** Each answer of RDID, lower-case hex of three bytes. */
  readonly ids: readonly string[];
  readonly electronicId: number;
  readonly manufacturer: number;
  readonly device: number;
  readonly sfdpBytes: Uint8Array;
  /** Absent for an id in no table without a description of its own. */
  readonly profile?: ChipProfile;
}

/** @throws CHIP_STILL_BUSY, and what the bus throws */
export async function probe(device: Device, idReads: number): Promise<Probe> {
  const questions = [readElectronicId(), readManufacturerAndDevice(), readSfdp(0, SFDP_FIRST_BYTES)];
  const { ids, id, rest } = await wake(device.bus, device.clock, idReads, questions);
  const sfdpBytes = await wholeSfdp(device, rest[2] ?? new Uint8Array());
  const profile = buildProfile(id, parseSfdp(sfdpBytes));
  device.awake = profile !== undefined;
  return {
    ids,
    electronicId: rest[0]?.[0] ?? 0xff,
    manufacturer: rest[1]?.[0] ?? 0xff,
    device: rest[1]?.[1] ?? 0xff,
    sfdpBytes,
    ...(profile ? { profile } : {}),
  };
}

async function wholeSfdp(device: Device, first: Uint8Array): Promise<Uint8Array> {
  const extent = sfdpExtentBytes(first);
  if (extent <= first.length || extent > SFDP_MAX_BYTES) return first;
  const [rest] = await device.bus.run([readSfdp(first.length, extent - first.length)]);
  return Buffer.concat([first, rest ?? new Uint8Array()]);
}

/** Status, protection and unique id: asked once the family is known, since some opcodes mean other things elsewhere. */
export async function chipDetails(device: Device, profile: ChipProfile): Promise<ChipInfo> {
  const questions = statusReads(profile.statusStyle);
  const unique = profile.uniqueIdOpcode === undefined ? [] : [readUniqueId(profile.uniqueIdOpcode)];
  const answers = await device.bus.run([...questions, ...unique]);
  const registers = statusFrom(profile.statusStyle, answers);
  const uniqueId = uniqueIdText(answers[questions.length]);
  return { ...profile, ...(uniqueId ? { uniqueId } : {}), protection: decodeProtection(profile, registers) };
}
