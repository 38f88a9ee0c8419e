// A value that changes whenever colours change, so that what is drawn on a canvas is drawn anew.
import { useSyncExternalStore } from 'react';
import { useView } from '../stores/view';

const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'] as const;

export function useThemeKey(): string {
  const theme = useView((state) => state.theme);
  const system = useSyncExternalStore(subscribe, () => queries.map((query) => matchMedia(query).matches).join());
  return `${theme} ${system}`;
}

function subscribe(changed: () => void): () => void {
  const lists = queries.map((query) => matchMedia(query));
  for (const list of lists) list.addEventListener('change', changed);
  return () => {
    for (const list of lists) list.removeEventListener('change', changed);
  };
}
