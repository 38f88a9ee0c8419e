// The vocabulary of errors: what can end an operation. Codes only; the sentences live with each face.
import type { ChipState } from './chip-state';
import { err, type Result } from './result';

type Next = 'retry' | 'userAction' | 'stop';
interface ErrorKind {
  readonly category: 'usb' | 'bus' | 'chip' | 'read' | 'write' | 'image' | 'case' | 'input' | 'safety' | 'internal';
  readonly next: Next;
}
const kind = (category: ErrorKind['category'], next: Next): ErrorKind => ({ category, next });

/** Each code: when it happens. What is then true of the chip travels in the error's `chipState`. */
export const errorKinds = {
  // --- USB and adapter -------------------------------------------------------------------
  /** No programmer is plugged in. */
  USB_NO_PROGRAMMER: kind('usb', 'userAction'),
  /** More than one programmer fits; params.list names them. */
  USB_SEVERAL_PROGRAMMERS: kind('usb', 'userAction'),
  /** The named programmer is not there, or this build does not drive it; params.wanted. */
  USB_PROGRAMMER_UNKNOWN: kind('usb', 'userAction'),
  /** A CH341A strapped as UART (1a86:5523) or printer (1a86:5584); params.productId. */
  USB_WRONG_MODE: kind('usb', 'userAction'),
  /** The system refuses access; on Linux params.udevRule is the rule to add. */
  USB_ACCESS_DENIED: kind('usb', 'userAction'),
  /** A kernel driver holds the interface and could not be detached. */
  USB_DRIVER_BOUND: kind('usb', 'userAction'),
  /** Windows: no WinUSB driver on the device (Zadig). */
  USB_DRIVER_MISSING: kind('usb', 'userAction'),
  /** Another program, or a second window, has the adapter. */
  USB_BUSY: kind('usb', 'userAction'),
  /** The adapter left the bus. */
  USB_UNPLUGGED: kind('usb', 'userAction'),
  /** The adapter left the bus within seconds of powering the clip: likely a short or over-current. */
  USB_UNPLUGGED_AT_POWER: kind('usb', 'userAction'),
  /** A transfer did not finish within its limit. */
  USB_TIMEOUT: kind('usb', 'retry'),
  /** The device answered other than its protocol says; params.detail. */
  USB_PROTOCOL: kind('usb', 'retry'),
  // --- Bus and contact -------------------------------------------------------------------
  /** All FF: no power, MISO open or CS not reaching the chip. */
  BUS_ALL_FF: kind('bus', 'userAction'),
  /** All 00: MISO held low, or no supply. */
  BUS_ALL_00: kind('bus', 'userAction'),
  /** Answers differ from one question to the next. */
  BUS_UNSTABLE: kind('bus', 'userAction'),
  /** The id is a known id shifted by one bit: clock edge or level problem. */
  BUS_SHIFTED: kind('bus', 'userAction'),
  /** Commands are not obeyed although answers arrive (write-enable latch does not follow): MOSI, CLK or CS. */
  BUS_COMMANDS_LOST: kind('bus', 'userAction'),
  /** Status register read FF in the middle of work: contact lost. */
  BUS_LOST: kind('bus', 'userAction'),
  /** Id stable, data not: weak contact or supply. */
  BUS_DATA_UNSTABLE: kind('bus', 'userAction'),
  // --- Chip ------------------------------------------------------------------------------
  /** The id is in no table and the chip has no SFDP; params.jedec. */
  CHIP_UNKNOWN: kind('chip', 'stop'),
  /** A 1.8 V id; params.jedec, params.name. */
  CHIP_LOW_VOLTAGE: kind('chip', 'stop'),
  /** WIP stayed set past twice the datasheet's maximum; params.waitedMs. */
  CHIP_STILL_BUSY: kind('chip', 'userAction'),
  /** Another chip (id or unique id) than in the step before; params.expected, params.found. */
  CHIP_CHANGED: kind('chip', 'userAction'),
  /** Block protection stands and could not be lifted (WP# low or locked); params.ranges. */
  CHIP_PROTECTED: kind('chip', 'userAction'),
  // --- Reading ---------------------------------------------------------------------------
  /** Some blocks never agreed; params.count, params.first. */
  READ_UNSTABLE: kind('read', 'userAction'),
  /** Reads agree but are all FF. */
  READ_ALL_FF: kind('read', 'userAction'),
  /** Reads agree but are all 00. */
  READ_ALL_00: kind('read', 'userAction'),
  /** Reads agree but halves are equal: an address line is stuck, or the size is wrong. */
  READ_MIRRORED: kind('read', 'userAction'),
  /** Reads agree and the dump shows that lines, order or place are wrong; params.finding, params.detail is its sentence. */
  READ_DISTORTED: kind('read', 'userAction'),
  // --- Writing ---------------------------------------------------------------------------
  /** The chip no longer holds what the plan was made from; params.offset. Nothing was written. */
  WRITE_CONTENTS_CHANGED: kind('write', 'userAction'),
  /** A block did not take its content after two tries; params.offset. */
  WRITE_BLOCK_FAILED: kind('write', 'userAction'),
  /** Read back differs from the target; params.count, params.first. */
  VERIFY_MISMATCH: kind('write', 'userAction'),
  // --- Images and files ------------------------------------------------------------------
  /** Empty file. */
  IMAGE_EMPTY: kind('image', 'userAction'),
  /** Size fits neither the chip nor a region; params.size, params.expected. */
  IMAGE_WRONG_SIZE: kind('image', 'userAction'),
  /** Not a firmware image of this machine; params.reason. */
  IMAGE_FOREIGN: kind('image', 'userAction'),
  /** Another family than the machine's; params.expected, params.found. */
  IMAGE_WRONG_FAMILY: kind('image', 'userAction'),
  /** A composed image has fatal findings; params.codes. */
  IMAGE_UNSOUND: kind('image', 'userAction'),
  // --- Files handed in to be inspected; params.path in each -------------------------------
  /** Larger than any image: not read; params.size, params.limit. */
  FILE_TOO_LARGE: kind('image', 'userAction'),
  /** A folder where a file is needed. */
  FILE_IS_FOLDER: kind('image', 'userAction'),
  /** A device, pipe or socket: reading it could block or change something; params.type. */
  FILE_SPECIAL: kind('image', 'userAction'),
  /** Symbolic links that lead in a circle. */
  FILE_LINK_LOOP: kind('image', 'userAction'),
  /** Size, time or file behind the name changed during both tries to read it. */
  FILE_CHANGED: kind('image', 'retry'),
  /** The system does not let the file be read. */
  FILE_NO_ACCESS: kind('image', 'userAction'),
  /** Not there, or no longer. */
  FILE_GONE: kind('image', 'userAction'),
  /** The medium gave an error; params.detail. */
  FILE_UNREADABLE: kind('image', 'retry'),
  /** More files, or deeper folders, than one run takes; params.limit. */
  FILES_TOO_MANY: kind('image', 'userAction'),
  /** An archive, or one member of it, is cut short or does not match its own checksum; params.detail. */
  ARCHIVE_DAMAGED: kind('image', 'userAction'),
  /** A member is encrypted. */
  ARCHIVE_LOCKED: kind('image', 'userAction'),
  /** Unpacks to more than one run takes, or in a way that is not supported; params.detail. */
  ARCHIVE_NOT_OPENED: kind('image', 'userAction'),
  /** The thread that looked at this file ended: out of memory, out of time or a bug; params.detail. Other files are not concerned. */
  INSPECTION_LOST: kind('internal', 'retry'),
  /** Target and chip are equal: there is nothing to do. */
  PLAN_NOTHING_TO_DO: kind('image', 'userAction'),
  // --- Case and files on disk ------------------------------------------------------------
  /** No room; params.path, params.neededBytes. */
  DISK_FULL: kind('case', 'userAction'),
  /** A folder or file cannot be written; params.path. */
  DISK_READ_ONLY: kind('case', 'userAction'),
  /** A folder or file is gone; params.path. */
  DISK_NOT_FOUND: kind('case', 'userAction'),
  /** The file system at params.path holds no file of params.size bytes: FAT32 ends at 4 GiB. */
  DISK_FILE_TOO_LARGE: kind('case', 'userAction'),
  /** Another I/O error; params.path, params.detail. */
  DISK_IO: kind('case', 'retry'),
  /** A backup read from disk is not what was written, or was changed since; params.path. */
  BACKUP_ALTERED: kind('case', 'stop'),
  /** The case folder is damaged or of a newer version; params.path. */
  CASE_UNREADABLE: kind('case', 'userAction'),
  /** Another window or program has this case open. */
  CASE_IN_USE: kind('case', 'userAction'),
  // --- Packages and keys -----------------------------------------------------------------
  /** A member's name is absolute, leaves its folder, or names a device; params.name, params.why. Nothing was unpacked. */
  PACKAGE_UNSAFE_NAME: kind('input', 'stop'),
  /** Two members have one name; params.name. */
  PACKAGE_DUPLICATE_NAME: kind('input', 'stop'),
  /** It claims more than any honest package holds; params.bytes or params.members, params.limit. */
  PACKAGE_TOO_LARGE: kind('input', 'stop'),
  /** A container in it holds a copy of what it lies in; params.name. */
  PACKAGE_NESTED: kind('input', 'stop'),
  /** It ends before its content does. */
  PACKAGE_TRUNCATED: kind('input', 'userAction'),
  /** A sum or structure in it is wrong; params.detail. */
  PACKAGE_DAMAGED: kind('input', 'userAction'),
  /** Packed in a way that cannot be opened here; params.method. */
  PACKAGE_METHOD_UNKNOWN: kind('input', 'userAction'),
  /** What a key needs is not in the packages; params.missing lists it. */
  KEY_INCOMPLETE: kind('input', 'userAction'),
  /** Several images fit, and none was chosen; params.families or params.images lists them. */
  KEY_CHOOSE_IMAGE: kind('input', 'userAction'),
  /** The image may not go on this key; params.why. */
  KEY_IMAGE_REFUSED: kind('safety', 'userAction'),
  /** Too small or too large for this file system; params.size, params.least, params.most. */
  KEY_SIZE: kind('input', 'userAction'),
  /** The key's volume has no room for the file; params.name. */
  KEY_FULL: kind('input', 'userAction'),
  /** The file system of the key cannot be made or read; params.detail. */
  KEY_FILE_SYSTEM: kind('input', 'userAction'),
  // --- Drives a key is written to; params.stick in each is its state: see messages/drives.en.ts -------------
  /** No drive has this name, path or number; params.wanted. */
  KEY_DRIVE_UNKNOWN: kind('input', 'userAction'),
  /** A partition or volume, not the drive; params.wanted, params.name is the drive it is on. */
  KEY_DRIVE_NOT_WHOLE: kind('input', 'userAction'),
  /** A rule protects it; params.name, params.why lists the refusals. */
  KEY_DRIVE_REFUSED: kind('safety', 'userAction'),
  /** Large or not removable, and its name was not typed; params.name, params.expected. */
  KEY_DRIVE_NEEDS_NAME: kind('safety', 'userAction'),
  /** Not the drive that was chosen: size or serial number differ, or it is gone; params.name, params.expected, params.found. */
  KEY_DRIVE_CHANGED: kind('safety', 'userAction'),
  /** The system's own list of drives could not be had; params.detail. */
  KEY_DRIVE_LIST: kind('write', 'userAction'),
  /** Smaller than the key; params.name, params.size, params.expected. */
  KEY_DRIVE_TOO_SMALL: kind('input', 'userAction'),
  /** Another program uses it; params.name, params.list names programs where they are known. */
  KEY_DRIVE_BUSY: kind('write', 'userAction'),
  /** The system asks for more rights; params.name. */
  KEY_DRIVE_NO_RIGHTS: kind('write', 'userAction'),
  /** Windows: rights are there, and a protection program forbids it all the same; params.name. */
  KEY_DRIVE_BLOCKED: kind('write', 'userAction'),
  /** Its write-protection switch, or the drive itself, forbids writing; params.name. */
  KEY_DRIVE_LOCKED: kind('write', 'userAction'),
  /** It left while it was used; params.name. */
  KEY_DRIVE_GONE: kind('write', 'userAction'),
  /** It takes no more before the end of what it says it holds; params.name, params.offset, params.size. */
  KEY_DRIVE_ENDS: kind('write', 'stop'),
  /** The medium gave an error; params.name, params.offset, params.detail is the system's word. */
  KEY_DRIVE_IO: kind('write', 'userAction'),
  /** It did not answer within the limit; params.name, params.waitedMs. */
  KEY_DRIVE_STUCK: kind('write', 'userAction'),
  /** Read back differs from what was written; params.name, params.offset. */
  KEY_DRIVE_MISMATCH: kind('write', 'stop'),
  /** It holds less than it says; params.name, params.size, params.found is how much was proved. */
  KEY_DRIVE_FAKE: kind('write', 'stop'),
  /** Linux: no program asks for the password here. */
  KEY_DRIVE_NO_AGENT: kind('write', 'userAction'),
  /** The question for rights was answered with no. */
  KEY_DRIVE_NOT_ALLOWED: kind('write', 'userAction'),
  /** The process with the rights did not start, or ended too early; params.detail. */
  KEY_DRIVE_HELPER_LOST: kind('internal', 'retry'),
  // --- Input and safety ------------------------------------------------------------------
  /** A payload or option is not of its schema; params.detail. */
  INPUT_INVALID: kind('input', 'userAction'),
  /** The command does not fit the state the case is in; params.state. */
  STATE_WRONG: kind('input', 'userAction'),
  /** A rule of safety refuses; params.problem is the Problem's code. */
  SAFETY_REFUSED: kind('safety', 'userAction'),
  /** A bug; params.detail. */
  INTERNAL: kind('internal', 'stop'),
  /** The device process ended unexpectedly. */
  DEVICE_HOST_LOST: kind('internal', 'retry'),
  /** Cancelled by the user: neither failure nor success. */
  CANCELLED: kind('input', 'retry'),
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;
export const errorCodes = Object.keys(errorKinds) as ErrorCode[];

export type ErrorParams = Readonly<Record<string, string | number>>;

export interface AppError {
  readonly code: ErrorCode;
  readonly category: ErrorKind['category'];
  readonly next: Next;
  readonly params: ErrorParams;
  readonly chipState: ChipState;
  /** For the log and the details to copy; never shown as the message. */
  readonly cause?: string;
}

/** Inside native-bridge errors are thrown as faults; they become Results at the border. */
export class Fault extends Error {
  constructor(readonly error: AppError) {
    super(error.code);
    this.name = 'Fault';
  }
}

/** `chipState` is what the thrower knows; an operation overrides it at its border. */
export function fault(code: ErrorCode, params: ErrorParams = {}, cause?: unknown, chipState: ChipState = 'untouched'): Fault {
  return new Fault(appError(code, params, cause, chipState));
}

export function appError(code: ErrorCode, params: ErrorParams = {}, cause?: unknown, chipState: ChipState = 'untouched'): AppError {
  const { category, next } = errorKinds[code];
  const text = cause === undefined ? undefined : causeText(cause);
  return { code, category, next, params, chipState, ...(text === undefined ? {} : { cause: text }) };
}

function causeText(cause: unknown): string {
  if (cause instanceof Error) return cause.stack ?? cause.message;
  // "[object Object]" would tell nobody anything, and JSON refuses cycles.
  return typeof cause === 'object' && cause !== null ? `object with ${Object.keys(cause).join(', ') || 'no fields'}` : String(cause);
}

/** Any thrown thing as an AppError; what is no fault is a bug. */
export function toAppError(thrown: unknown, chipState: ChipState): AppError {
  if (thrown instanceof Fault) return { ...thrown.error, chipState };
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return appError('INTERNAL', { detail }, thrown, chipState);
}

/** Runs `work`, turning a fault into a Result whose chip state is what `chipState()` says at that moment. */
export async function settle<T>(work: () => Promise<T>, chipState: () => ChipState = () => 'untouched'): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return err(toAppError(thrown, chipState()));
  }
}
