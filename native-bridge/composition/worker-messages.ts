// What the composer's thread and its proxy say to each other.
import type { AppError } from '../../shared/model/errors';
import type { ComposeOrder, WriteToPlan } from './compose-order';

export type ComposeWork =
  | { readonly kind: 'compose' | 'image'; readonly order: ComposeOrder }
  | { readonly kind: 'manifest'; readonly order: ComposeOrder; readonly version: string }
  | { readonly kind: 'plan'; readonly write: WriteToPlan };

export interface ToComposeWorker {
  readonly id: number;
  readonly work: ComposeWork;
}

export type FromComposeWorker = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: AppError };
