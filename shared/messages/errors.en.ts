// What happened, and what to do now, for every error code. Whether the chip is safe follows from the error's chip state.
import type { ErrorCode } from '../model/errors';

interface ErrorMessage {
  readonly what: string;
  readonly steps: string[];
}

export const errorMessages: Record<ErrorCode, ErrorMessage> = {
  USB_NO_PROGRAMMER: {
    what: 'No programmer is plugged in.',
    steps: ['Plug the CH341A into a USB port of this computer, not into a hub.', 'Choose “Look again”.'],
  },
  USB_SEVERAL_PROGRAMMERS: {
    what: 'More than one programmer is plugged in: {{list}}.',
    steps: ['Choose the one that holds the clip.', 'Or unplug the others, then choose “Look again”.'],
  },
  USB_PROGRAMMER_UNKNOWN: {
    what: 'The programmer “{{wanted}}” is not here, or this version does not drive it.',
    steps: ['Check that it is plugged in.', 'Choose “Look again”, then choose a programmer from the list.'],
  },
  USB_WRONG_MODE: {
    what: 'The adapter is set to serial mode (USB id {{productId}}). In this mode it cannot speak to a flash chip.',
    steps: [
      'Unplug the adapter.',
      'Move its mode jumper to the position for SPI (the board’s print says “I2C/SPI” or “PROG”).',
      'Plug it in again, then choose “Look again”.',
    ],
  },
  USB_ACCESS_DENIED: {
    what: 'The system does not let this program use the adapter.',
    steps: [
      'Save the rule below as /etc/udev/rules.d/60-rom-rescue.rules (this needs root, once).',
      'Run: sudo udevadm control --reload && sudo udevadm trigger',
      'Unplug the adapter, plug it in again, then choose “Look again”.',
    ],
  },
  USB_DRIVER_BOUND: {
    what: 'A driver of the system holds the adapter and does not let go.',
    steps: [
      'Unplug the adapter and plug it in again.',
      'On Linux, unload the driver that holds it, for example: sudo modprobe -r spi_ch341_usb',
      'Choose “Look again”.',
    ],
  },
  USB_DRIVER_MISSING: {
    what: 'Windows has no fitting driver on the adapter.',
    steps: [
      'Download Zadig from zadig.akeo.ie and start it.',
      'Choose Options › List All Devices, then the device with USB id 1A86 5512.',
      'Choose WinUSB as the driver and install it.',
      'Choose “Look again”.',
    ],
  },
  USB_BUSY: {
    what: 'Another program or another window uses the adapter.',
    steps: ['Close other flash programs and other windows of ROM Rescue.', 'Choose “Look again”.'],
  },
  USB_UNPLUGGED: {
    what: 'The adapter left the USB bus.',
    steps: ['Check the plug and the cable.', 'Plug the adapter in again.', 'Test contact, then go on where the work stopped.'],
  },
  USB_UNPLUGGED_AT_POWER: {
    what: 'The adapter left the USB bus as it powered the chip. A short or too much current is likely.',
    steps: [
      'Unplug the adapter from USB.',
      'Check that pin 1 of the clip is on pin 1 of the chip: a turned clip shorts the supply.',
      'Check that the machine is off the mains and its standby lights are dark.',
      'Plug in again. If it drops out once more, the board draws more than the adapter can give: use an external 3.3 V supply, or lift the chip’s VCC pin.',
    ],
  },
  USB_TIMEOUT: {
    what: 'The adapter did not answer in time.',
    steps: ['Unplug the adapter, count to five, plug it in directly without a hub.', 'Test contact again.'],
  },
  USB_PROTOCOL: {
    what: 'The adapter answered in a way that it should not ({{detail}}).',
    steps: ['Unplug the adapter, count to five, plug it in again.', 'Test contact. If this returns, try another cable or port.'],
  },
  BUS_ALL_FF: {
    what: 'The chip does not answer: every bit reads as 1. It has no power, or DO or /CS is open.',
    steps: ['Press the clip straight down on the chip.', 'Check VCC, /CS and DO in the drawing.', 'Test contact again.'],
  },
  BUS_ALL_00: {
    what: 'Every bit reads as 0. The data line is held low, or the chip has no supply.',
    steps: [
      'Check that pin 1 of the clip is on pin 1 of the chip.',
      'Check that mains is unplugged and the standby lights are dark: a half-awake chipset holds the line.',
      'Test contact again.',
    ],
  },
  BUS_UNSTABLE: {
    what: 'The chip answers differently each time.',
    steps: ['Set the clip anew, straight down, and do not touch the wires.', 'Keep the wires under 10 cm.', 'Test contact again.'],
  },
  BUS_SHIFTED: {
    what: 'The id arrives shifted by one bit. The clock line rings, or the levels are wrong.',
    steps: ['Shorten the wires.', 'Check the GND wire: it must be the shortest and firm.', 'Test contact again.'],
  },
  BUS_COMMANDS_LOST: {
    what: 'The chip answers, but does not obey. DI, CLK or /CS has weak contact.',
    steps: ['Press the clip down on the side of DI and CLK (pins 15 and 16 of SOIC-16; 5 and 6 of SOIC-8).', 'Test contact again.'],
  },
  BUS_LOST: {
    what: 'The clip lost contact during the work.',
    steps: ['Press the clip straight down.', 'Test contact.', 'Go on with the work; it continues where it stopped.'],
  },
  BUS_DATA_UNSTABLE: {
    what: 'The id is steady, but the data is not. Contact or supply is weak.',
    steps: ['Set the clip anew.', 'Unplug other cables from the board; leave mains out.', 'Test contact again.'],
  },
  CHIP_UNKNOWN: {
    what: 'The chip’s id {{jedec}} is in no table, and the chip does not describe itself. This program does not write to it.',
    steps: [
      'Read the print on the chip and compare it with the id.',
      'If the print is of a known part, the contact is at fault: set the clip anew and test.',
    ],
  },
  CHIP_LOW_VOLTAGE: {
    what: 'The id {{jedec}} is that of a 1.8 V chip. 3.3 V damages it.',
    steps: [
      'Unplug the adapter from USB now.',
      'Read the print on the chip.',
      'If it is a 1.8 V part, use a 1.8 V level adapter made for it. This version does not drive one.',
    ],
  },
  CHIP_STILL_BUSY: {
    what: 'The chip is still busy after {{waitedMs}} ms, longer than its datasheet allows.',
    steps: ['Wait a minute, then test contact.', 'If it stays busy, unplug the adapter, wait ten seconds, plug it in and test contact.'],
  },
  CHIP_CHANGED: {
    what: 'This is another chip than before: expected {{expected}}, found {{found}}.',
    steps: ['Put the clip back on the chip this case belongs to, then test contact.', 'For another chip, open a new case.'],
  },
  CHIP_PROTECTED: {
    what: 'The chip protects itself against writing, and the protection could not be lifted ({{ranges}}).',
    steps: [
      'Tie /WP to VCC: pin 9 of SOIC-16, pin 3 of SOIC-8.',
      'Unplug the adapter for ten seconds, so that the chip loses power.',
      'Test contact, then flash again.',
    ],
  },
  READ_UNSTABLE: {
    what: '{{count}} blocks of 4 KiB never read the same twice; the first is at {{first}}.',
    steps: ['Set the clip anew and keep the wires still.', 'Start the backup again. The unsteady one is kept, but is no base for a write.'],
  },
  READ_ALL_FF: {
    what: 'The reads agree, but every byte is FF. That is an empty chip or an open line, not a backup.',
    steps: ['Test contact: all six lights must be green.', 'If they are, the chip really is blank. See “The chip cannot be read” below.'],
  },
  READ_ALL_00: {
    what: 'The reads agree, but every byte is 00. The data line is held low; this is not a backup.',
    steps: ['Check that mains is unplugged and the standby lights are dark.', 'Set the clip anew and test contact.'],
  },
  READ_MIRRORED: {
    what: 'The reads agree, but both halves are equal. An address line is stuck, or the size is wrong.',
    steps: ['Set the clip anew: DI and CLK first.', 'Test contact, then read again.', 'Compare the print on the chip with the name shown.'],
  },
  READ_DISTORTED: {
    what: '{{detail}} The reads agree, and still this is not what the chip holds.',
    steps: ['Set the clip anew and test contact.', 'Read again. This read is kept, but is no base for a write.'],
  },
  WRITE_CONTENTS_CHANGED: {
    what: 'The chip no longer holds what the plan was made from; first difference at {{offset}}. Nothing was written.',
    steps: ['Check that no mains power came back in between.', 'Read the chip again in step 2; the plan is then made anew.'],
  },
  WRITE_BLOCK_FAILED: {
    what: 'The block at {{offset}} did not take its content after two tries.',
    steps: [
      'Press the clip straight down and test contact.',
      'Go on with the write. Only this block and the ones after it are written.',
      'If it fails again, the chip is worn: replace it.',
    ],
  },
  VERIFY_MISMATCH: {
    what: '{{count}} blocks read back differ from the image; the first is at {{first}}.',
    steps: [
      'Do not write yet: verify once more. Weak contact reads wrong.',
      'If the same blocks differ again, go on with the write; only they are written.',
    ],
  },
  IMAGE_EMPTY: { what: 'The file is empty.', steps: ['Choose another file.'] },
  IMAGE_WRONG_SIZE: {
    what: 'The file’s size of {{size}} bytes fits neither the chip nor a region.',
    steps: ['Unpack the file first if it is an archive or an installer.', 'Choose a full image of {{expected}} bytes or a region file.'],
  },
  IMAGE_FOREIGN: {
    what: 'The file is no firmware image of this machine: what it holds does not fit.',
    steps: ['Check the name and where the file is from.', 'Choose another file.'],
  },
  IMAGE_WRONG_FAMILY: {
    what: 'The file is for family {{found}}; this machine needs {{expected}}.',
    steps: ['Choose a file for {{expected}}. A Z820 file on a Z620 leaves it dark.'],
  },
  IMAGE_UNSOUND: {
    what: 'The composed image has faults that would keep the machine dark ({{codes}}).',
    steps: ['Read the findings below the map.', 'Choose another source for the region concerned.'],
  },
  FILE_TOO_LARGE: {
    what: 'The file has {{size}} bytes, more than any flash image. Files of more than {{limit}} bytes are not read.',
    steps: ['Unpack it first if it is a disk image or a large archive.', 'Take the dump itself.'],
  },
  FILE_IS_FOLDER: { what: 'This is a folder, not a file: {{path}}.', steps: ['Take the files in it.'] },
  FILE_SPECIAL: {
    what: 'This is a {{type}}, not a file: {{path}}. It was not read.',
    steps: ['Copy what it holds into a file first, then take that file.'],
  },
  FILE_LINK_LOOP: { what: 'The link leads in a circle, so there is no file behind it: {{path}}.', steps: ['Take the file itself.'] },
  FILE_CHANGED: {
    what: 'The file changed while it was read, twice: {{path}}. Another program is still writing it.',
    steps: ['Wait until the copy or the read that makes it is finished.', 'Then inspect it again.'],
  },
  FILE_NO_ACCESS: {
    what: 'The system does not let this program read the file: {{path}}.',
    steps: ['Check the permissions of the file and of the folder it is in.', 'Or copy it to a folder of yours.'],
  },
  FILE_GONE: { what: 'There is no such file: {{path}}.', steps: ['Check the name.', 'Plug in the drive it is on, if it is on one.'] },
  FILE_UNREADABLE: {
    what: 'The file cannot be read ({{detail}}): {{path}}.',
    steps: ['Check the drive it is on.', 'Try again, or inspect another copy.'],
  },
  FILES_TOO_MANY: {
    what: 'This is more than one run takes ({{limit}}); what lies beyond was not inspected: {{path}}.',
    steps: ['Take fewer files, or one folder at a time.'],
  },
  ARCHIVE_DAMAGED: {
    what: 'The archive is damaged ({{detail}}): {{path}}.',
    steps: ['Get the archive again: a broken download is likely.', 'If another program can unpack it, inspect what comes out.'],
  },
  ARCHIVE_LOCKED: {
    what: 'This is locked with a password: {{path}}.',
    steps: ['Unpack it with its password, then inspect what comes out.'],
  },
  ARCHIVE_NOT_OPENED: {
    what: 'This was not unpacked ({{detail}}): {{path}}.',
    steps: ['Unpack it with another program, then inspect what comes out.'],
  },
  INSPECTION_LOST: {
    what: 'The inspection of this file ended unexpectedly ({{detail}}): {{path}}. Other files are not concerned.',
    steps: ['Inspect it once more by itself.', 'If it happens again, report it with the SHA-256 of the file.'],
  },
  PLAN_NOTHING_TO_DO: {
    what: 'The chip already holds exactly this image. There is nothing to write.',
    steps: ['Choose another recipe or source.', 'If the machine is dark with this image, firmware is not the cause.'],
  },
  DISK_FULL: {
    what: 'The disk has no room at {{path}}; {{neededBytes}} bytes are needed.',
    steps: ['Free some space.', 'Start this step again.'],
  },
  DISK_READ_ONLY: {
    what: 'The folder cannot be written: {{path}}.',
    steps: ['Check the folder’s permissions.', 'Start this step again.'],
  },
  DISK_NOT_FOUND: {
    what: 'A file or folder of the case is gone: {{path}}.',
    steps: ['Put it back, or plug in the drive it is on.', 'Open the case again.'],
  },
  DISK_FILE_TOO_LARGE: {
    what: 'The disk at {{path}} cannot hold a file of {{size}} bytes: a file on FAT32 ends at 4 GiB.',
    steps: ['Take a smaller size, or a folder on another disk.'],
  },
  DISK_IO: {
    what: 'The disk reported an error at {{path}} ({{detail}}).',
    steps: ['Check the drive.', 'Start this step again.'],
  },
  BACKUP_ALTERED: {
    what: 'The backup on disk is not what was read from the chip: {{path}}. It is no longer used.',
    steps: ['Keep the file; do not overwrite it.', 'Take a new backup in step 2.', 'If this returns, use another disk.'],
  },
  CASE_UNREADABLE: {
    what: 'The case folder is damaged, or a newer version wrote it: {{path}}.',
    steps: ['The backups inside the folder are plain files; copy them to a safe place.', 'Open a new case.'],
  },
  CASE_IN_USE: {
    what: 'Another window or program has this case open.',
    steps: ['Close it there.', 'Open the case here again.'],
  },
  PACKAGE_UNSAFE_NAME: {
    what: 'The package names a file that would land outside its folder, or on a device: “{{name}}” ({{why}}). Nothing was unpacked.',
    steps: ['Do not use this package.', 'Download it again from the maker’s own page.'],
  },
  PACKAGE_DUPLICATE_NAME: {
    what: 'The package holds two files of one name: “{{name}}”. Which of them is meant cannot be told.',
    steps: ['Do not use this package.', 'Download it again from the maker’s own page.'],
  },
  PACKAGE_TOO_LARGE: {
    what: 'The package claims to unpack to more than any real one does. Nothing was unpacked.',
    steps: ['Do not use this package.', 'Download it again from the maker’s own page.'],
  },
  PACKAGE_NESTED: {
    what: 'The package holds itself: “{{name}}” is a copy of what it lies in, without end. Nothing was unpacked.',
    steps: ['Do not use this package.', 'Download it again from the maker’s own page.'],
  },
  PACKAGE_TRUNCATED: {
    what: 'The package ends before its content does: the download was cut.',
    steps: ['Download it again.', 'Compare its size with the one on the download page.'],
  },
  PACKAGE_DAMAGED: {
    what: 'The package is damaged ({{detail}}).',
    steps: ['Download it again.', 'Compare its SHA-256 with the one on the download page.'],
  },
  PACKAGE_METHOD_UNKNOWN: {
    what: 'The package is packed in a way this program cannot open ({{method}}).',
    steps: ['Unpack it with 7-Zip.', 'Choose the folder it was unpacked to.'],
  },
  KEY_INCOMPLETE: {
    what: 'The packages do not hold all that a key needs. Missing: {{missing}}.',
    steps: ['Add the SoftPaq “For USB Key-Media” of this server: it holds all of it.'],
  },
  KEY_CHOOSE_IMAGE: {
    what: 'More than one ROM image would fit: {{list}}.',
    steps: ['Look at the family your machine shows when it starts.', 'Take that image.'],
  },
  KEY_IMAGE_REFUSED: {
    what: 'This image must not go on a key: {{why}}.',
    steps: ['Take the image as the maker published it.'],
  },
  KEY_SIZE: {
    what: 'A key of {{size}} bytes is not possible with this file system: it takes {{least}} to {{most}} bytes.',
    steps: ['Take another size, another stick, or the other file system.'],
  },
  KEY_FULL: { what: 'The key has no room for {{name}}.', steps: ['Take a larger key.'] },
  KEY_FILE_SYSTEM: {
    what: 'The file system of the key cannot be made or read ({{detail}}).',
    steps: ['Build the key anew.'],
  },
  KEY_DRIVE_UNKNOWN: {
    what: 'There is no drive “{{wanted}}”.',
    steps: ['Plug the stick in.', 'Take it from the list of drives.'],
  },
  KEY_DRIVE_NOT_WHOLE: {
    what: 'The device “{{wanted}}” is a part of the drive {{name}}. A key takes the whole drive.',
    steps: ['If all of it may be erased, take {{name}}.'],
  },
  KEY_DRIVE_REFUSED: {
    what: 'A key is not written to {{name}}: {{why}}.',
    steps: ['Take another drive.', 'Or make an image file: that needs no drive.'],
  },
  KEY_DRIVE_NEEDS_NAME: {
    what: '{{name}} is large or is not a stick. Its name must be typed, so that it is not chosen by mistake.',
    steps: ['Check that nothing on it is needed.', 'Type its name: {{expected}}'],
  },
  KEY_DRIVE_CHANGED: {
    what: '{{name}} is not the drive that was chosen (chosen: {{expected}}; now: {{found}}).',
    steps: ['Plug the stick in again.', 'Take it from the list again.'],
  },
  KEY_DRIVE_LIST: {
    what: 'The system does not tell which drives there are ({{detail}}).',
    steps: ['On Linux: install util-linux, which brings lsblk.', 'Or make an image file: that needs no drive.'],
  },
  KEY_DRIVE_TOO_SMALL: {
    what: '{{name}} is too small: it holds {{size}} bytes, the key has {{expected}}.',
    steps: ['Take a larger stick, or build a smaller key.'],
  },
  KEY_DRIVE_BUSY: {
    what: '{{name}} is in use. Used by: {{list}}.',
    steps: ['Close the programs and windows that show its files.', 'Try again.'],
  },
  KEY_DRIVE_NO_RIGHTS: {
    what: 'The system does not let this program use {{name}}.',
    steps: [
      'Answer the system’s question for rights with yes.',
      'On macOS: System Settings › Privacy & Security › Removable Volumes, allow this program.',
      'On a command line: run it with sudo.',
    ],
  },
  KEY_DRIVE_BLOCKED: {
    what: 'Windows forbids writing to {{name}}, although the rights are there.',
    steps: [
      'Windows Security › Virus & threat protection › Ransomware protection: allow this program through Controlled folder access.',
      'If another virus scanner runs, let it allow this program.',
      'Close Explorer windows that show the stick, then try again.',
    ],
  },
  KEY_DRIVE_LOCKED: {
    what: '{{name}} does not let itself be written.',
    steps: ['Move the write-protection switch on the stick or the card adapter.', 'If it has none, the stick is worn out: use another.'],
  },
  KEY_DRIVE_GONE: {
    what: '{{name}} was pulled out, or lost contact.',
    steps: ['Plug it into another port, directly and not through a hub.', 'Start again.'],
  },
  KEY_DRIVE_ENDS: {
    what: '{{name}} takes no more at {{offset}}, before the end of the {{size}} bytes it says it holds.',
    steps: ['Use another stick: this one is broken, or holds less than is printed on it.'],
  },
  KEY_DRIVE_IO: {
    what: '{{name}} reports an error at {{offset}} ({{detail}}).',
    steps: ['Plug it into another port, directly and not through a hub, and start again.', 'If this returns, use another stick.'],
  },
  KEY_DRIVE_STUCK: {
    what: '{{name}} has not answered for {{waitedMs}} ms.',
    steps: ['Unplug it, plug it into another port and start again.', 'If this returns, use another stick.'],
  },
  KEY_DRIVE_MISMATCH: {
    what: '{{name}} does not give back what was written to it. The first difference is at {{offset}}.',
    steps: [
      'Start again in another port.',
      'If this returns, use another stick. The check of its capacity tells whether it is a false one.',
    ],
  },
  KEY_DRIVE_FAKE: {
    what: '{{name}} says that it holds {{size}} bytes. Only the first {{found}} could be proved.',
    steps: ['Use another stick: whatever is stored beyond that is lost.'],
  },
  KEY_DRIVE_NO_AGENT: {
    what: 'Nothing on this system asks for the password: no polkit agent runs, or pkexec is not installed.',
    steps: [
      'Run the command line with sudo.',
      'Or install and start a polkit agent, for example polkit-kde-agent or lxpolkit.',
      'Or make an image file: that needs no rights.',
    ],
  },
  KEY_DRIVE_NOT_ALLOWED: {
    what: 'The question for rights was not answered with yes.',
    steps: ['Try again, and give the password.', 'Or make an image file: that needs no rights.'],
  },
  KEY_DRIVE_HELPER_LOST: {
    what: 'The part of this program that writes drives ended unexpectedly ({{detail}}).',
    steps: ['Unplug the stick, plug it in again, and try again.'],
  },
  INPUT_INVALID: {
    what: 'That entry is not accepted ({{detail}}).',
    steps: ['Check what you typed or chose, then try again.'],
  },
  STATE_WRONG: {
    what: 'This does not fit what the case is doing now ({{state}}).',
    steps: ['Wait until the running work ends, or cancel it.', 'Try again.'],
  },
  SAFETY_REFUSED: {
    what: 'A safety rule stops this: {{problem}}.',
    steps: ['Read the list of preconditions; the red line says what is missing.', 'Settle it, then start again.'],
  },
  INTERNAL: {
    what: 'The program has a fault of its own ({{detail}}).',
    steps: ['Copy the details below and report them.', 'Close the case and open it again; nothing in it is lost.'],
  },
  DEVICE_HOST_LOST: {
    what: 'The part of the program that talks to the adapter ended unexpectedly. It starts again by itself.',
    steps: ['Unplug the adapter and plug it in again.', 'Test contact, then go on where the work stopped.'],
  },
  CANCELLED: {
    what: 'You stopped the work.',
    steps: ['Start it again when you are ready.'],
  },
};
