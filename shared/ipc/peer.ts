// Typed calls and events over a Port. Both ends may serve and call on the same port: messages carry the name of their contract.
// Nothing is thrown across: a bad payload, an unknown command and a lost port are answered as errors.
import { appError, toAppError, type AppError } from '../model/errors';
import { err, type Result } from '../model/result';
import type { Client, CommandName, Contract, EventName, EventOf, Handlers, Port } from './contract-kit';

type Message =
  | { readonly kind: 'call'; readonly contract: string; readonly id: number; readonly command: string; readonly payload: unknown }
  | { readonly kind: 'answer'; readonly contract: string; readonly id: number; readonly result: Result<unknown> }
  | { readonly kind: 'event'; readonly contract: string; readonly event: string; readonly payload: unknown };

export interface ServeOptions {
  /** Parse what the handlers answer and what is emitted too; a wrong one is a bug and answers INTERNAL. On unless told. */
  readonly validate?: boolean;
}

export interface Served<C extends Contract> {
  emit<K extends EventName<C>>(event: K, payload: EventOf<C, K>): void;
}

export interface ConnectOptions {
  /** What pending and later calls answer when the port is gone. */
  readonly lost?: () => AppError;
}

/** Handlers answer Results; one that throws all the same answers INTERNAL. Serve a contract once per port. */
export function servePeer<C extends Contract>(port: Port, contract: C, handlers: Handlers<C>, options: ServeOptions = {}): Served<C> {
  const validate = options.validate ?? true;
  const hub = hubOf(port);
  hub.onCall(contract.name, async (command, payload) => {
    const schema = Object.hasOwn(contract.commands, command) ? contract.commands[command] : undefined;
    if (!schema) return err(appError('INPUT_INVALID', { detail: `no such command: ${command.slice(0, 60)}` }));
    const parsed = schema.payload.safeParse(payload);
    if (!parsed.success) return err(appError('INPUT_INVALID', { detail: describe(command, parsed.error) }));
    const handler = handlers[command as CommandName<C>] as (payload: unknown) => Promise<Result<unknown>>;
    const result = await handler(parsed.data);
    if (!result.ok || !validate) return result;
    const value = schema.value.safeParse(result.value);
    return value.success ? { ok: true, value: value.data } : err(appError('INTERNAL', { detail: describe(command, value.error) }));
  });
  return {
    emit: (event, payload) => {
      const schema = contract.events[event];
      const parsed = validate && schema ? schema.safeParse(payload) : undefined;
      if (parsed && !parsed.success) throw new Error(describe(event, parsed.error));
      hub.post({ kind: 'event', contract: contract.name, event, payload: parsed ? parsed.data : payload });
    },
  };
}

/** One client per contract and port. */
export function connectPeer<C extends Contract>(port: Port, contract: C, options: ConnectOptions = {}): Client<C> {
  const lost = options.lost ?? (() => appError('INTERNAL', { detail: 'the connection was lost' }));
  const hub = hubOf(port);
  const pending = new Map<number, (result: Result<unknown>) => void>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let lastId = 0;
  hub.onAnswer(contract.name, (id, result) => {
    pending.get(id)?.(result);
    pending.delete(id);
  });
  hub.onEvent(contract.name, (event, payload) => {
    for (const listener of [...(listeners.get(event) ?? [])]) listener(payload);
  });
  hub.onClose(() => {
    const waiting = [...pending.values()];
    pending.clear();
    for (const answer of waiting) answer(err(lost()));
  });
  return {
    call: (command, payload) =>
      new Promise<Result<never>>((resolve) => {
        const id = ++lastId;
        pending.set(id, resolve as (result: Result<unknown>) => void);
        if (hub.post({ kind: 'call', contract: contract.name, id, command, payload })) return;
        pending.delete(id);
        resolve(err(lost()));
      }),
    on: (event, listener) => {
      const own = (payload: unknown) => listener(payload as Parameters<typeof listener>[0]);
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known.add(own));
      return () => void known.delete(own);
    },
  };
}

interface Hub {
  /** False when the port is gone. */
  post(message: Message): boolean;
  onCall(contract: string, serve: (command: string, payload: unknown) => Promise<Result<unknown>>): void;
  onAnswer(contract: string, take: (id: number, result: Result<unknown>) => void): void;
  onEvent(contract: string, take: (event: string, payload: unknown) => void): void;
  onClose(listener: () => void): void;
}

/** A port has one listener; serving and calling on one port share it here. */
const hubs = new WeakMap<Port, Hub>();

function hubOf(port: Port): Hub {
  const known = hubs.get(port);
  if (known) return known;
  const hub = createHub(port);
  hubs.set(port, hub);
  return hub;
}

function createHub(port: Port): Hub {
  const servers = new Map<string, (command: string, payload: unknown) => Promise<Result<unknown>>>();
  const answers = new Map<string, (id: number, result: Result<unknown>) => void>();
  const events = new Map<string, (event: string, payload: unknown) => void>();
  const closeListeners: (() => void)[] = [];
  let open = true;

  const post = (message: Message): boolean => {
    if (!open) return false;
    try {
      port.post(message);
      return true;
    } catch {
      return false;
    }
  };
  const serve = async (message: Message & { kind: 'call' }) => {
    const server = servers.get(message.contract);
    const result = server
      ? await server(message.command, message.payload).catch((thrown: unknown) => err(toAppError(thrown, 'unknown')))
      : err(appError('INPUT_INVALID', { detail: 'no such contract' }));
    post({ kind: 'answer', contract: message.contract, id: message.id, result });
  };

  port.onMessage((message) => {
    if (!isMessage(message)) return;
    if (message.kind === 'call') void serve(message);
    else if (message.kind === 'answer') answers.get(message.contract)?.(message.id, message.result);
    else events.get(message.contract)?.(message.event, message.payload);
  });
  port.onClose(() => {
    open = false;
    for (const listener of closeListeners) listener();
  });
  return {
    post,
    onCall: (contract, handler) => void servers.set(contract, handler),
    onAnswer: (contract, take) => void answers.set(contract, take),
    onEvent: (contract, take) => void events.set(contract, take),
    onClose: (listener) => void closeListeners.push(listener),
  };
}

/** Anything else on the port is not ours and is dropped. */
function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, contract, id, command, event, result } = value as Record<string, unknown>;
  if (typeof contract !== 'string') return false;
  if (kind === 'call') return typeof id === 'number' && typeof command === 'string';
  if (kind === 'answer')
    return typeof id === 'number' && typeof result === 'object' && result !== null && typeof (result as { ok?: unknown }).ok === 'boolean';
  return kind === 'event' && typeof event === 'string';
}

function describe(
  name: string,
  error: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] },
): string {
  const [first] = error.issues;
  return `${name}: ${first?.path.map(String).join('.') ?? ''} ${first?.message ?? ''}`.trim();
}
