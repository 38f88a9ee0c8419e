// The drives the desk can reach: those of this computer and, while somebody practises, those in memory. Says whose a drive is.
import type { Drive } from '../../shared/keys/types';
import { fault, toAppError, type AppError } from '../../shared/model/errors';
import type { ByteRange } from '../../shared/model/plan';
import { isPracticeDrive } from '../keys/practice/practice-drives';
import type { DriveChanges } from '../keys/writer/write-key';
import type { ToldProgress } from './workshop';

/** Drives as the desk needs them; absent abilities are absent. Work rejects with faults whose params.stick is the state of the drive. */
export interface KeyDrives {
  list(leastBytes: number | undefined, sourceFiles: readonly string[]): Promise<readonly Drive[]>;
  /** Where what is on it can be read like a file; absent: under its own id. */
  readonly readable?: (drive: Drive) => Promise<string>;
  /** Writes the image and reads it back. */
  readonly write?: (order: DriveWrite, tell: ToldProgress, signal: AbortSignal) => Promise<void>;
  /** One empty partition over all of it. */
  readonly makeNormal?: (order: DriveOrder, tell: ToldProgress, signal: AbortSignal) => Promise<void>;
  /** Breaks the key on it, so that mending can be practised. Practice drives only. */
  readonly spoil?: (driveId: string) => void;
  readonly mend?: (order: DriveMend, tell: ToldProgress, signal: AbortSignal) => Promise<void>;
}

export interface DriveOrder {
  readonly drive: Drive;
  readonly typedName?: string;
  /** Prove first that it holds what it says. */
  readonly testsSize?: boolean;
}

export interface DriveWrite extends DriveOrder {
  readonly imagePath: string;
  /** What of the image counts. */
  readonly ranges: readonly ByteRange[];
  /** Files the key is made from: their drive is refused. */
  readonly sourceFiles: readonly string[];
}

export interface DriveMend extends DriveOrder {
  readonly changes: DriveChanges;
}

export interface ShelfList {
  readonly drives: readonly Drive[];
  /** Why those of this computer are not known. */
  readonly error?: AppError;
}

export class DriveShelf {
  private isPlugged = false;

  constructor(
    private readonly real: KeyDrives,
    private readonly practice?: KeyDrives,
  ) {}

  get hasPractice(): boolean {
    return this.isPlugged && this.practice !== undefined;
  }
  get canWrite(): boolean {
    return this.real.write !== undefined;
  }

  plugPractice(isPlugged: boolean): void {
    this.isPlugged = isPlugged;
  }

  async list(leastBytes: number | undefined, sourceFiles: readonly string[]): Promise<ShelfList> {
    const practice = this.hasPractice ? await this.practice!.list(leastBytes, []) : [];
    try {
      return { drives: [...practice, ...(await this.real.list(leastBytes, sourceFiles))] };
    } catch (thrown) {
      return { drives: practice, error: toAppError(thrown, 'untouched') };
    }
  }

  /** As it is now, with what forbids it. @throws KEY_DRIVE_UNKNOWN, KEY_DRIVE_LIST */
  async find(driveId: string, sourceFiles: readonly string[] = []): Promise<Drive> {
    const drives = await this.of(driveId).list(undefined, sourceFiles);
    const drive = drives.find(({ id }) => id === driveId);
    if (!drive) throw fault('KEY_DRIVE_UNKNOWN', { wanted: driveId, stick: 'untouched' });
    return drive;
  }

  /** Whose drive it is. @throws KEY_DRIVE_UNKNOWN for a practice drive where there is none */
  of(driveId: string): KeyDrives {
    if (!isPracticeDrive(driveId)) return this.real;
    if (!this.practice) throw fault('KEY_DRIVE_UNKNOWN', { wanted: driveId, stick: 'untouched' });
    return this.practice;
  }

  readable(drive: Drive): Promise<string> {
    const { readable } = this.of(drive.id);
    return readable ? readable(drive) : Promise.resolve(drive.id);
  }
}

/** @throws KEY_DRIVE_REFUSED where this build, or this drive, knows no such work */
export function able<T>(ability: T | undefined, { id }: Pick<Drive, 'id'>): T {
  if (ability === undefined) throw fault('KEY_DRIVE_REFUSED', { name: id, why: 'this version cannot write to drives', stick: 'untouched' });
  return ability;
}
