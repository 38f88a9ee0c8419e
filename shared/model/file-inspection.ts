// What the program says of one file that was handed to it, whatever it is. The same on the check screen, in the command line and in exports.
import type { ImageReport } from '../firmware/report';
import type { AppError } from './errors';

export interface FileInspection {
  /** As given, or as named by its folder: what a person recognises. Members of an archive: "dumps.zip › read1.bin". */
  readonly file: string;
  /** Bytes; absent where it could not be found out. */
  readonly size?: number;
  /** Lower-case hex; absent where the file was not read to its end. */
  readonly sha256?: string;
  readonly md5?: string;
  readonly crc32?: string;
  /** Absent where there is an error, or where it is an archive that holds others. */
  readonly report?: ImageReport;
  /** Why it could not be read. */
  readonly error?: AppError;
  /** Members of an archive, by name; those that were inspected follow as files of their own. */
  readonly contains?: readonly { readonly name: string; readonly size: number }[];
}
