// Tells archives by their first bytes.

export type OpenedKind = 'zip' | 'gzip' | 'tar';
export type ArchiveKind = { readonly opened: OpenedKind } | { readonly opened?: never; readonly title: string };

const marks: readonly { readonly at: number; readonly bytes: readonly number[]; readonly kind: ArchiveKind }[] = [
  { at: 0, bytes: [0x50, 0x4b, 0x03, 0x04], kind: { opened: 'zip' } },
  { at: 0, bytes: [0x50, 0x4b, 0x05, 0x06], kind: { opened: 'zip' } },
  { at: 0, bytes: [0x1f, 0x8b, 0x08], kind: { opened: 'gzip' } },
  { at: 257, bytes: [0x75, 0x73, 0x74, 0x61, 0x72], kind: { opened: 'tar' } },
  { at: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], kind: { title: 'a 7-Zip archive' } },
  { at: 0, bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], kind: { title: 'a RAR archive' } },
  { at: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], kind: { title: 'a file packed by xz' } },
  { at: 0, bytes: [0x42, 0x5a, 0x68], kind: { title: 'a file packed by bzip2' } },
  { at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd], kind: { title: 'a file packed by Zstandard' } },
  { at: 0, bytes: [0x04, 0x22, 0x4d, 0x18], kind: { title: 'a file packed by LZ4' } },
  { at: 0, bytes: [0x4d, 0x53, 0x43, 0x46, 0, 0, 0, 0], kind: { title: 'a Windows cabinet' } },
  { at: 0, bytes: [0xed, 0xab, 0xee, 0xdb], kind: { title: 'an RPM package' } },
  { at: 0, bytes: [0x21, 0x3c, 0x61, 0x72, 0x63, 0x68, 0x3e, 0x0a], kind: { title: 'a Debian package or library' } },
  { at: 0x8001, bytes: [0x43, 0x44, 0x30, 0x30, 0x31], kind: { title: 'an image of a CD or DVD' } },
];

export const archiveKindOf = (bytes: Uint8Array): ArchiveKind | undefined =>
  marks.find(({ at, bytes: mark }) => mark.every((value, index) => bytes[at + index] === value))?.kind;
