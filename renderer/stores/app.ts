// The mirror of main's snapshot, and the live progress of the running operation. Infers nothing.
import { create } from 'zustand';
import type { EventOf } from '../../shared/ipc/contract-kit';
import type { AppContract } from '../../shared/ipc/contract';
import type { Snapshot } from '../../shared/ipc/views';
import type { AppError } from '../../shared/model/errors';
import type { OperationKind, Progress } from '../../shared/model/progress';

interface Ended {
  readonly operationId: string;
  readonly kind: OperationKind | undefined;
  readonly error?: AppError | undefined;
}

interface AppState {
  /** 'connecting' before the first snapshot; 'lost' after a connection broke. */
  readonly link: 'connecting' | 'connected' | 'lost';
  readonly snapshot: Snapshot | undefined;
  readonly progress: Progress | undefined;
  readonly lastEnded: Ended | undefined;
  connected(snapshot: Snapshot): void;
  disconnected(): void;
  mirror(snapshot: Snapshot): void;
  progressed(event: EventOf<AppContract, 'operation/progress'>): void;
  ended(event: EventOf<AppContract, 'operation/ended'>): void;
}

export const useApp = create<AppState>((set) => ({
  link: 'connecting',
  snapshot: undefined,
  progress: undefined,
  lastEnded: undefined,
  connected: (snapshot) => set({ link: 'connected', snapshot, progress: snapshot.operation?.progress }),
  disconnected: () => set((state) => ({ link: state.snapshot ? 'lost' : 'connecting' })),
  mirror: (snapshot) =>
    set((state) => {
      if (state.snapshot && snapshot.seq < state.snapshot.seq) return state;
      const same = snapshot.operation !== undefined && snapshot.operation.operationId === state.snapshot?.operation?.operationId;
      return { snapshot, progress: same ? (state.progress ?? snapshot.operation?.progress) : snapshot.operation?.progress };
    }),
  progressed: (event) => set({ progress: event.progress }),
  ended: (event) =>
    set((state) => {
      const running = state.snapshot?.operation;
      const kind = running?.operationId === event.operationId ? running.kind : undefined;
      return { progress: undefined, lastEnded: { operationId: event.operationId, kind, error: event.error } };
    }),
}));
