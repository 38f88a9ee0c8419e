import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../clock';
import type { Extent } from '../disk/sector-store';
import { sourceOfPatch } from './key-source';
import { patchDevice } from './patch-device';
import { memoryDevice, systemError, type Faults, type MemoryDevice } from './testing/memory-device';

const MIB = 1024 * 1024;
const SIZE = 8 * MIB;
const sector = (value: number): Uint8Array => new Uint8Array(512).fill(value);
const changes: readonly Extent[] = [
  { offset: 0, bytes: sector(1) },
  { offset: 512, bytes: sector(2) },
  { offset: 3 * MIB, bytes: sector(3) },
];
const old = sector(9);

function stick(faults: Faults = {}): MemoryDevice {
  const device = memoryDevice(SIZE, faults);
  for (const { offset } of changes) device.image.write(offset, old);
  device.image.write(5 * MIB, sector(7));
  return device;
}

const before = (): string => {
  const hash = createHash('sha256');
  for (const _ of changes) hash.update(old);
  return hash.digest('hex');
};

const patch = (device: MemoryDevice, beforeSha256 = before(), signal?: AbortSignal) => {
  const source = sourceOfPatch(changes, SIZE, { beforeSha256 });
  return patchDevice(device, source, { beforeSha256 }, { name: 'stick', clock: new VirtualClock(), ...(signal ? { signal } : {}) });
};

describe('a repair on a drive', () => {
  it('writes the changed sectors and no other, the first one last', async () => {
    const device = stick();
    expect(await patch(device)).toEqual({ bytesWritten: 3 * 512, verified: true });
    expect(device.writes.at(-1)).toEqual({ offset: 0, length: 512 });
    expect(device.writes.reduce((sum, { length }) => sum + length, 0)).toBe(3 * 512);
    for (const { offset, bytes } of changes) expect(device.image.read(offset, 512)).toEqual(bytes);
    expect(device.image.read(5 * MIB, 512)).toEqual(sector(7));
  });

  it('writes nothing where the drive holds something else than what was looked at', async () => {
    const device = stick();
    device.image.write(512, sector(8));
    await expect(patch(device)).rejects.toMatchObject({ error: { code: 'KEY_DRIVE_CHANGED', params: { stick: 'untouched' } } });
    expect(device.writes).toEqual([]);
  });

  it('leaves the drive as it was when it is cancelled before the first sector', async () => {
    const stop = new AbortController();
    const device = stick({ onRead: () => stop.abort() });
    await expect(patch(device, before(), stop.signal)).rejects.toMatchObject({
      error: { code: 'CANCELLED', params: { stick: 'untouched' } },
    });
    expect(device.writes).toEqual([]);
  });

  it('says that nobody knows what is on the drive where it left in the middle', async () => {
    const device = stick({
      onWrite: (_offset, count) => {
        if (count === 1) throw systemError('ENODEV');
      },
    });
    await expect(patch(device)).rejects.toMatchObject({ error: { code: 'KEY_DRIVE_GONE', params: { stick: 'unknown' } } });
    expect(device.image.read(0, 512)).toEqual(old);
  });

  it('never says that it is mended where it reads back otherwise', async () => {
    let reads = 0;
    const device = stick({ distort: (offset, bytes) => (offset === 3 * MIB && (reads += 1) > 1 ? sector(4) : bytes) });
    await expect(patch(device)).rejects.toMatchObject({ error: { code: 'KEY_DRIVE_MISMATCH', params: { offset: 3 * MIB } } });
  });
});
