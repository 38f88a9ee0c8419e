// Error codes as text for a terminal: what happened, whether the chip is safe, what to do. What happened is said in the words of
// every face; what to do is said here where the window's words would not fit.
import { driveStateText, isDriveState } from '../shared/messages/drives.en';
import { errorMessages } from '../shared/messages/errors.en';
import type { ChipState } from '../shared/model/chip-state';
import type { AppError, ErrorCode, ErrorParams } from '../shared/model/errors';
import { hex } from './numbers';

export interface ErrorText {
  readonly what: string;
  readonly chip: string;
  readonly steps: readonly string[];
}

export function errorText(error: AppError): ErrorText {
  const fill = (text: string): string => filled(text, error.params);
  const message = errorMessages[error.code];
  return {
    what: fill(overrides[error.code]?.what ?? message.what),
    // An error about a drive says what state the drive is in; no chip is concerned.
    chip: isDriveState(error.params.stick) ? driveStateText[error.params.stick] : chipLines[error.chipState],
    steps: stepsOf(error).map(fill),
  };
}

/** A rule that refuses says itself what it wants, where it knows. */
function stepsOf({ code, params }: AppError): readonly string[] {
  if (code === 'SAFETY_REFUSED') return [params.next === undefined ? 'See to what is named, then run the same command again.' : '{{next}}'];
  return overrides[code]?.steps ?? errorMessages[code].steps;
}

export const chipLines: Readonly<Record<ChipState, string>> = {
  untouched: 'The chip holds what it held before: nothing was written.',
  modified: 'The chip is written in part. What is old, new and unknown is in the journal; the write can go on.',
  verified: 'The chip was read back and holds the new image.',
  unknown: 'What the chip holds at the interrupted place is not known. Do not start the machine; the write can go on.',
};

function filled(text: string, params: ErrorParams): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => {
    const value = params[name];
    // Addresses are hex in text.
    return value === undefined ? '?' : name === 'offset' && typeof value === 'number' ? hex(value) : String(value);
  });
}

const seat = 'Set the clip anew, straight down, and run: rom-rescue contact-test';
const resume = 'to go on: rom-rescue write --resume FOLDER (the folder is named above).';

