// Which question of the build is looked at. Nothing here reaches main; a reload of the tab stays at the question.
import { create } from 'zustand';

export const keySteps = ['package', 'machine', 'where', 'done'] as const;
export type KeyStep = (typeof keySteps)[number];
const STEP_KEY = 'rom-rescue.key-step';

interface KeyLook {
  readonly step: KeyStep;
  readonly place: 'file' | 'drive';
  readonly folder: string | undefined;
  readonly driveId: string | undefined;
  go(step: KeyStep): void;
  choosePlace(place: KeyLook['place']): void;
  nameFolder(folder: string): void;
  chooseDrive(driveId: string): void;
}

export const useKeyLook = create<KeyLook>((set) => ({
  step: keySteps.find((step) => step === sessionStorage.getItem(STEP_KEY)) ?? 'package',
  place: 'file',
  folder: undefined,
  driveId: undefined,
  go: (step) => {
    sessionStorage.setItem(STEP_KEY, step);
    set({ step });
  },
  choosePlace: (place) => set({ place }),
  nameFolder: (folder) => set({ folder }),
  chooseDrive: (driveId) => set({ driveId }),
}));
