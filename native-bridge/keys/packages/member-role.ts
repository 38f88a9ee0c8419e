// What a member of a package is for, by its name and its bytes. The folder it lies in does not count: they vary between packages.
import { startsWith } from '../../../shared/firmware/bytes';
import type { MemberRole } from '../../../shared/keys/types';
import { parseImageName } from '../rom/image-name';
import { mayBeFirmware } from '../rom/firmware-size';

/** Boot files as HP's key makers name their resources, and the names they take on a key. */
const bootFiles = /(^|\/)(RCDATA\/\w+|KERNEL\.SYS|COMMAND\.COM|IBMBIO\.COM|IBMDOS\.COM|AUTOEXEC\.BAT|CONFIG\.SYS)$/i;

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** `bytes` are looked at only where the name leaves it open. */
export function roleOf(path: string, size: number, bytes: () => Uint8Array): MemberRole {
  const name = nameOf(path);
  if (bootFiles.test(path)) return 'boot-file';
  if (/^rompaq\.exe$/i.test(name)) return 'rompaq';
  if (/\.cpu$/i.test(name)) return 'system-driver';
  if (/\.opt$/i.test(name)) return 'option-driver';
  if (/^hp[eq]usb\.exe$/i.test(name)) return 'key-maker';
  if (/^rev_hist\.txt$/i.test(name)) return 'release-info';
  if (/^readme(\.\w+)?$/i.test(name)) return 'readme';
  if (parseImageName(name) || (size > 72 && startsWith(bytes(), 0, '--=</Begin HP Signed File'))) return 'rom-image';
  if (/\.(bin|rom|fd)$/i.test(name) && mayBeFirmware(size)) return 'workstation-bios';
  return 'other';
}
