// The key desk as both faces have it: on folders of the disk, with a thread for the work, the drives of this computer and practice drives.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { practiceDrives, realDrives } from './desk-drives';
import { DriveShelf } from './drive-shelf';
import { holdItems } from './held-items';
import { KeyDesk } from './key-desk';
import { openWorkshopThread } from './workshop-thread';

/** `folder` goes with the program; image files go to `keyFolder` and stay. */
export function openKeyDesk(folder: string, keyFolder: string): Promise<KeyDesk> {
  return KeyDesk.open({
    items: holdItems(folder),
    workshop: openWorkshopThread(),
    drives: new DriveShelf(realDrives, practiceDrives(join(folder, 'practice-drives'))),
    keyFolder,
    newId: randomUUID,
    now: () => new Date(),
  });
}
