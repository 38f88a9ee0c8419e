// Every effect that touches main goes through `send`: it marks the command as running and keeps its error for the screen it was sent from.
import { appError } from '../../shared/model/errors';
import { err, type Result } from '../../shared/model/result';
import type { AppContract } from '../../shared/ipc/contract';
import type { CommandName, PayloadOf, ValueOf } from '../../shared/ipc/contract-kit';
import { useView } from '../stores/view';
import type { AppClient } from './client';

let client: AppClient | undefined;

export function setClient(next: AppClient | undefined): void {
  client = next;
}

export async function send<K extends CommandName<AppContract>>(
  command: K,
  payload: PayloadOf<AppContract, K>,
): Promise<Result<ValueOf<AppContract, K>>> {
  const view = useView.getState();
  view.commandStarted(command);
  const result = client
    ? await client.call(command, payload)
    : err(appError('INTERNAL', { detail: 'not connected' }, undefined, 'unknown'));
  view.commandEnded(command, result.ok ? undefined : result.error);
  return result;
}
