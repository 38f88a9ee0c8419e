import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { cancelOnFirstSignal } from './signals';

function fakeProcess() {
  const events = new EventEmitter();
  const exits: number[] = [];
  return { events, exits, on: events.on.bind(events), off: events.off.bind(events), exit: (code: number) => void exits.push(code) };
}

test('the first Ctrl-C cancels, the second leaves', () => {
  const host = fakeProcess();
  const notes: string[] = [];
  const { signal, process } = cancelOnFirstSignal(host, () => notes.push('stopping'));
  process.on('SIGINT', () => process.exit(130));

  host.events.emit('SIGINT');
  expect({ cancelled: signal.aborted, notes, exits: host.exits }).toEqual({ cancelled: true, notes: ['stopping'], exits: [] });
  host.events.emit('SIGINT');
  expect(host.exits).toEqual([130]);
});

test('a crash is not a cancellation', () => {
  const host = fakeProcess();
  const { signal, process } = cancelOnFirstSignal(host, () => undefined);
  process.on('uncaughtException', () => process.exit(1));
  host.events.emit('uncaughtException', new Error('bug'));
  expect({ cancelled: signal.aborted, exits: host.exits }).toEqual({ cancelled: false, exits: [1] });
});

test('a guard that is taken off hears no more signals', () => {
  const host = fakeProcess();
  const { process } = cancelOnFirstSignal(host, () => undefined);
  const leave = () => process.exit(130);
  process.on('SIGINT', leave);
  process.off('SIGINT', leave);
  expect(host.events.listenerCount('SIGINT')).toBe(0);
});
