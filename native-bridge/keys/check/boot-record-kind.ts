// Tells whose boot record a sector holds by the file name it looks for: the only part every DOS keeps in plain text.
import { indexOfText, isFilledWith } from '../../../shared/firmware/bytes';

export interface BootRecordKind {
  readonly name: string;
  /** Files in the root folder without which it stops. Empty where that is not known. */
  readonly loads: readonly string[];
  /** Whether it starts a DOS that ROMPAQ runs on. */
  readonly dos: boolean;
}

const kinds: readonly { readonly text: string; readonly kind: BootRecordKind }[] = [
  { text: 'SYSLINUX', kind: { name: 'syslinux', loads: ['LDLINUX.SYS'], dos: true } },
  { text: 'KERNEL  SYS', kind: { name: 'FreeDOS', loads: ['KERNEL.SYS'], dos: true } },
  { text: 'IBMBIO  COM', kind: { name: 'DR-DOS', loads: ['IBMBIO.COM', 'IBMDOS.COM'], dos: true } },
  { text: 'IO      SYS', kind: { name: 'MS-DOS', loads: ['IO.SYS', 'MSDOS.SYS'], dos: true } },
  { text: 'BOOTMGR', kind: { name: 'Windows', loads: [], dos: false } },
  { text: 'NTLDR', kind: { name: 'Windows', loads: [], dos: false } },
  { text: 'GRUB', kind: { name: 'GRUB', loads: [], dos: false } },
  // What formatting tools leave where nothing shall boot.
  { text: 'not a bootable disk', kind: { name: 'none', loads: [], dos: false } },
  { text: 'Non-system disk', kind: { name: 'none', loads: [], dos: false } },
];

/** `codeAt`: where the code begins behind the parameters. Undefined where it is of a kind that is not known. */
export function bootRecordKind(record: Uint8Array, codeAt: number): BootRecordKind | undefined {
  const code = record.subarray(codeAt, 510);
  if (isFilledWith(code, 0) || isFilledWith(code, 0xff) || isFilledWith(code, 0xf4)) return { name: 'none', loads: [], dos: false };
  // The maker's name in the first bytes counts too: syslinux says so there.
  return kinds.find(({ text }) => indexOfText(record, text) >= 0)?.kind;
}
