// The block map: bytes are changed in place and a version counts, so that ten updates a second copy nothing and render only a canvas.
import { create } from 'zustand';
import type { EventOf } from '../../shared/ipc/contract-kit';
import type { AppContract } from '../../shared/ipc/contract';
import { applyRuns } from '../../shared/model/blocks';

interface BlocksState {
  readonly map: Uint8Array;
  readonly version: number;
  replace(map: Uint8Array): void;
  apply(event: EventOf<AppContract, 'blocks/changed'>): void;
}

export const useBlocks = create<BlocksState>((set, get) => ({
  map: new Uint8Array(0),
  version: 0,
  replace: (map) => set((state) => ({ map: map.slice(), version: state.version + 1 })),
  apply: (event) => {
    const { map } = get();
    const next = event.reset || map.length !== event.total ? new Uint8Array(event.total) : map;
    applyRuns(next, event.runs);
    set((state) => ({ map: next, version: state.version + 1 }));
  },
}));
