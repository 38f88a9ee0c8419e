import { expect, test } from 'vitest';
import type { Drive } from '../../shared/keys/types';
import { drives } from './drives';

const stick: Drive = {
  id: '/dev/sdb',
  name: 'SanDisk Ultra',
  serial: '4C53',
  sizeBytes: 31_457_280_000,
  bus: 'usb',
  removable: true,
  readOnly: false,
  logicalBlockBytes: 512,
  mounts: ['/media/me/PHOTOS'],
  contents: [{ label: 'PHOTOS', fileSystem: 'vfat', sizeBytes: 31_456_231_424 }],
  refusals: [],
  needsTypedName: false,
};
const disk: Drive = {
  ...stick,
  id: '/dev/nvme0n1',
  name: 'Samsung SSD',
  removable: false,
  refusals: ['system', 'swap'],
  needsTypedName: true,
};

test('a stick is listed with what is on it, and the system disk with why it is protected', async () => {
  const { exit, text } = await drives(() => Promise.resolve([stick, disk]));
  expect(exit).toBe(0);
  expect(text[0]).toBe('/dev/sdb  SanDisk Ultra  31.5 GB  ready');
  expect(text.join('\n')).toContain('holds: PHOTOS vfat 31.5 GB');
  expect(text.join('\n')).toContain('this computer runs from it; this computer uses it as memory (swap)');
});

test('a script sees which drives are usable, and the codes of what forbids the others', async () => {
  const { json } = await drives(() => Promise.resolve([stick, disk]));
  expect(json.drives).toMatchObject([
    { id: '/dev/sdb', usable: true, refusals: [] },
    { id: '/dev/nvme0n1', usable: false, refusals: ['system', 'swap'] },
  ]);
});

test('without any drive it says what to do', async () => {
  expect((await drives(() => Promise.resolve([]))).text).toEqual(['No drive is here. Plug a stick in.']);
});
