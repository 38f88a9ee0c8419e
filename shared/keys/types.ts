// The vocabulary of USB keys: packages, ROM images, drives, keys and what was found about them. Plain data: it survives JSON.
import type { Finding } from '../firmware/report';
import type { AppError } from '../model/errors';

/** How the bytes of a package are packed, told by its bytes and never by its name. */
export const packageContainers = [
  /** InstallShield PackageForTheWeb stub with an MSZIP cabinet behind it. */
  'package-for-the-web',
  'pe-cabinet',
  'pe-7z',
  'pe-zip',
  'cabinet',
  '7z',
  'zip',
  'fwpkg',
  'rpm',
  'scexe',
  'tgz',
  'tar',
  'folder',
  /** One ROM image, without a package around it. */
  'rom-image',
  /** HPEUSB.exe or HPQUSB.exe alone: boot files, and no firmware. */
  'key-maker',
  /** A 16-bit DOS SoftPaq: cannot be opened without running it. */
  'dos-softpaq',
  /** A Windows program whose content could not be found. */
  'pe-unknown',
  'unknown',
] as const;
export type PackageContainer = (typeof packageContainers)[number];

export const memberRoles = [
  'rompaq',
  'system-driver',
  'option-driver',
  'rom-image',
  'workstation-bios',
  'key-maker',
  'boot-file',
  'release-info',
  'readme',
  'other',
] as const;
export type MemberRole = (typeof memberRoles)[number];

export interface PackageMember {
  /** In the package, with forward slashes; never absolute, never outside. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly role: MemberRole;
}

/** A ROM image for a ProLiant or a workstation, judged by its bytes. */
export interface RomImage {
  readonly path: string;
  readonly size: number;
  readonly kind: 'signed' | 'legacy' | 'workstation';
  /** "J06", "P63", "J61" */
  readonly family?: string;
  /** "CPQJ061" */
  readonly productId?: string;
  /** ISO days: by the file's name, and inside the image. */
  readonly nameDate?: string;
  readonly innerDate?: string;
  readonly version?: string;
  /** What proves that it is whole: HP's signature, the sum in its header, or nothing. */
  readonly proof: 'signature-good' | 'signature-bad' | 'sum-good' | 'sum-bad' | 'none';
  /** "ProLiant System BIOS - J06" */
  readonly title?: string;
}

export interface PackageReport {
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
  readonly container: PackageContainer;
  /** One sentence: what it is, for which machine, whether it is genuine. */
  readonly summary: string;
  readonly verdict: 'usable' | 'usable-with-warnings' | 'not-usable';
  /** "SP99339" */
  readonly softpaq?: string;
  readonly family?: string;
  readonly models: readonly string[];
  /** ISO day. */
  readonly release?: string;
  readonly supersedes?: string;
  readonly members: readonly PackageMember[];
  readonly images: readonly RomImage[];
  /** What keys can be built from it alone. */
  readonly canBuild: readonly KeyKind[];
  /** Whether the digest in the Authenticode signature equals the file's; absent where there is no signature. */
  readonly authenticode?: 'intact' | 'broken';
  readonly findings: readonly Finding[];
}

export const keyKinds = ['rompaq', 'crisis'] as const;
export type KeyKind = (typeof keyKinds)[number];
export const keyFileSystems = ['fat32', 'fat16'] as const;
export type KeyFileSystem = (typeof keyFileSystems)[number];

/** What stands on a key, decided before a byte is written. */
export interface KeyPlan {
  readonly kind: KeyKind;
  readonly fileSystem: KeyFileSystem;
  /** Of the whole key or image file. */
  readonly sizeBytes: number;
  readonly partition: { readonly offset: number; readonly length: number };
  readonly family?: string;
  /** Root files in the order they are written, 8.3 names in upper case; folders with forward slashes. */
  readonly files: readonly { readonly path: string; readonly size: number; readonly sha256: string; readonly from: string }[];
  readonly findings: readonly Finding[];
}

export const driveBuses = ['usb', 'sd', 'sata', 'nvme', 'virtual', 'other'] as const;

/** Why a drive may not be chosen. */
export const driveRefusals = [
  'system',
  'swap',
  'raid-or-volume-group',
  'encrypted',
  'mounted-not-removable',
  'holds-source',
  'read-only',
  'no-medium',
  'too-small',
  /** Not 512 bytes: the machines concerned cannot start from it. */
  'large-blocks',
  'not-a-whole-drive',
] as const;
export type DriveRefusal = (typeof driveRefusals)[number];

/** What is true of a stick after an attempt to write it. */
export const driveStates = ['untouched', 'not-bootable', 'ready', 'unknown'] as const;
export type DriveState = (typeof driveStates)[number];

export interface Drive {
  /** What the system calls it: "/dev/sdb", "/dev/disk4", "\\\\.\\PHYSICALDRIVE2". */
  readonly id: string;
  readonly name: string;
  readonly vendor?: string;
  readonly model?: string;
  readonly serial?: string;
  readonly sizeBytes: number;
  readonly bus: (typeof driveBuses)[number];
  readonly removable: boolean;
  readonly readOnly: boolean;
  readonly logicalBlockBytes: number;
  readonly mounts: readonly string[];
  /** What is on it now, by partition: label, file system, size. */
  readonly contents: readonly { readonly label?: string; readonly fileSystem?: string; readonly sizeBytes: number }[];
  /** Empty where a key may be written to it. */
  readonly refusals: readonly DriveRefusal[];
  /** Large or not removable: its name must be typed. */
  readonly needsTypedName: boolean;
}

export interface KeyFact {
  readonly name: string;
  readonly value: string;
}

export interface KeyCheck {
  readonly verdict: 'ready' | 'will-not-work' | 'unsure';
  readonly kind: KeyKind | 'unknown';
  readonly summary: string;
  /** The one thing to fix first. */
  readonly fixFirst?: string;
  readonly findings: readonly Finding[];
  readonly facts: readonly KeyFact[];
  readonly images: readonly RomImage[];
  /** Repairs that need no new key, by the code of the finding they mend. */
  readonly repairs: readonly { readonly code: string; readonly title: string }[];
}

/** Outcome of one package among several. */
export type PackageInspection = { readonly file: string; readonly report?: PackageReport; readonly error?: AppError };
