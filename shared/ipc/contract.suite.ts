// The promises of a connection, as tests that run unchanged on every carrier: each carrier's test file calls `contractSuite`.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { appError } from '../model/errors';
import { err, ok } from '../model/result';
import { checkContract } from './check-contract';
import { checkContractTests, serveCheckDouble } from './check-contract.suite';
import type { Client, Contract, Handlers, Port } from './contract-kit';
import { connectPeer, servePeer, type Served } from './peer';

const bytes = z.instanceof(Uint8Array) as z.ZodType<Uint8Array>;

export const suiteContract = {
  name: 'suite',
  commands: {
    'suite/echo': { payload: z.object({ text: z.string(), bytes }), value: z.object({ text: z.string(), bytes }) },
    'suite/refuse': { payload: z.object({}), value: z.null() },
    'suite/throw': { payload: z.object({}), value: z.null() },
    'suite/wrong-value': { payload: z.object({}), value: z.object({ number: z.number() }) },
    /** Emits `count` events, then answers. */
    'suite/emit': { payload: z.object({ count: z.number().int() }), value: z.null() },
    /** Calls the other side back on the same port and answers what it said. */
    'suite/ask-back': { payload: z.object({ question: z.string() }), value: z.object({ answer: z.string() }) },
    'suite/never': { payload: z.object({}), value: z.null() },
  },
  events: { 'suite/tick': z.object({ index: z.number(), bytes }) },
} as const satisfies Contract;

export const backContract = {
  name: 'suite-back',
  commands: { 'back/answer': { payload: z.object({ question: z.string() }), value: z.object({ answer: z.string() }) } },
  events: {},
} as const satisfies Contract;

/** The far end: what a carrier's other side runs. */
export function serveSuite(port: Port): void {
  serveCheckDouble(port);
  const back = connectPeer(port, backContract);
  const served: Served<typeof suiteContract> = servePeer(port, suiteContract, {
    'suite/echo': async (payload) => ok(payload),
    'suite/refuse': async () => err(appError('STATE_WRONG', { state: 'idle' })),
    'suite/throw': async () => {
      throw new Error('a bug');
    },
    'suite/wrong-value': async () => ok({ number: 'seven' as unknown as number }),
    'suite/emit': async ({ count }) => {
      for (let index = 0; index < count; index++) served.emit('suite/tick', { index, bytes: Uint8Array.of(index) });
      return ok(null);
    },
    'suite/ask-back': (question) => back.call('back/answer', question),
    'suite/never': () => new Promise(() => undefined),
  } satisfies Handlers<typeof suiteContract>);
}

export interface SuitePair {
  /** The near end; the far end runs `serveSuite`. */
  readonly port: Port;
  /** The far end vanishes, as a crash or an unplugged cable would have it. */
  lose(): void | Promise<void>;
  /** Cleans up. */
  end(): void | Promise<void>;
}

export function contractSuite(carrier: string, makePair: () => Promise<SuitePair>): void {
  describe(`the contract over ${carrier}`, () => {
    let pair: SuitePair;
    let client: Client<typeof suiteContract>;

    beforeEach(async () => {
      pair = await makePair();
      client = connectPeer(pair.port, suiteContract, { lost: () => appError('DEVICE_HOST_LOST') });
      servePeer(pair.port, backContract, { 'back/answer': async ({ question }) => ok({ answer: `${question}: yes` }) });
    });
    afterEach(() => pair.end());
    checkContractTests(() => connectPeer(pair.port, checkContract));

    it('brings a payload there and a value back, bytes as bytes', async () => {
      const payload = { text: 'Z620 – ✓', bytes: new Uint8Array(70_000).map((_, index) => index) };
      const result = await client.call('suite/echo', payload);
      expect(result).toEqual(ok(payload));
      expect(result.ok && result.value.bytes).toBeInstanceOf(Uint8Array);
    });

    it('keeps many calls at once apart', async () => {
      const texts = Array.from({ length: 40 }, (_, index) => `call ${index}`);
      const results = await Promise.all(texts.map((text) => client.call('suite/echo', { text, bytes: new Uint8Array(3) })));
      expect(results.map((result) => result.ok && result.value.text)).toEqual(texts);
    });

    it('refuses a payload that is not of its schema', async () => {
      const result = await client.call('suite/echo', { text: 7, bytes: 'no' } as never);
      expect(result).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
    });

    it('refuses a command that is not in the contract', async () => {
      const call = client.call as (command: string, payload: unknown) => Promise<unknown>;
      expect(await call('suite/format-disk', {})).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
      expect(await call('__proto__', {})).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
    });

    it('refuses a contract that nobody serves', async () => {
      const other = connectPeer(pair.port, { ...suiteContract, name: 'nobody' });
      expect(await other.call('suite/refuse', {})).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
    });

    it('answers a refusal as it was given', async () => {
      expect(await client.call('suite/refuse', {})).toEqual(err(appError('STATE_WRONG', { state: 'idle' })));
    });

    it('answers a bug as an internal error instead of throwing', async () => {
      expect(await client.call('suite/throw', {})).toMatchObject({ ok: false, error: { code: 'INTERNAL', params: { detail: 'a bug' } } });
    });

    it('answers a value that is not of its schema as an internal error', async () => {
      expect(await client.call('suite/wrong-value', {})).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    });

    it('brings events in order and before the answer that follows them', async () => {
      const seen: number[] = [];
      client.on('suite/tick', ({ index }) => seen.push(index));
      await client.call('suite/emit', { count: 50 });
      expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => index));
    });

    it('stops bringing events to a listener that has left, and goes on for the others', async () => {
      const left: number[] = [];
      const stayed: number[] = [];
      const leave = client.on('suite/tick', ({ index }) => left.push(index));
      client.on('suite/tick', ({ index }) => stayed.push(index));
      await client.call('suite/emit', { count: 1 });
      leave();
      await client.call('suite/emit', { count: 2 });
      expect({ left, stayed }).toEqual({ left: [0], stayed: [0, 0, 1] });
    });

    it('serves and calls both ways on one port', async () => {
      expect(await client.call('suite/ask-back', { question: 'flushed?' })).toEqual(ok({ answer: 'flushed?: yes' }));
    });

    it('answers pending and later calls with an error when the far end is lost', async () => {
      const pending = client.call('suite/never', {});
      await client.call('suite/refuse', {});
      await pair.lose();
      expect(await pending).toMatchObject({ ok: false, error: { code: 'DEVICE_HOST_LOST' } });
      expect(await client.call('suite/refuse', {})).toMatchObject({ ok: false, error: { code: 'DEVICE_HOST_LOST' } });
    });

    it('is not disturbed by messages that are none', async () => {
      for (const noise of [null, 7, 'text', {}, { kind: 'call' }, { kind: 'answer', contract: 'suite', id: 1 }, []]) pair.port.post(noise);
      expect(await client.call('suite/refuse', {})).toMatchObject({ error: { code: 'STATE_WRONG' } });
    });
  });
}
