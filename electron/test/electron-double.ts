// The part of Electron that the program uses, without Electron: tests hand it out in the place of the module. Keeps Electron's order of
// events, and its rules where breaking them would be a bug of ours: what comes before 'ready', structured clones, what can be refused.
import { EventEmitter } from 'node:events';

export interface Preventable {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

function preventable(): Preventable {
  let prevented = false;
  return {
    get defaultPrevented() {
      return prevented;
    },
    preventDefault: () => {
      prevented = true;
    },
  };
}

export interface FrameDouble {
  url: string;
  readonly parent: FrameDouble | null;
}

/** One load of a page: what its preload sees of Electron. */
export class PageDouble {
  readonly ipcRenderer = new EventEmitter();
  readonly world: Record<string, unknown> = {};

  constructor(send: (channel: string, message: unknown) => void) {
    Object.assign(this.ipcRenderer, { send: (channel: string, message: unknown) => send(channel, structuredClone(message)) });
  }

  readonly contextBridge = {
    exposeInMainWorld: (name: string, api: unknown): void => {
      this.world[name] = api;
    },
  };

  receive(channel: string, message: unknown): void {
    this.ipcRenderer.emit(channel, {}, message);
  }
}

type OpenHandler = (details: { url: string }) => { action: string };

export class WebContentsDouble extends EventEmitter {
  private static lastId = 0;
  readonly id = ++WebContentsDouble.lastId;
  readonly mainFrame: FrameDouble = { url: '', parent: null };
  page: PageDouble | undefined;
  openHandler: OpenHandler | undefined;

  constructor(private readonly ipcMain: EventEmitter) {
    super();
  }

  getURL = (): string => this.mainFrame.url;
  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }
  send(channel: string, message: unknown): void {
    const clone: unknown = structuredClone(message);
    const { page } = this;
    setImmediate(() => page?.receive(channel, clone));
  }
  reload(): void {
    this.load(this.mainFrame.url);
  }

  /** Ordered by the program: nobody is asked. */
  load(url: string): void {
    this.emit('did-start-navigation', { url, isMainFrame: true, isSameDocument: false });
    this.commit(url);
  }

  /** Wanted by the page: a link, a script, a file dropped on it. Answers whether it went there. */
  navigate(url: string): boolean {
    this.emit('did-start-navigation', { url, isMainFrame: true, isSameDocument: false });
    const event = preventable();
    this.emit('will-navigate', event, url);
    if (!event.defaultPrevented) this.commit(url);
    return !event.defaultPrevented;
  }

  /** What a frame sends to main: of the page itself unless told otherwise. */
  deliver(channel: string, message: unknown, senderFrame: FrameDouble | null = this.mainFrame): void {
    setImmediate(() => this.ipcMain.emit(channel, { sender: this, senderFrame }, message));
  }

  private commit(url: string): void {
    this.mainFrame.url = url;
    this.page = new PageDouble((channel, message) => this.deliver(channel, message));
    this.emit('did-navigate', {}, url, -1, '');
  }
}

export interface WindowOptions {
  readonly webPreferences: Readonly<Record<string, unknown>>;
}

export type Host = (parentPort: {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}) => void;

export type ElectronDouble = ReturnType<typeof createElectronDouble>;

