import { describe, expect, it } from 'vitest';
import { Fault } from '../../../shared/model/errors';
import { VirtualClock } from '../../clock';
import { mbrCode } from '../build/boot-code';
import { makeFirstSector, partitionTypes } from '../disk/partition-table';
import { SparseImage } from '../disk/sector-store';
import { withLimit } from './drive-device';
import { sourceOfImage } from './key-source';
import { memoryDevice, systemError, type Faults } from './testing/memory-device';
import { writeDevice, type DeviceWriteOptions } from './write-device';

const MIB = 1024 * 1024;
const SIZE = 64 * MIB;

function key(sizeBytes = 40 * MIB): SparseImage {
  const image = new SparseImage(sizeBytes);
  image.write(0, makeFirstSector(mbrCode, { type: partitionTypes.fat32Lba, offset: MIB, length: 32 * MIB }));
  image.write(MIB, new Uint8Array(3 * MIB).fill(0x5a));
  image.write(20 * MIB, new Uint8Array(512).fill(0x77));
  return image;
}

const isBootable = (image: SparseImage): boolean => image.read(510, 2).some((byte) => byte !== 0);

async function attempt(faults: Faults, options: Partial<DeviceWriteOptions> = {}) {
  const device = memoryDevice(SIZE, faults);
  const error = await writeDevice(device, sourceOfImage(key()), { name: 'stick', clock: new VirtualClock(), ...options }).then(
    () => undefined,
    (thrown: unknown) => (thrown as Fault).error,
  );
  return { device, error };
}

