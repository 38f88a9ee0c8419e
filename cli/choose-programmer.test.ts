import { expect, test } from 'vitest';
import { Fault } from '../shared/model/errors';
import type { ProgrammerInfo } from '../shared/model/programmer';
import { chooseProgrammer } from './choose-programmer';

const adapter = (id: string): ProgrammerInfo => ({ id, kind: 'ch341a', name: 'CH341A' });
const practice: ProgrammerInfo = { id: 'simulated:old-boot-block', kind: 'simulated', name: 'Practice' };
const one = [practice, adapter('ch341a:1-4')];
const two = [...one, adapter('ch341a:3-1.2')];

const answer = (wanted: string | undefined, listed: readonly ProgrammerInfo[]): string => {
  try {
    return chooseProgrammer(wanted, listed);
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    return `${thrown.error.code} ${Object.values(thrown.error.params).join(' ')}`;
  }
};

test('the only adapter that is plugged in needs no name, and a practice machine is never taken by chance', () => {
  expect(answer(undefined, one)).toBe('ch341a:1-4');
  expect(answer('ch341a', one)).toBe('ch341a:1-4');
  expect(answer(undefined, [practice])).toContain('USB_NO_PROGRAMMER');
});

test('two adapters are listed, and one of them can be named', () => {
  expect(answer(undefined, two)).toBe('USB_SEVERAL_PROGRAMMERS ch341a:1-4, ch341a:3-1.2');
  expect(answer('ch341a', two)).toContain('USB_SEVERAL_PROGRAMMERS');
  expect(answer('ch341a:3-1.2', two)).toBe('ch341a:3-1.2');
});

test('an adapter that is not there, or that this version cannot drive, is said to be unknown', () => {
  expect(answer('ch341a:9-9', one)).toBe('USB_PROGRAMMER_UNKNOWN ch341a:9-9');
  expect(answer('serprog:tcp:127.0.0.1:4000', one)).toBe('USB_PROGRAMMER_UNKNOWN serprog:tcp:127.0.0.1:4000');
});

test('practice machines are chosen by scenario', () => {
  expect(answer('simulated', [])).toBe('simulated:dark-after-mod');
  expect(answer('simulated:clip-slips', [])).toBe('simulated:clip-slips');
  expect(answer('simulated:nothing', [])).toContain('dark-after-mod');
  expect(answer('usb', [])).toContain('INPUT_INVALID');
});
