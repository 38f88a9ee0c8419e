// What no page may do: leave our scheme, open windows, embed others, or ask for the camera, the clipboard's content or a device.
import { app, session } from 'electron';
import { APP_URL } from './scheme';

export function secureContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    const stay = (event: { preventDefault(): void }, url: string) => {
      if (!isOurPage(url)) event.preventDefault();
    };
    contents.on('will-navigate', (event, url) => stay(event, url));
    contents.on('will-redirect', (event, url) => stay(event, url));
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** The page's Copy buttons put text on the clipboard; nothing reads it. */
const isAllowed = (permission: string, pageUrl: string | undefined): boolean =>
  permission === 'clipboard-sanitized-write' && pageUrl !== undefined && isOurPage(pageUrl);

/** After the app is ready. */
export function denyPermissions(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((contents, permission, answer) => answer(isAllowed(permission, contents.getURL())));
  defaultSession.setPermissionCheckHandler((contents, permission) => isAllowed(permission, contents?.getURL()));
  defaultSession.setDevicePermissionHandler(() => false);
}

export const isOurPage = (url: string): boolean =>
  url === APP_URL || url.startsWith(`${APP_URL}#`) || url.startsWith(`${APP_URL}index.html`);