/** `host` plays the program that a utility process would run. */
export function createElectronDouble({ isFirst = true, host = () => undefined }: { isFirst?: boolean; host?: Host } = {}) {
  const windows: WindowDouble[] = [];
  const ipcMain = new EventEmitter();
  let isReady = false;
  let isQuitting = false;
  const mustBe = (ready: boolean, what: string) => {
    if (isReady !== ready) throw new Error(`${what} ${ready ? 'before' : 'after'} the app is ready`);
  };

  class AppDouble extends EventEmitter {
    isSandboxed = false;
    exitCode: number | undefined;
    requestSingleInstanceLock = () => isFirst;
    whenReady = (): Promise<void> =>
      new Promise((resolve) =>
        setImmediate(() => {
          isReady = true;
          resolve();
        }),
      );
    enableSandbox(): void {
      mustBe(false, 'enableSandbox');
      this.isSandboxed = true;
    }
    exit(code: number): void {
      this.exitCode = code;
    }
    quit(): void {
      const before = preventable();
      this.emit('before-quit', before);
      if (before.defaultPrevented) return;
      isQuitting = true;
      for (const window of [...windows]) {
        window.close();
        if (!window.isDestroyed()) {
          isQuitting = false;
          return;
        }
      }
      const will = preventable();
      this.emit('will-quit', will);
      if (will.defaultPrevented) return;
      this.exitCode = 0;
      this.emit('quit');
    }
  }
  const app = new AppDouble();

  class WindowDouble extends EventEmitter {
    readonly webContents = new WebContentsDouble(ipcMain);
    isShown = false;
    isFocused = false;
    minimized = false;
    private destroyed = false;

    constructor(readonly options: WindowOptions) {
      super();
      mustBe(true, 'new BrowserWindow');
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
    loadURL(url: string): Promise<void> {
      this.webContents.load(url);
      this.emit('ready-to-show');
      return Promise.resolve();
    }
    show(): void {
      this.isShown = true;
    }
    isMinimized = () => this.minimized;
    restore(): void {
      this.minimized = false;
    }
    focus(): void {
      this.isFocused = true;
    }
    isDestroyed = () => this.destroyed;
    close(): void {
      const event = preventable();
      this.emit('close', event);
      if (event.defaultPrevented) return;
      this.destroyed = true;
      windows.splice(windows.indexOf(this), 1);
      this.webContents.emit('destroyed');
      this.emit('closed');
      if (windows.length === 0 && !isQuitting) app.emit('window-all-closed');
    }
  }

  const schemes = new Map<string, Readonly<Record<string, boolean>>>();
  const schemeHandlers = new Map<string, (request: Request) => Promise<Response>>();
  const protocol = {
    registerSchemesAsPrivileged: (list: readonly { scheme: string; privileges: Readonly<Record<string, boolean>> }[]) => {
      mustBe(false, 'registerSchemesAsPrivileged');
      for (const { scheme, privileges } of list) schemes.set(scheme, privileges);
    },
    handle: (scheme: string, handler: (request: Request) => Promise<Response>) => {
      mustBe(true, 'protocol.handle');
      schemeHandlers.set(scheme, handler);
    },
  };

  type Ask = (contents: WebContentsDouble, permission: string, answer: (granted: boolean) => void) => void;
  const permissions = {
    request: undefined as Ask | undefined,
    check: undefined as ((contents: WebContentsDouble | null, permission: string) => boolean) | undefined,
    device: undefined as (() => boolean) | undefined,
  };
  const session = {
    get defaultSession() {
      mustBe(true, 'session.defaultSession');
      return {
        setPermissionRequestHandler: (handler: Ask) => (permissions.request = handler),
        setPermissionCheckHandler: (handler: typeof permissions.check) => (permissions.check = handler),
        setDevicePermissionHandler: (handler: () => boolean) => (permissions.device = handler),
      };
    },
  };

  const blockers = new Map<number, string>();
  let lastBlocker = 0;
  const powerSaveBlocker = {
    start: (type: string) => {
      blockers.set(lastBlocker, type);
      return lastBlocker++;
    },
    stop: (id: number) => blockers.delete(id),
  };

  const messages: { message: string; close: () => void }[] = [];
  const errors: string[] = [];
  const dialog = {
    showMessageBox: (...args: readonly unknown[]) =>
      new Promise<{ response: number }>((resolve) => {
        const { message } = args.at(-1) as { message: string };
        messages.push({ message, close: () => resolve({ response: 0 }) });
      }),
    showErrorBox: (_title: string, content: string) => void errors.push(content),
  };

  const forks: { path: string; args: readonly string[]; killed: boolean }[] = [];
  const utilityProcess = {
    fork: (path: string, args: readonly string[]) => {
      mustBe(true, 'utilityProcess.fork');
      const fork = { path, args, killed: false };
      forks.push(fork);
      const near = new EventEmitter();
      const far = new EventEmitter();
      host({
        postMessage: (message) => {
          const clone: unknown = structuredClone(message);
          setImmediate(() => near.emit('message', clone));
        },
        on: (event, listener) => void far.on(event, listener),
      });
      return Object.assign(near, {
        postMessage: (message: unknown) => {
          const clone: unknown = structuredClone(message);
          setImmediate(() => far.emit('message', { data: clone }));
        },
        kill: () => {
          fork.killed = true;
          setImmediate(() => near.emit('exit', 0));
          return true;
        },
      });
    },
  };

  const Menu = { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => undefined };

  return {
    /** What `import … from 'electron'` gives in main. */
    module: { app, BrowserWindow: WindowDouble, dialog, ipcMain, Menu, powerSaveBlocker, protocol, session, utilityProcess },
    app,
    ipcMain,
    windows,
    schemes,
    permissions,
    blockers,
    messages,
    errors,
    forks,
    /** A request of a page for an address of one of our schemes. */
    fetch: (url: string): Promise<Response> => {
      const handler = schemeHandlers.get(url.slice(0, url.indexOf(':')));
      if (!handler) throw new Error(`nobody serves ${url}`);
      return handler(new Request(url));
    },
  };
}
