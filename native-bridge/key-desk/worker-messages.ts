// What the desk's thread and its proxy say to each other. Signals do not cross: a cancel is a message.
import type { BuildPhase } from '../../shared/ipc/key-views';
import type { AppError } from '../../shared/model/errors';
import type { BuildOrder, CheckOrder, HeldPackage } from './workshop';

export type KeyWork =
  | { readonly kind: 'inspect'; readonly held: HeldPackage; readonly expectedSha256?: string }
  | { readonly kind: 'build'; readonly order: BuildOrder }
  | { readonly kind: 'check'; readonly order: CheckOrder }
  | { readonly kind: 'plan-repair'; readonly order: CheckOrder; readonly code: string }
  | { readonly kind: 'repair'; readonly path: string; readonly code: string; readonly family?: string };

export type ToKeyWorker = { readonly id: number; readonly work: KeyWork } | { readonly id: number; readonly cancel: true };

export type FromKeyWorker =
  | { readonly id: number; readonly phase: BuildPhase; readonly done?: number; readonly total?: number }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: AppError };
