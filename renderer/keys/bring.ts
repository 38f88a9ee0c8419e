// Brings packages and keys to the desk, a piece at a time. What is zeros is not carried: the image of a whole stick is mostly zeros.
import { appError, type AppError } from '../../shared/model/errors';
import { MAX_KEY_PIECE_BYTES } from '../../shared/ipc/key-views';
import { askKey } from '../api/actions';
import type { Incoming } from '../check/dropped-files';
import { useView } from '../stores/view';

export interface Parcel {
  readonly name: string;
  readonly isFolder: boolean;
  readonly files: readonly { readonly path: string; readonly file: File }[];
}

/** Files each by itself; those of one folder together, with paths relative to it. */
export function parcelsOf(incoming: readonly Incoming[]): Parcel[] {
  const folders = new Map<string, { path: string; file: File }[]>();
  const parcels: Parcel[] = [];
  for (const { name, file, inFolder } of incoming) {
    const slash = name.indexOf('/');
    if (!inFolder || slash < 0) {
      parcels.push({ name: file.name, isFolder: false, files: [{ path: file.name, file }] });
      continue;
    }
    const top = name.slice(0, slash);
    const files = folders.get(top) ?? [];
    files.push({ path: name.slice(slash + 1), file });
    folders.set(top, files);
  }
  return [...parcels, ...[...folders].map(([name, files]) => ({ name, isFolder: true, files }))];
}

/** One after another; the error of one is shown on the page and ends the rest. */
export async function bring(purpose: 'package' | 'check', incoming: readonly Incoming[]): Promise<void> {
  const parcels = parcelsOf(incoming);
  for (const parcel of purpose === 'check' ? parcels.slice(0, 1) : parcels) {
    const error = await bringOne(purpose, parcel);
    if (error) return showError(error);
  }
}

async function bringOne(purpose: 'package' | 'check', { name, isFolder, files }: Parcel): Promise<AppError | undefined> {
  const announced = files.map(({ path, file }) => ({ path, sizeBytes: file.size }));
  const begun = await askKey('key/begin', { purpose, name, isFolder, files: announced });
  if (!begun.ok) return begun.error;
  const { itemId } = begun.value;
  for (const [index, { file }] of files.entries()) {
    for (let offset = 0; offset < file.size; offset += MAX_KEY_PIECE_BYTES) {
      const bytes = await pieceOf(file, offset);
      if (!bytes) {
        await askKey('key/remove', { itemId });
        return appError(offset > 0 ? 'FILE_CHANGED' : 'FILE_NO_ACCESS', { path: name });
      }
      if (isAllZeros(bytes)) continue;
      const taken = await askKey('key/piece', { itemId, file: index, offset, bytes });
      if (!taken.ok) return taken.error;
    }
  }
  const ended = await askKey('key/end', { itemId });
  return ended.ok ? undefined : ended.error;
}

const showError = (error: AppError): void => useView.setState(({ place }) => ({ commandError: { place, error } }));

async function pieceOf(file: File, offset: number): Promise<Uint8Array | undefined> {
  const wanted = Math.min(MAX_KEY_PIECE_BYTES, file.size - offset);
  try {
    const bytes = new Uint8Array(await file.slice(offset, offset + wanted).arrayBuffer());
    return bytes.length === wanted ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** By words where the buffer allows: a stick has gigabytes of them. */
function isAllZeros(bytes: Uint8Array): boolean {
  const words = new BigUint64Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 8));
  for (let at = 0; at < words.length; at++) if (words[at] !== 0n) return false;
  for (let at = words.length * 8; at < bytes.length; at++) if (bytes[at] !== 0) return false;
  return true;
}
