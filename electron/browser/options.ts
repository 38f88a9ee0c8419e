// The flags of the browser face.
import { parseArgs } from 'node:util';

export interface BrowserOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly casesFolder?: string;
  /** Open a browser on this machine. */
  readonly open: boolean;
  /** Print the address alone. */
  readonly bareUrl: boolean;
  /** Practice machines run this many times faster than real ones. */
  readonly practiceSpeed?: number;
}

/** Throws an Error whose message is for the person who typed. */
export function parseOptions(args: readonly string[]): BrowserOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '0' },
      cases: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      'print-url': { type: 'boolean', default: false },
      'practice-speed': { type: 'string' },
    },
  });
  const speed = values['practice-speed'] === undefined ? undefined : Number(values['practice-speed']);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port wants a number from 0 to 65535, not "${values.port}"`);
  if (speed !== undefined && !(speed > 0)) throw new Error('--practice-speed wants a number above 0');
  return {
    port,
    open: !values['no-open'] && !values['print-url'],
    bareUrl: values['print-url'],
    ...(values.cases === undefined ? {} : { casesFolder: values.cases }),
    ...(speed === undefined ? {} : { practiceSpeed: speed }),
  };
}
