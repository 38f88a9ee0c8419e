// The key desk as both faces have it: on folders of the disk, with a thread for the work and the drives of this computer.
import { randomUUID } from 'node:crypto';
import { listDrives } from '../keys/drives/list-drives';
import { holdItems } from './held-items';
import { KeyDesk, type KeyDrives } from './key-desk';
import { writeToDrive } from './write-to-drive';
import { openWorkshopThread } from './workshop-thread';

const drives: KeyDrives = {
  write: writeToDrive,
  list: (leastBytes, sourceFiles) => listDrives({ sourceFiles, ...(leastBytes === undefined ? {} : { leastBytes }) }),
};

/** `folder` goes with the program; image files go to `keyFolder` and stay. */
export function openKeyDesk(folder: string, keyFolder: string): Promise<KeyDesk> {
  return KeyDesk.open({
    items: holdItems(folder),
    workshop: openWorkshopThread(),
    drives,
    keyFolder,
    newId: randomUUID,
    now: () => new Date(),
  });
}
