// What is looked at, not what is true: place, theme, running commands and the error of the last one. Nothing here reaches main.
import { create } from 'zustand';
import type { Snapshot } from '../../shared/ipc/views';
import type { AppError } from '../../shared/model/errors';
import { placeOfCase, type Place } from '../frame/places';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
const THEME_KEY = 'rom-rescue.theme';
/** Of this tab: a reload stays where it was, where that does not hang on a case. */
const PLACE_KEY = 'rom-rescue.place';
const keptPlaces: readonly Place[] = ['check', 'key-build', 'key-check'];

interface ViewState {
  readonly place: Place;
  readonly caseId: string | undefined;
  readonly theme: Theme;
  readonly panelOpen: boolean;
  readonly running: ReadonlySet<string>;
  /** Where the command was sent from, so that its error is shown there and nowhere else. */
  readonly commandError: { readonly place: Place; readonly error: AppError } | undefined;
  go(place: Place): void;
  /** After a snapshot: another case than before moves the view to that case's step, none moves it to the start. */
  settle(snapshot: Snapshot): void;
  setTheme(theme: Theme): void;
  togglePanel(): void;
  commandStarted(command: string): void;
  commandEnded(command: string, error: AppError | undefined): void;
  dismissError(): void;
}

export const useView = create<ViewState>((set) => ({
  place: storedPlace(),
  caseId: undefined,
  theme: storedTheme(),
  panelOpen: false,
  running: new Set<string>(),
  commandError: undefined,
  go: (place) => {
    sessionStorage.setItem(PLACE_KEY, place);
    set({ place, commandError: undefined });
  },
  settle: (snapshot) =>
    set((state) => {
      const caseId = snapshot.openCase?.caseId;
      if (caseId === state.caseId) return state;
      return { caseId, place: snapshot.openCase ? placeOfCase(snapshot.openCase, snapshot.session) : 'start', commandError: undefined };
    }),
  setTheme: (theme) => {
    localStorage.setItem(THEME_KEY, theme);
    set({ theme });
  },
  togglePanel: () => set((state) => ({ panelOpen: !state.panelOpen })),
  commandStarted: (command) => set((state) => ({ running: new Set([...state.running, command]), commandError: undefined })),
  commandEnded: (command, error) =>
    set((state) => {
      const running = new Set(state.running);
      running.delete(command);
      return { running, ...(error ? { commandError: { place: state.place, error } } : {}) };
    }),
  dismissError: () => set({ commandError: undefined }),
}));

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

function storedPlace(): Place {
  const stored = sessionStorage.getItem(PLACE_KEY);
  return keptPlaces.find((place) => place === stored) ?? 'start';
}

function storedTheme(): Theme {
  const stored = localStorage.getItem(THEME_KEY);
  return themes.find((theme) => theme === stored) ?? 'system';
}