type Override = { readonly what?: string; readonly steps?: readonly string[] };
const overrides: Partial<Record<ErrorCode, Override>> = {
  USB_NO_PROGRAMMER: {
    steps: [
      'Plug the CH341A into a USB port of this computer, not into a hub.',
      'See what is found: rom-rescue programmers',
      'Without hardware: --programmer simulated',
    ],
  },
  USB_SEVERAL_PROGRAMMERS: { steps: ['Name the one that holds the clip: --programmer ID', 'Or unplug the others.'] },
  USB_PROGRAMMER_UNKNOWN: { steps: ['See what is found: rom-rescue programmers', 'This version drives ch341a and simulated.'] },
  USB_WRONG_MODE: {
    steps: [
      'Unplug the adapter.',
      'Move its mode jumper: on most boards from pins 2-3 to pins 1-2. The print says "I2C/SPI" or "PROG".',
      'Plug it in again.',
    ],
  },
  USB_ACCESS_DENIED: {
    steps: [
      'Save this line as /etc/udev/rules.d/60-rom-rescue.rules: {{udevRule}}',
      'Run: sudo udevadm control --reload && sudo udevadm trigger',
      'Unplug the adapter and plug it in again.',
    ],
  },
  USB_DRIVER_BOUND: { steps: ['Unplug the adapter and plug it in again.', 'On Linux, unload the driver: sudo modprobe -r spi_ch341'] },
  USB_DRIVER_MISSING: {
    steps: ['Start Zadig (zadig.akeo.ie), Options > List All Devices.', 'Choose USB id 1A86 5512, driver WinUSB, and install it.'],
  },
  USB_BUSY: { steps: ['Close other flash programs and windows of ROM Rescue, then try again.'] },
  USB_UNPLUGGED: { steps: ['Check the plug and the cable, and plug the adapter in again.', `If a write had begun, ${resume}`] },
  USB_UNPLUGGED_AT_POWER: {
    steps: [
      'Unplug the adapter from USB.',
      'Check that pin 1 of the clip is on pin 1 of the chip: a turned clip shorts the supply.',
      'Check that the machine is off the mains and its standby lights are dark, then plug in again.',
    ],
  },
  BUS_LOST: { steps: [seat, `If a write had begun, ${resume}`] },
  CHIP_CHANGED: {
    steps: [
      'Put the clip back on the chip that the backup is from.',
      'For another chip, take a backup of it first: rom-rescue backup -o FILE',
    ],
  },
  CHIP_PROTECTED: {
    steps: [
      'Tie /WP to VCC: pin 9 of SOIC-16, pin 3 of SOIC-8.',
      'Unplug the adapter for ten seconds, so that the chip loses power.',
      'Run the same command again.',
    ],
  },
  READ_UNSTABLE: { steps: [seat, 'Then take the backup again.'] },
  READ_ALL_FF: { steps: [seat, 'If the contact is good, the chip really is blank.'] },
  WRITE_CONTENTS_CHANGED: {
    steps: [
      'Check that no mains power came back in between.',
      'Take a new backup: rom-rescue backup -o FILE',
      'Or let the bytes concerned be read afresh: --fresh',
    ],
  },
  WRITE_BLOCK_FAILED: { steps: [seat, `Then, ${resume}`, 'If it fails again at the same place, the chip is worn: replace it.'] },
  VERIFY_MISMATCH: {
    steps: [
      'Verify once more before writing: weak contact reads wrong.',
      'If the same places differ again, write again; only they are written.',
    ],
  },
  IMAGE_EMPTY: { steps: ['Name another file.'] },
  IMAGE_WRONG_SIZE: {
    steps: ['Unpack the file first if it is an archive or an installer.', 'A region file needs --regions NAME or --range of its size.'],
  },
  IMAGE_FOREIGN: { steps: ['Check the name and where the file is from.', 'If it is meant for this chip all the same: --allow-unsound'] },
  IMAGE_WRONG_FAMILY: { steps: ['Name a file for {{expected}}. A file of the wrong family leaves the machine dark.'] },
  IMAGE_UNSOUND: { steps: ['Name another source for the region concerned.', 'If you know better: --allow-unsound'] },
  PLAN_NOTHING_TO_DO: { steps: ['If the machine is dark with this image, firmware is not the cause.'] },
  DISK_FULL: { steps: ['Free some space, then run the same command again.'] },
  DISK_READ_ONLY: { what: 'This cannot be written: {{path}}.', steps: ['Check the permissions of the folder, or name another place.'] },
  DISK_NOT_FOUND: { what: 'There is no such file or folder: {{path}}.', steps: ['Check the name.'] },
  DISK_IO: { steps: ['Check the drive, then run the same command again.'] },
  BACKUP_ALTERED: {
    steps: ['Keep the file; do not overwrite it.', 'Take a new backup: rom-rescue backup -o FILE', 'If this returns, use another disk.'],
  },
  CASE_UNREADABLE: { steps: ['The backups inside the folder are plain files; copy them to a safe place.', 'Name another folder.'] },
  CASE_IN_USE: { steps: ['Close it there, then run the same command again.'] },
  PACKAGE_METHOD_UNKNOWN: { steps: ['Unpack it with 7-Zip.', 'Then: rom-rescue key inspect FOLDER'] },
  INPUT_INVALID: { what: '{{detail}}.', steps: ['See: rom-rescue VERB --help'] },
  STATE_WRONG: {
    what: 'This does not fit what the case is doing now ({{state}}).',
    steps: ['See where the case stands in its folder: case.json', 'Name another case.'],
  },
  SAFETY_REFUSED: { what: 'A safety rule stops this: {{problem}}.' },
  INTERNAL: { steps: ['Report this with the details below.'] },
  DEVICE_HOST_LOST: { steps: ['Unplug the adapter, plug it in again, and run the same command again.'] },
  CANCELLED: { what: 'You stopped the work.', steps: ['Run the same command again when you are ready.'] },
};
