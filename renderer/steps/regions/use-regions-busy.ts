// Whether an image is being composed now, or other work holds the case: then no other choice is taken.
import { useApp } from '../../stores/app';
import { useView } from '../../stores/view';

const commands = ['regions/recipe', 'regions/choose', 'regions/edit', 'source/add', 'source/remove'];

export const useIsComposing = (): boolean => useView((state) => commands.some((command) => state.running.has(command)));

export function useRegionsBusy(): boolean {
  const isWorking = useApp((state) => state.snapshot?.operation !== undefined);
  return useIsComposing() || isWorking;
}
