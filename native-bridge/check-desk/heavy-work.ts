// What takes long with held files: comparing them, and unpacking archives. Done in the thread it is called in; heavy-thread.ts has it done
// in another, as the program does.
import type { ComparisonView, Refusal } from '../../shared/ipc/check-views';
import { MAX_CHECKED_BYTES } from '../../shared/ipc/check-views';
import type { AppError } from '../../shared/model/errors';
import { comparisonView } from './comparison-view';
import type { HeldFiles } from './held-files';
import { openedMembers } from './opened-members';

export interface HeldFile {
  readonly fileId: string;
  readonly name: string;
}

/** What the desk still takes. */
export interface Room {
  readonly files: number;
  readonly bytes: number;
}

export interface UnpackOrder extends HeldFile {
  readonly room: Room;
}

/** A member of an archive. Without refusal and error its bytes are held under its id. */
export interface UnpackedMember extends HeldFile {
  readonly sizeBytes: number;
  readonly refusal?: Refusal;
  readonly error?: AppError;
}

export interface HeavyWork {
  /** The first is what the others are held against. All were inspected. */
  compare(files: readonly HeldFile[]): Promise<ComparisonView>;
  /** Tells each member when its bytes are held. `signal`: no more members are wanted. */
  unpack(order: UnpackOrder, tell: (member: UnpackedMember) => void, signal: AbortSignal): Promise<void>;
  /** What is in work ends, and rejects. */
  close(): Promise<void>;
}

export function refusalOf(sizeBytes: number, room: Room): Refusal | undefined {
  if (sizeBytes > MAX_CHECKED_BYTES) return 'too-large';
  if (room.files <= 0) return 'too-many';
  return sizeBytes > room.bytes ? 'desk-full' : undefined;
}

export function heavyWorkHere(files: HeldFiles, newId: () => string): HeavyWork {
  return {
    compare: async (held) => {
      const inspected = [];
      for (const { fileId, name } of held)
        inspected.push({ fileId, name, bytes: await files.read(fileId), inspection: await files.inspectionOf(fileId) });
      return comparisonView(inspected);
    },
    unpack: async ({ fileId, name, room }, tell, signal) => {
      let left = room;
      for (const member of openedMembers(name, await files.read(fileId))) {
        if (signal.aborted) return;
        const row = { fileId: newId(), name: member.name, sizeBytes: member.sizeBytes };
        const refusal = refusalOf(member.sizeBytes, left);
        left = { files: left.files - 1, bytes: left.bytes - (refusal ? 0 : member.sizeBytes) };
        if (refusal) tell({ ...row, refusal });
        else if ('error' in member) tell({ ...row, error: member.error });
        else {
          await files.write(row.fileId, member.bytes);
          tell(row);
        }
      }
    },
    close: () => Promise.resolve(),
  };
}
