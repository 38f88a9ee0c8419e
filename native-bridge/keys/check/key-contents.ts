// What stands on a key, whether it is a drive, an image or a folder someone copied together.

export interface KeyEntry {
  /** Forward slashes, without one at the start. */
  readonly path: string;
  /** As DOS sees the last part of it. */
  readonly shortName: string;
  readonly size: number;
  readonly isFolder: boolean;
}

export interface KeyContents {
  readonly entries: readonly KeyEntry[];
  /** At most `mostBytes` from its start; empty where it cannot be read, which is a finding of its own. */
  read(path: string, mostBytes?: number): Uint8Array;
}

export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const isInRoot = (path: string): boolean => !path.includes('/');
/** Whether a name is what DOS can show in full. */
export const isShortName = (name: string): boolean => /^[^\s."*+,/:;<=>?[\\\]|]{1,8}(\.[^\s."*+,/:;<=>?[\\\]|]{1,3})?$/.test(name);
