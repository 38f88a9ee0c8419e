// Bytes of the files on the desk, by pages, as far as they were looked at. The few pages last used are kept.
import { useEffect, useMemo, useState } from 'react';
import { askCheck } from '../../api/actions';

const PAGE_BYTES = 16 * 1024;
const MOST_PAGES = 160;

type Page = Uint8Array | 'lost' | Promise<void>;
const pages = new Map<string, Page>();
const keyOf = (fileId: string, page: number): string => `${fileId}/${page}`;

function fetchPage(fileId: string, page: number): Promise<void> {
  const key = keyOf(fileId, page);
  const known = pages.get(key);
  if (known instanceof Promise) return known;
  const coming = askCheck('check/bytes', { fileId, offset: page * PAGE_BYTES, length: PAGE_BYTES }).then((answer) => {
    pages.set(key, answer.ok ? answer.value.bytes : 'lost');
    for (const oldest of pages.keys()) {
      if (pages.size <= MOST_PAGES) break;
      pages.delete(oldest);
    }
  });
  pages.set(key, coming);
  return coming;
}

/** What is there of a range: `undefined` where it is still to come, 'lost' where main refused. */
function peek(fileId: string, offset: number, length: number): Uint8Array | 'lost' | undefined {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const at = offset + filled;
    const page = pages.get(keyOf(fileId, Math.floor(at / PAGE_BYTES)));
    if (page === 'lost') return 'lost';
    if (page === undefined || page instanceof Promise) return undefined;
    const part = page.subarray(at % PAGE_BYTES, (at % PAGE_BYTES) + length - filled);
    if (part.length === 0) return bytes.subarray(0, filled);
    bytes.set(part, filled);
    filled += part.length;
  }
  return bytes;
}

async function ensure(fileId: string, offset: number, length: number): Promise<void> {
  const wanted: Promise<void>[] = [];
  for (let page = Math.floor(offset / PAGE_BYTES); page * PAGE_BYTES < offset + length; page++) {
    const known = pages.get(keyOf(fileId, page));
    if (known === undefined || known === 'lost' || known instanceof Promise) wanted.push(fetchPage(fileId, page));
  }
  await Promise.all(wanted);
}

/** Whole ranges, for copying. */
export async function bytesOf(fileId: string, offset: number, length: number): Promise<Uint8Array | undefined> {
  await ensure(fileId, offset, length);
  const bytes = peek(fileId, offset, length);
  return bytes === 'lost' ? undefined : bytes;
}

/** Follows a window over the file. */
export function useSlice(fileId: string, offset: number, length: number): Uint8Array | 'lost' | undefined {
  const [round, again] = useState(0);
  // The same bytes are the same object until something else is looked at.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const bytes = useMemo(() => peek(fileId, offset, length), [fileId, offset, length, round]);
  const isMissing = bytes === undefined;
  useEffect(() => {
    if (!isMissing) return;
    let isGone = false;
    void ensure(fileId, offset, length).then(() => {
      if (!isGone) again((count) => count + 1);
    });
    return () => {
      isGone = true;
    };
  }, [fileId, offset, length, isMissing]);
  return bytes;
}
