// Keys as built: the same twice, right in the eyes of other tools, refused where they cannot be.
import { mkdtempSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { asciiBytes } from '../../../shared/firmware/bytes';
import { Fault } from '../../../shared/model/errors';
import type { KeyFileSystem } from '../../../shared/keys/types';
import type { ByteRange } from '../../../shared/model/plan';
import { checkKey } from '../check/check-key';
import { openFat } from '../disk/fat-volume';
import { partOf, SparseImage } from '../disk/sector-store';
import { missingTools, orSkipped, runHostTool } from '../testing/host-tools';
import { makeRompaqKey, madeRecord } from '../testing/make-key';
import { buildKey, type KeyRequest } from './build-key';
import { saveKeyImage } from './save-image';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.useRealTimers();
});

function hashOf(image: SparseImage): string {
  const hash = createHash('sha256');
  for (const { offset, bytes } of image.extents()) hash.update(`${offset} `).update(bytes);
  return hash.digest('hex');
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (thrown: unknown) => (thrown instanceof Fault ? thrown.error.code : thrown),
  );

const request = (more: Partial<KeyRequest> = {}): KeyRequest => ({
  kind: 'rompaq',
  fileSystem: 'fat32',
  sizeBytes: 64 * MIB,
  date: '2018-05-21',
  bootRecord: madeRecord(),
  files: [
    { path: 'KERNEL.SYS', bytes: asciiBytes('kernel'), from: 'test' },
    { path: 'Hewlett-Packard/BIOS/New/M60_0254.BIN', bytes: new Uint8Array(300_000).fill(7), from: 'test' },
    { path: 'EMPTY/', bytes: new Uint8Array(), from: 'test' },
  ],
  ...more,
});

describe.each(['fat32', 'fat16'] as const)('a key on %s', (fileSystem) => {
  it('is the same twice, whatever the clock and the time zone say', async () => {
    const hashes: string[] = [];
    for (const [time, zone] of [
      ['2021-01-02T03:04:05Z', 'UTC'],
      ['2039-11-30T23:59:58Z', 'Asia/Tokyo'],
    ] as const) {
      vi.useFakeTimers({ now: new Date(time), toFake: ['Date'] });
      vi.stubEnv('TZ', zone);
      hashes.push(hashOf((await buildKey(request({ fileSystem }))).image));
      vi.unstubAllEnvs();
    }
    expect(hashes[0]).toBe(hashes[1]);
  });

  it('differs where its content does', async () => {
    const [one, other] = [await buildKey(request({ fileSystem })), await buildKey(request({ fileSystem, date: '2019-04-04' }))];
    expect(hashOf(one.image)).not.toBe(hashOf(other.image));
  });

  it('holds the files byte for byte, and its plan says which', async () => {
    const { plan, image } = await buildKey(request({ fileSystem }));
    const fat = await openFat(partOf(image, plan.partition.offset, plan.partition.length));
    for (const { path, sha256 } of plan.files.filter((file) => !file.path.endsWith('/')))
      expect(createHash('sha256').update(fat.read(path)).digest('hex')).toBe(sha256);
    const names = fat.list().map(({ path }) => path);
    fat.close();
    expect(names).toEqual([
      'KERNEL.SYS',
      'Hewlett-Packard',
      'EMPTY',
      'Hewlett-Packard/BIOS',
      'Hewlett-Packard/BIOS/New',
      'Hewlett-Packard/BIOS/New/M60_0254.BIN',
    ]);
  });
});

const tools = missingTools('fsck.fat', 'mdir', 'mcopy');
const sizes: readonly (readonly [KeyFileSystem, number, number | undefined])[] = [
  ['fat16', 64 * MIB, undefined],
  ['fat16', GIB, undefined],
  ['fat16', 32 * GIB, undefined],
  ['fat16', 4 * GIB, 2 * GIB - MIB],
  ['fat32', 64 * MIB, undefined],
  ['fat32', 513 * MIB, undefined],
  ['fat32', 32 * GIB, undefined],
  ['fat32', 4 * GIB, 3 * GIB],
  ['fat32', 32 * GIB, 32 * GIB - MIB],
];

