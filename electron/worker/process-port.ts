// The port between main and the device host where that is a forked Node process. Messages are structured clones: fork with
// `serialization: 'advanced'`.
import type { ChildProcess } from 'node:child_process';
import type { Port } from '../../shared/ipc/contract-kit';

/** Main's end. Closes when the process is gone, for whatever reason. */
export function childPort(child: ChildProcess): Port {
  return {
    post: (message) => {
      if (!child.connected) throw new Error('the device process is gone');
      // A failed send is followed by the process's end, which tells.
      child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onClose: (listener) => {
      let told = false;
      const once = () => {
        if (told) return;
        told = true;
        listener();
      };
      child.once('disconnect', once);
      child.once('exit', once);
      child.once('error', once);
    },
    close: () => {
      if (child.connected) child.disconnect();
    },
  };
}

/** The host's end. */
export function parentProcessPort(host: NodeJS.Process): Port {
  return {
    post: (message) => {
      if (!host.connected) throw new Error('main is gone');
      host.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => void host.on('message', listener),
    onClose: (listener) => void host.once('disconnect', listener),
    close: () => host.disconnect?.(),
  };
}
