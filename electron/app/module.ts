// What the modules of the window are given.
import type { BrowserWindow } from 'electron';

export type WindowOf = () => BrowserWindow | undefined;
