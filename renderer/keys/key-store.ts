// The mirror of the key desk. Infers nothing.
import { create } from 'zustand';
import type { KeyState } from '../../shared/ipc/key-views';

interface KeyStore {
  /** Absent until main has said what is on the desk. */
  readonly desk: KeyState | undefined;
  mirror(state: KeyState): void;
}

export const useKeys = create<KeyStore>((set) => ({
  desk: undefined,
  mirror: (next) => set(({ desk }) => (desk && desk.seq > next.seq ? {} : { desk: next })),
}));
