// The SFDP table (JESD216B) of a simulated part, made from its profile.
import type { NorProfile } from './nor-profile';

const tableAt = 0x80;
const fourByteTableAt = 0xe0;

/** 256 bytes; reads beyond wrap inside them. */
export function sfdpOf(profile: NorProfile): Uint8Array {
  const bytes = new Uint8Array(256).fill(0xff);
  const view = new DataView(bytes.buffer);
  bytes.set([0x53, 0x46, 0x44, 0x50, 6, 1, 0, 0xff]);
  bytes.set([0x00, 6, 1, 16, tableAt, 0, 0, 0xff], 8);
  if (profile.listsFourByteOpcodes) {
    bytes[6] = 1;
    bytes.set([0x84, 0, 1, 2, fourByteTableAt, 0, 0, 0xff], 16);
    // 13h, 0Ch, 12h and the first three erase types, which are 21h, 5Ch and DCh.
    view.setUint32(fourByteTableAt, 0x00000e43, true);
    view.setUint32(fourByteTableAt + 4, 0xffdc5c21, true);
  }
  basicTable(profile).forEach((dword, index) => view.setUint32(tableAt + index * 4, dword >>> 0, true));
  return bytes;
}

function basicTable(profile: NorProfile): readonly number[] {
  const beyond16MiB = profile.sizeBytes > 16 * 1024 * 1024;
  const eraseTimes =
    (maxFactor(10) | eraseTime(profile.erase4kMs, 4) | eraseTime(profile.erase32kMs, 11) | eraseTime(profile.erase64kMs, 18)) >>> 0;
  return [
    // Uniform 4K erase with 20h, 64-byte buffer, 3 or 3-and-4 address bytes.
    0xfff920e5 | (beyond16MiB ? 0x20000 : 0),
    profile.sizeBytes * 8 - 1,
    0x6b08eb44,
    0xbb423b08,
    0xfffffffe,
    0x0000ffff,
    0xeb40ffff,
    // Erase types: 4K 20h, 32K 52h; 64K D8h, none.
    0x520f200c,
    0x0000d810,
    eraseTimes,
    programTimes(profile),
    0x337663e9,
    0x757a757a,
    0x5cd5a2f7,
    0xff4df719,
    // 66/99 reset; for the large parts B7 enters and E9 leaves 4-byte mode.
    0x000010e9 | (beyond16MiB ? 0x01004000 : 0),
  ];
}

const maxFactor = (factor: number) => Math.ceil(factor / 2) - 1;

/** Five bits of count and two of unit; the smallest that is not below the time. */
function eraseTime(ms: number, shift: number): number {
  return count(ms, [1, 16, 128, 1000]) << shift;
}

function programTimes(profile: NorProfile): number {
  const page = count(profile.pageMs * 1000, [8, 64]);
  const chip = count(profile.eraseChipMs, [16, 256, 4000, 64_000]);
  // Page size 2^8; bytes of a page programmed one at a time are not offered.
  return maxFactor(8) | (8 << 4) | (page << 8) | (chip << 24);
}

function count(value: number, units: readonly number[]): number {
  const unit = units.findIndex((size) => value <= size * 32);
  const index = unit < 0 ? units.length - 1 : unit;
  return Math.min(31, Math.max(0, Math.ceil(value / units[index]!) - 1)) | (index << 5);
}
