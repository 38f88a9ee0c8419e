// Every effect that touches main goes through `send`: it marks the command as running and keeps its error for the screen it was sent from.
import { appError } from '../../shared/model/errors';
import { err, type Result } from '../../shared/model/result';
import type { CheckContract } from '../../shared/ipc/check-contract';
import type { AppContract } from '../../shared/ipc/contract';
import type { KeyContract } from '../../shared/ipc/key-contract';
import type { Client, CommandName, Contract, PayloadOf, ValueOf } from '../../shared/ipc/contract-kit';
import { useView } from '../stores/view';
import type { Clients } from './client';

let clients: Clients | undefined;

export function setClients(next: Clients | undefined): void {
  clients = next;
}

export const send = <K extends CommandName<AppContract>>(command: K, payload: PayloadOf<AppContract, K>) =>
  shown(clients?.app, command, payload);

/** To the check desk. */
export const sendCheck = <K extends CommandName<CheckContract>>(command: K, payload: PayloadOf<CheckContract, K>) =>
  shown(clients?.check, command, payload);

/** To the check desk, many at a time or where the asker shows the error itself: nothing is marked as running. */
export const askCheck = <K extends CommandName<CheckContract>>(command: K, payload: PayloadOf<CheckContract, K>) =>
  call(clients?.check, command, payload);

/** To the key desk. */
export const sendKey = <K extends CommandName<KeyContract>>(command: K, payload: PayloadOf<KeyContract, K>) =>
  shown(clients?.key, command, payload);

/** To the key desk, where the asker shows the error itself. */
export const askKey = <K extends CommandName<KeyContract>>(command: K, payload: PayloadOf<KeyContract, K>) =>
  call(clients?.key, command, payload);

async function shown<C extends Contract, K extends CommandName<C>>(client: Client<C> | undefined, command: K, payload: PayloadOf<C, K>) {
  const view = useView.getState();
  view.commandStarted(command);
  const result = await call(client, command, payload);
  view.commandEnded(command, result.ok ? undefined : result.error);
  return result;
}

async function call<C extends Contract, K extends CommandName<C>>(
  client: Client<C> | undefined,
  command: K,
  payload: PayloadOf<C, K>,
): Promise<Result<ValueOf<C, K>>> {
  return client ? client.call(command, payload) : err(appError('INTERNAL', { detail: 'not connected' }, undefined, 'unknown'));
}
