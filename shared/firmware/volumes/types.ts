// What the reader of firmware volumes answers: files and sections, with views into the image or into what was unpacked from it.
import type { Reading } from '../report';

export interface FirmwareSection {
  /** Type byte of UEFI PI: 0x10 PE32, 0x12 TE, 0x15 name, 0x18 freeform with an identifier, 0x19 raw. */
  readonly type: number;
  /** Of sections that carry one (0x02, 0x18): canonical upper-case form. */
  readonly guid?: string;
  /** Without the section's header: a view, not a copy. */
  readonly content: Uint8Array;
  /** Of `content` in the file inspected; absent inside compressed content. */
  readonly offset?: number;
}

export interface FirmwareFile {
  /** Canonical upper-case form. */
  readonly guid: string;
  /** Type byte of UEFI PI: 0x01 raw, 0x02 freeform, 0x07 driver, 0xF0 padding. */
  readonly type: number;
  /** Of its name section. */
  readonly name?: string;
  /** Of its header in the file inspected; absent inside compressed content. */
  readonly offset?: number;
  /** With its header. */
  readonly length: number;
  /** Without its header. */
  readonly body: Uint8Array;
  /** Leaves only, in order: encapsulating sections are opened. */
  readonly sections: readonly FirmwareSection[];
}

export interface VolumesReading extends Reading {
  readonly volumes: number;
  /** All files of all volumes, nested ones too, in the order of the image. */
  readonly files: readonly FirmwareFile[];
  readonly pe32Images: number;
}
