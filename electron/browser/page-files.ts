// The built page, served as files of one folder and nothing beside it. Also under Electron's own scheme.
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

export interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** `undefined` for what is not there, or not of the page. `path` is that of the address, still encoded. */
export async function pageFile(folder: string, path: string): Promise<PageFile | undefined> {
  const name = decode(path);
  if (name === undefined || name.includes('\0')) return undefined;
  const file = normalize(join(folder, name === '/' ? 'index.html' : name));
  const type = types[extname(file)];
  if (!file.startsWith(normalize(folder) + sep) || type === undefined) return undefined;
  const bytes = await readFile(file).catch(() => undefined);
  return bytes && { bytes: new Uint8Array(bytes), type };
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Everything from the page's own origin; `connect` is where its messages go. */
export const contentSecurityPolicy = (connect: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    // Components place themselves by style attributes; no style may be fetched from elsewhere.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
