// One message as one binary frame and back: JSON with its byte arrays carried behind it, not inside it. Knows no contract.
//
//   u32 little-endian: length of the head | head, JSON in UTF-8: { message, bytes: [[path, length], …] } | the byte arrays in order

type Path = readonly (string | number)[];
const HEAD_LENGTH_BYTES = 4;

export function encodeFrame(message: unknown): Uint8Array<ArrayBuffer> {
  const attachments: { path: Path; bytes: Uint8Array }[] = [];
  const bare = takeBytesOut(message, [], attachments);
  const head = new TextEncoder().encode(
    JSON.stringify({ message: bare, bytes: attachments.map(({ path, bytes }) => [path, bytes.length]) }),
  );
  const frame = new Uint8Array(HEAD_LENGTH_BYTES + head.length + attachments.reduce((sum, { bytes }) => sum + bytes.length, 0));
  new DataView(frame.buffer).setUint32(0, head.length, true);
  frame.set(head, HEAD_LENGTH_BYTES);
  let at = HEAD_LENGTH_BYTES + head.length;
  for (const { bytes } of attachments) {
    frame.set(bytes, at);
    at += bytes.length;
  }
  return frame;
}

/** `undefined` for anything that is no whole frame: the sender is not trusted. */
export function decodeFrame(frame: Uint8Array): unknown {
  if (frame.length < HEAD_LENGTH_BYTES) return undefined;
  const headEnd = HEAD_LENGTH_BYTES + new DataView(frame.buffer, frame.byteOffset).getUint32(0, true);
  if (headEnd > frame.length) return undefined;
  const head = parseHead(frame.subarray(HEAD_LENGTH_BYTES, headEnd));
  if (!head) return undefined;
  let at = headEnd;
  for (const [path, length] of head.bytes) {
    if (at + length > frame.length || !putBytesBack(head, ['message', ...path], Uint8Array.from(frame.subarray(at, at + length))))
      return undefined;
    at += length;
  }
  return at === frame.length ? head.message : undefined;
}

function takeBytesOut(value: unknown, path: Path, found: { path: Path; bytes: Uint8Array }[]): unknown {
  if (value instanceof Uint8Array) {
    found.push({ path, bytes: value });
    return null;
  }
  if (Array.isArray(value)) return value.map((item, index) => takeBytesOut(item, [...path, index], found));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, takeBytesOut(item, [...path, key], found)]));
}

interface Head {
  message: unknown;
  readonly bytes: readonly (readonly [Path, number])[];
}

function parseHead(bytes: Uint8Array): Head | undefined {
  try {
    const head: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isHead(head) ? head : undefined;
  } catch {
    return undefined;
  }
}

function isHead(value: unknown): value is Head {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'message')) return false;
  const { bytes } = value as { bytes?: unknown };
  return (
    Array.isArray(bytes) &&
    bytes.every(
      (item: unknown) =>
        Array.isArray(item) && item.length === 2 && Array.isArray(item[0]) && Number.isSafeInteger(item[1]) && (item[1] as number) >= 0,
    )
  );
}

/** Only ever replaces the null that `takeBytesOut` left: a path into anything else is refused. */
function putBytesBack(root: object, path: Path, bytes: Uint8Array): boolean {
  let node: unknown = root;
  for (const [index, key] of path.entries()) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return false;
    const parent = node as Record<string | number, unknown>;
    if (index < path.length - 1) node = parent[key];
    else if (parent[key] !== null) return false;
    else parent[key] = bytes;
  }
  return true;
}
