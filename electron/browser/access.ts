// Who may talk to the browser face: the browser that was handed the one-time address, on this machine, from our own page.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const COOKIE = 'rom-rescue-session';

export interface Access {
  /** The one-time part of the address that is printed. */
  readonly token: string;
  /** The cookie to set where the token is right and unused; it is used up by this. */
  redeem(token: string): string | undefined;
  /** Carries our cookie. */
  isKnown(request: IncomingMessage): boolean;
}

export function createAccess(newSecret: () => string): Access {
  const token = newSecret();
  const session = newSecret();
  let used = false;
  return {
    token,
    redeem: (offered) => {
      if (used || !isEqual(offered, token)) return undefined;
      used = true;
      return `${COOKIE}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    isKnown: (request) => {
      const cookies = (request.headers.cookie ?? '').split(';').map((text) => text.trim());
      return cookies.some((text) => text.startsWith(`${COOKIE}=`) && isEqual(text.slice(COOKIE.length + 1), session));
    },
  };
}

/** A page of another site that resolves its name to this machine brings its own name along. */
export const isOurHost = (request: IncomingMessage, port: number): boolean => request.headers.host === `127.0.0.1:${port}`;

/** A web socket must come from our page; a plain request for a page carries no origin. */
export const isOurOrigin = (request: IncomingMessage, port: number): boolean => request.headers.origin === `http://127.0.0.1:${port}`;

function isEqual(offered: string, secret: string): boolean {
  const [a, b] = [Buffer.from(offered), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
