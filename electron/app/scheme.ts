// The page's own scheme, rom-rescue://app/: files of the built page and nothing else, with the content security policy on each.
import { protocol } from 'electron';
import { contentSecurityPolicy, pageFile } from '../browser/page-files';

const SCHEME = 'rom-rescue';
const HOST = 'app';
export const APP_URL = `${SCHEME}://${HOST}/`;

/** Before the app is ready: Electron takes it at no other time. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** After the app is ready. */
export function serveScheme(pageFolder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    const file = url.host === HOST ? await pageFile(pageFolder, url.pathname) : undefined;
    if (!file) return new Response('There is nothing here.', { status: 404, headers: { 'Content-Type': 'text/plain' } });
    return new Response(file.bytes, {
      headers: {
        'Content-Type': file.type,
        'Content-Security-Policy': contentSecurityPolicy("'self'"),
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-store',
      },
    });
  });
}