describe('writing a key to a drive', () => {
  it('puts every byte of the key on the drive', async () => {
    const { device, error } = await attempt({});
    expect(error).toBeUndefined();
    for (const { offset, bytes } of key().extents()) expect(Buffer.compare(device.image.read(offset, bytes.length), bytes)).toBe(0);
  });

  it('empties the first block before anything else and writes it last', async () => {
    const { device } = await attempt({});
    expect(device.writes[0]).toEqual({ offset: 0, length: 512 });
    expect(device.writes.at(-1)).toEqual({ offset: 0, length: 512 });
    expect(device.writes.slice(1, -1).every(({ offset }) => offset > 0)).toBe(true);
  });

  it('wipes what an earlier partition table and file system left behind', async () => {
    const device = memoryDevice(SIZE);
    const old = [512, MIB + 1024 + 0x38, 33 * MIB - 4096, SIZE - 512].map((at) => Math.floor(at / 512) * 512);
    for (const at of old) device.image.write(at, new Uint8Array(512).fill(0xee));
    const source = new SparseImage(40 * MIB);
    source.write(0, key().read(0, 512));
    await writeDevice(device, sourceOfImage(source), { name: 'stick', clock: new VirtualClock() });
    for (const at of old)
      expect(
        device.image.read(at, 512).every((byte) => byte === 0),
        `at ${at}`,
      ).toBe(true);
  });

  it('tells progress that never falls and ends complete', async () => {
    const told: number[] = [];
    const totals = new Set<number>();
    await attempt({}, { onProgress: ({ doneBytes, totalBytes }) => void (told.push(doneBytes), totals.add(totalBytes)) });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect([...totals]).toEqual([told.at(-1)]);
  });

  it('leaves a drive that starts nothing, at whatever moment it is cancelled', async () => {
    const { device: whole } = await attempt({});
    const cancelled = [];
    for (let moment = 0; moment < whole.writes.length; moment += 1) {
      const stop = new AbortController();
      const { device, error } = await attempt({ onWrite: (_, count) => void (count === moment && stop.abort()) }, { signal: stop.signal });
      if (!error) continue;
      cancelled.push(moment);
      expect(error.code).toBe('CANCELLED');
      expect(error.params.stick).toBe('not-bootable');
      expect(isBootable(device.image), `cancelled at write ${moment}`).toBe(false);
    }
    // Only the last write, which is the first block itself, is not taken back.
    expect(cancelled).toHaveLength(whole.writes.length - 1);
  });

  it('touches nothing when it is cancelled before it begins', async () => {
    const { device, error } = await attempt({}, { signal: AbortSignal.abort() });
    expect(error).toMatchObject({ code: 'CANCELLED', params: { stick: 'untouched' } });
    expect(device.writes).toEqual([]);
  });

  it.each([
    ['EIO', 'KEY_DRIVE_IO'],
    ['ENODEV', 'KEY_DRIVE_GONE'],
    ['ENXIO', 'KEY_DRIVE_GONE'],
    ['ENOSPC', 'KEY_DRIVE_ENDS'],
    ['EROFS', 'KEY_DRIVE_LOCKED'],
  ])('says what happened when a block fails with %s, and the drive starts nothing', async (code, expected) => {
    const { device, error } = await attempt({
      onWrite: (offset) => {
        if (offset >= 20 * MIB && offset < 21 * MIB) throw systemError(code);
      },
    });
    expect(error).toMatchObject({ code: expected, params: { stick: 'not-bootable', offset: 20 * MIB, name: 'stick' } });
    expect(isBootable(device.image)).toBe(false);
  });

  it('says that nothing was written when the write-protection switch is on', async () => {
    const { error } = await attempt({
      onWrite: () => {
        throw systemError('EROFS');
      },
    });
    expect(error).toMatchObject({ code: 'KEY_DRIVE_LOCKED', params: { stick: 'untouched' } });
  });

  it('takes the first block back when it cannot be read back right', async () => {
    let firstRead = false;
    const { device, error } = await attempt({
      distort: (offset, bytes) => {
        if (offset !== 0) return bytes;
        firstRead = true;
        return new Uint8Array(bytes.length).fill(1);
      },
    });
    expect(firstRead).toBe(true);
    expect(error).toMatchObject({ code: 'KEY_DRIVE_MISMATCH', params: { stick: 'not-bootable' } });
    expect(isBootable(device.image)).toBe(false);
  });

  it('finds one changed byte when reading back, and names its place', async () => {
    const { device, error } = await attempt({
      distort: (offset, bytes) => (offset === 20 * MIB ? bytes.map((byte, at) => (at === 100 ? byte ^ 1 : byte)) : bytes),
    });
    expect(error).toMatchObject({ code: 'KEY_DRIVE_MISMATCH', params: { offset: 20 * MIB + 100, stick: 'not-bootable' } });
    expect(isBootable(device.image)).toBe(false);
  });

  it('reads nothing back when that is not wanted', async () => {
    const { error } = await attempt(
      {
        onRead: () => {
          throw systemError('EIO');
        },
      },
      { verify: false },
    );
    expect(error).toBeUndefined();
  });

  it('refuses a key that is larger than the drive, before touching it', async () => {
    const device = memoryDevice(32 * MIB);
    await expect(writeDevice(device, sourceOfImage(key()), { name: 'stick' })).rejects.toMatchObject({
      error: { code: 'KEY_DRIVE_TOO_SMALL', params: { stick: 'untouched' } },
    });
    expect(device.writes).toEqual([]);
  });

  it('stops on a drive that shrank since it was listed', async () => {
    const { device, error } = await attempt({ really: { bytes: 10 * MIB, beyond: 'ends' } });
    expect(error).toMatchObject({ code: 'KEY_DRIVE_ENDS', params: { stick: 'not-bootable' } });
    expect(isBootable(device.image)).toBe(false);
  });

  it('does not wait for a drive that no longer answers', async () => {
    const silent = { ...memoryDevice(SIZE), write: () => new Promise<void>(() => undefined) };
    const device = withLimit(silent, 'stick', 5000, new VirtualClock());
    await expect(writeDevice(device, sourceOfImage(key()), { name: 'stick' })).rejects.toMatchObject({
      error: { code: 'KEY_DRIVE_STUCK', params: { waitedMs: 5000, stick: 'unknown' } },
    });
  });
});

describe('checking the capacity of a drive', () => {
  const capacitySeed = Uint8Array.of(1, 2, 3);

  it('writes to an honest drive', async () => {
    expect((await attempt({}, { capacitySeed })).error).toBeUndefined();
  });

  it.each(['folds', 'dropped', 'ends'] as const)('refuses a drive whose upper part %s', async (beyond) => {
    const { device, error } = await attempt({ really: { bytes: 16 * MIB, beyond } }, { capacitySeed });
    expect(error?.code).toMatch(beyond === 'ends' ? 'KEY_DRIVE_ENDS' : 'KEY_DRIVE_FAKE');
    if (beyond !== 'ends') expect(error?.params.found).toBeLessThanOrEqual(17 * MIB);
    expect(isBootable(device.image)).toBe(false);
  });

  it('puts back what stood on a false drive', async () => {
    const device = memoryDevice(SIZE, { really: { bytes: 16 * MIB, beyond: 'folds' } });
    const content = new Uint8Array(16 * MIB).fill(0xc3);
    device.image.write(0, content);
    const source = sourceOfImage(key());
    await expect(writeDevice(device, source, { name: 'stick', capacitySeed, clock: new VirtualClock() })).rejects.toBeInstanceOf(Fault);
    expect(Buffer.compare(device.image.read(0, content.length), content)).toBe(0);
  });
});
