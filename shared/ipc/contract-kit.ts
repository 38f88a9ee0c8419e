// How a contract is written down: commands and events as schemas. Knows nothing of what they mean or who carries them.
import type { z } from 'zod';
import type { Result } from '../model/result';

export interface CommandSchema {
  readonly payload: z.ZodType;
  readonly value: z.ZodType;
}

export interface Contract {
  readonly name: string;
  readonly commands: Readonly<Record<string, CommandSchema>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
}

export type CommandName<C extends Contract> = keyof C['commands'] & string;
export type EventName<C extends Contract> = keyof C['events'] & string;
export type PayloadOf<C extends Contract, K extends CommandName<C>> = z.output<C['commands'][K]['payload']>;
export type ValueOf<C extends Contract, K extends CommandName<C>> = z.output<C['commands'][K]['value']>;
export type EventOf<C extends Contract, K extends EventName<C>> = z.output<C['events'][K]>;

/** The serving side: payloads arrive parsed. */
export type Handlers<C extends Contract> = {
  readonly [K in CommandName<C>]: (payload: PayloadOf<C, K>) => Promise<Result<ValueOf<C, K>>>;
};

/** The calling side. Never throws: a lost connection answers DEVICE_HOST_LOST or INTERNAL. */
export interface Client<C extends Contract> {
  call<K extends CommandName<C>>(command: K, payload: PayloadOf<C, K>): Promise<Result<ValueOf<C, K>>>;
  on<K extends EventName<C>>(event: K, listener: (payload: EventOf<C, K>) => void): () => void;
}

/** What carries messages: Electron IPC, a web socket, a message port, or two ends in one process. */
export interface Port {
  post(message: unknown): void;
  /** One listener. */
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
