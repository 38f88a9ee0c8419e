// How the modules of the window are put together: each is given what it needs and says what to do at quit.
import type { BrowserWindow } from 'electron';

export interface AppModule {
  readonly onQuit?: () => void | Promise<void>;
}

export type WindowOf = () => BrowserWindow | undefined;
