import { expect, test } from 'vitest';
import { appError, Fault } from '../../shared/model/errors';
import type { ProgrammerInfo } from '../../shared/model/programmer';
import type { OpenProgrammer, ProgrammerDriver } from './programmer';
import { listProgrammers, openProgrammer } from './registry';

const ch341a = (port: string, problem?: ProgrammerInfo['problem']): ProgrammerInfo => ({
  id: `ch341a:1-${port}`,
  kind: 'ch341a',
  name: 'CH341A',
  ...(problem ? { problem } : {}),
});
const practice: ProgrammerInfo = { id: 'simulated:dark-after-mod', kind: 'simulated', name: 'Practice' };

const driverOf = (kind: ProgrammerInfo['kind'], infos: readonly ProgrammerInfo[]): ProgrammerDriver => ({
  kind,
  list: () => Promise.resolve(infos),
  open: (id) => {
    const problem = infos.find((info) => info.id === id)?.problem;
    if (problem) return Promise.reject(new Fault(problem));
    return Promise.resolve({ info: { id, kind, name: 'opened' } } as unknown as OpenProgrammer);
  },
});
const drivers = (...real: ProgrammerInfo[]) => [driverOf('simulated', [practice]), driverOf('ch341a', real)];

const opened = async (wanted: string | undefined, ...real: ProgrammerInfo[]) => {
  try {
    return (await openProgrammer(drivers(...real), wanted)).info.id;
  } catch (thrown) {
    return (thrown as Fault).error;
  }
};

test('what is plugged in is listed before practice', async () => {
  expect(await listProgrammers(drivers(ch341a('4')))).toEqual([ch341a('4'), practice]);
});

test('without a name the only usable one is opened, though another is in the wrong mode', async () => {
  expect(await opened(undefined, ch341a('3', appError('USB_WRONG_MODE', { productId: '5523' })), ch341a('4'))).toBe('ch341a:1-4');
});

test('several are listed, none is guessed', async () => {
  expect(await opened(undefined, ch341a('3'), ch341a('4'))).toMatchObject({
    code: 'USB_SEVERAL_PROGRAMMERS',
    params: { list: 'ch341a:1-3, ch341a:1-4' },
  });
});

test('with nothing plugged in, practice is not taken for a programmer', async () => {
  expect(await opened(undefined)).toMatchObject({ code: 'USB_NO_PROGRAMMER' });
});

test('one that is plugged in but unusable is told with its problem', async () => {
  expect(await opened(undefined, ch341a('3', appError('USB_WRONG_MODE', { productId: '5523' })))).toMatchObject({ code: 'USB_WRONG_MODE' });
});

test('a name goes to its driver', async () => {
  expect([await opened('ch341a', ch341a('3')), await opened('ch341a:1-3', ch341a('3')), await opened('simulated:old-boot-block')]).toEqual([
    'ch341a',
    'ch341a:1-3',
    'simulated:old-boot-block',
  ]);
});

test.each(['ch347', 'ft232h', 'serprog:tcp:127.0.0.1:4000', 'linux-spi:/dev/spidev0.0', 'toaster'])(
  '%s is not driven by this build',
  async (wanted) => {
    expect(await opened(wanted)).toMatchObject({ code: 'USB_PROGRAMMER_UNKNOWN', params: { wanted } });
  },
);
