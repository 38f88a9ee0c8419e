// Firmware of machines whose images are not read here: told by its structure, so that it is named and not passed over. Says nothing of
// whether it is whole.
import { warn } from '../../../shared/firmware/checks/finding';
import { isVolume } from '../../../shared/firmware/inspect/tasks';
import { u32, u8 } from '../../../shared/firmware/bytes';
import type { ImageReport } from '../../../shared/firmware/report';
import type { JudgedImage } from './judge-image';

const MIB = 1024 * 1024;
/** Of the machines whose recovery is known (domain z620.md 8). */
const RECOVERY_BYTES = 16 * MIB;
const DESCRIPTOR_MARK = 0x0ff0a55a;
const VOLUME_STEP = 4096;
const VOLUME_MARK_AT = 40;

/** Undefined where nothing in it says that it is firmware. */
export function judgeOtherFirmware(path: string, bytes: Uint8Array, { biosVersion }: ImageReport): JudgedImage | undefined {
  const what = structureOf(bytes);
  if (what === undefined) return undefined;
  const image = {
    path,
    size: bytes.length,
    kind: 'workstation' as const,
    proof: 'none' as const,
    ...(biosVersion ? { version: biosVersion } : {}),
  };
  const size = `${bytes.length / MIB} MiB`;
  const next = 'Take the SoftPaq of a Z420, Z620 or Z820; for later machines name the place of the file with --layout on the command line.';
  const finding =
    bytes.length === RECOVERY_BYTES
      ? warn('BIOS_FAMILY_UNKNOWN', `${path} is firmware (${what}) of a family that is not known here.`, { next })
      : warn('BIOS_OTHER_SIZE', `${path} is firmware (${what}) of ${size}: the recovery of a Z420, Z620 or Z820 takes 16 MiB only.`, {
          next,
        });
  return { image, findings: [finding] };
}

function structureOf(bytes: Uint8Array): string | undefined {
  if (u32(bytes, 0x10) === DESCRIPTOR_MARK) return 'it begins with a flash descriptor';
  for (let at = 0; at + 64 <= bytes.length; at += VOLUME_STEP)
    if (bytes[at + VOLUME_MARK_AT] === 0x5f && isVolume(bytes, at)) return 'it holds UEFI volumes';
  // Where a processor starts: a jump, 16 bytes before the end. Padding is none.
  const start = bytes.length - 16;
  const isJump = u8(bytes, start) === 0xea || u8(bytes, start) === 0xe9 || (u8(bytes, start) === 0x90 && u8(bytes, start + 2) === 0xe9);
  return isJump ? 'a processor can start at its end' : undefined;
}
