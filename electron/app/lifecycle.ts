// Holds the window and the program from the first erase until it is verified, with an explanation, and keeps the machine awake for it.
import { app, dialog, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { Recovery } from '../../native-bridge/recovery/recovery';
import type { WindowOf } from './module';

export interface LifecycleDeps {
  readonly recovery: Pick<Recovery, 'isWriting' | 'subscribe'>;
  readonly windowOf: WindowOf;
  /** Lets the block in hand be finished, then everything go. */
  readonly stop: () => Promise<void>;
}

export interface Lifecycle {
  /** For each new window. */
  guard(window: BrowserWindow): void;
}

export function guardLifecycle({ recovery, windowOf, stop }: LifecycleDeps): Lifecycle {
  let blocker: number | undefined;
  let stopping: 'no' | 'begun' | 'done' = 'no';
  let explaining = false;

  const follow = () => {
    if (recovery.isWriting && blocker === undefined) blocker = powerSaveBlocker.start('prevent-app-suspension');
    if (!recovery.isWriting && blocker !== undefined) {
      powerSaveBlocker.stop(blocker);
      blocker = undefined;
    }
  };
  recovery.subscribe(follow);

  const explain = () => {
    const options = {
      type: 'warning' as const,
      title: 'ROM Rescue',
      message: 'The chip is being written.',
      detail:
        'Closing now would leave it half written. Wait until it is verified, or cancel in the window: it then stops after the block in hand.',
      buttons: ['Keep writing'],
      defaultId: 0,
    };
    if (explaining) return;
    explaining = true;
    const window = windowOf();
    const closed = window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options);
    void closed.finally(() => (explaining = false));
  };
  const hold = (event: { preventDefault(): void }) => {
    if (!recovery.isWriting) return;
    event.preventDefault();
    explain();
  };

  app.on('before-quit', hold);
  app.on('will-quit', (event) => {
    if (stopping === 'done') return;
    event.preventDefault();
    if (stopping === 'begun') return;
    stopping = 'begun';
    const quit = () => {
      stopping = 'done';
      app.quit();
    };
    stop().then(quit, quit);
  });
  app.on('window-all-closed', () => app.quit());

  return {
    guard: (window) => {
      window.on('close', hold);
      // Windows asks before it logs off or shuts down.
      window.on('query-session-end', hold);
    },
  };
}
