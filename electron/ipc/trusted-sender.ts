// Only the main frame of our window, on our scheme, is listened to.
import { isOurPage } from '../app/security';

export interface SenderEvent {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
  readonly sender: { readonly id: number };
}

export function isTrustedSender(event: SenderEvent, windowContentsId: number | undefined): boolean {
  const { senderFrame, sender } = event;
  return senderFrame !== null && senderFrame.parent === null && sender.id === windowContentsId && isOurPage(senderFrame.url);
}