describe('other tools agree', () => {
  it.skipIf(tools.length > 0).each(sizes)(
    orSkipped('%s on a key of %i bytes, partition %s', tools),
    async (fileSystem, sizeBytes, partitionBytes) => {
      const { image, plan } = await makeRompaqKey(
        {},
        { fileSystem, sizeBytes, ...(partitionBytes === undefined ? {} : { partitionBytes }) },
      );
      const path = join(folder, `${fileSystem}-${sizeBytes}-${partitionBytes ?? 0}.img`);
      await saveKeyImage(image, path);
      const volume = await saveVolume(image, plan.partition, `${path}.volume`);
      // fsck.fat answers with an error where it would change anything.
      expect(runHostTool('fsck.fat', ['-n', volume])).toMatch(/: 7 files,/);
      const listed = runHostTool('mdir', ['-i', `${path}@@1M`, '-b', '::']);
      expect(listed.trim().split(/\r?\n/)).toEqual(plan.files.map((file) => `::/${file.path}`));
      expect(runHostTool('mdir', ['-i', `${path}@@1M`, '::'])).toMatch(/Volume in drive : is ROMPAQ/);
      const copied = join(folder, 'copied');
      runHostTool('mcopy', ['-n', '-o', '-i', `${path}@@1M`, '::/COMMAND.COM', copied]);
      const expected = plan.files.find((file) => file.path === 'COMMAND.COM');
      expect(runHostTool('sha256sum', [copied])).toContain(expected?.sha256);
      expect((await checkKey(image)).verdict).toBe('ready');
      rmSync(volume);
      rmSync(path);
    },
    60_000,
  );
});

/** The partition as a sparse file of its own: fsck.fat knows no offsets. */
async function saveVolume(image: SparseImage, { offset, length }: ByteRange, path: string): Promise<string> {
  const volume = new SparseImage(length);
  for (const extent of image.extents()) if (extent.offset >= offset) volume.write(extent.offset - offset, extent.bytes);
  await saveKeyImage(volume, path);
  return path;
}

describe('what cannot be is refused', () => {
  const room = (bytes: number) => [{ path: 'BIG.BIN', bytes: new Uint8Array(bytes), from: 'test' }];

  it.each([
    ['a FAT32 key of 40 MiB', { sizeBytes: 40 * MIB }, 'KEY_SIZE'],
    ['a FAT16 key of 10 MiB', { fileSystem: 'fat16', sizeBytes: 10 * MIB }, 'KEY_SIZE'],
    ['an empty drive', { sizeBytes: 0 }, 'KEY_SIZE'],
    ['a FAT16 partition of 3 GiB', { fileSystem: 'fat16', sizeBytes: 8 * GIB, partitionBytes: 3 * GIB }, 'KEY_SIZE'],
    ['a partition larger than the drive', { sizeBytes: GIB, partitionBytes: 2 * GIB }, 'KEY_SIZE'],
    ['a partition of more than 32 GiB', { sizeBytes: 64 * GIB, partitionBytes: 40 * GIB }, 'KEY_SIZE'],
    ['files larger than the partition', { fileSystem: 'fat16', sizeBytes: 18 * MIB, files: room(20 * MIB) }, 'KEY_FULL'],
    ['files that leave no room for the tables', { fileSystem: 'fat16', sizeBytes: 18 * MIB, files: room(17 * MIB - 4096) }, 'KEY_FULL'],
    [
      'a file of more than 4 GiB',
      {
        sizeBytes: 32 * GIB,
        partitionBytes: 16 * GIB,
        files: [{ path: 'HUGE.BIN', bytes: { length: 4 * GIB } as Uint8Array, from: 'test' }],
      },
      'KEY_FULL',
    ],
  ] as const)('%s', async (_what, more, code) => {
    expect(await codeOf(buildKey(request(more)))).toBe(code);
  });
});
