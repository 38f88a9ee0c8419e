// Apple's property lists in XML, as diskutil writes them: dict, array, string, integer, real, true, false, date, data. Pure.

export type PropertyValue = string | number | boolean | readonly PropertyValue[] | PropertyDict;
export interface PropertyDict {
  readonly [key: string]: PropertyValue;
}

const MOST_DEPTH = 64;
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** Undefined where the text is no property list. Entities of the reader's own, and nothing from outside, are resolved. */
export function parsePropertyList(xml: string): PropertyValue | undefined {
  const start = /<plist\b[^>]*>/.exec(xml);
  if (!start) return undefined;
  const tokens = [...xml.slice(start.index + start[0].length).matchAll(/<(\/?)([a-z]+)\s*(\/?)>([^<]*)/g)];
  let at = 0;
  const peek = (name: string, closes: boolean): boolean => tokens[at]?.[2] === name && (tokens[at]?.[1] === '/') === closes;

  const value = (depth: number): PropertyValue | undefined => {
    const token = tokens[at];
    if (!token || token[1] === '/' || depth > MOST_DEPTH) return undefined;
    at += 1;
    const [, , name, empty, content = ''] = token;
    if (name === 'true' || name === 'false') return closed(name, empty, name === 'true');
    if (name === 'dict') return empty ? {} : dictionary(depth);
    if (name === 'array') return empty ? [] : array(depth);
    const plain = content.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (all, code: string) => entityText(all, code));
    if (name === 'integer' || name === 'real') return closed(name, empty, Number(plain));
    return name === 'string' || name === 'date' || name === 'data' ? closed(name, empty, plain) : undefined;
  };
  const closed = <T extends PropertyValue>(name: string, empty: string | undefined, result: T): T | undefined => {
    if (empty) return result;
    if (!peek(name, true)) return undefined;
    at += 1;
    return result;
  };
  const array = (depth: number): PropertyValue[] | undefined => {
    const items: PropertyValue[] = [];
    while (!peek('array', true)) {
      const item = value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    }
    at += 1;
    return items;
  };
  const dictionary = (depth: number): PropertyDict | undefined => {
    const items: [string, PropertyValue][] = [];
    while (!peek('dict', true)) {
      if (!peek('key', false)) return undefined;
      const key = tokens[at]?.[4] ?? '';
      at += 1;
      if (closed('key', undefined, true) === undefined) return undefined;
      const item = value(depth + 1);
      if (item === undefined) return undefined;
      items.push([key, item]);
    }
    at += 1;
    return Object.fromEntries(items);
  };
  return value(0);
}

function entityText(all: string, code: string): string {
  if (!code.startsWith('#')) return entities[code] ?? all;
  const point = code[1] === 'x' ? parseInt(code.slice(2), 16) : Number(code.slice(1));
  return point <= 0x10ffff ? String.fromCodePoint(point) : all;
}
