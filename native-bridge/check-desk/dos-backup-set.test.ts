import { describe, expect, it } from 'vitest';
import { sampleImage } from '../../shared/firmware/synthetic/sample-image';
import { zx20Layout } from '../../shared/machines/zx20-layout';
import { dosBackupSets } from './dos-backup-set';

const image = sampleImage();
const seven = zx20Layout.regions.map(({ name, offset, length, backupFile }) => ({
  fileId: name,
  name: `Z620/${backupFile}.BIN`,
  kind: name,
  sizeBytes: length,
  bytes: image.slice(offset, offset + length),
}));

describe('a DOS backup on the desk', () => {
  it('is noticed by its seven files and joined into the image they were cut from', () => {
    expect(dosBackupSets.find(seven)).toEqual([{ title: 'Z620', fileIds: seven.map(({ fileId }) => fileId), missing: [] }]);
    const joined = dosBackupSets.join(seven);
    expect(joined?.name).toBe('Z620/joined.bin');
    expect(Buffer.compare(joined?.bytes ?? new Uint8Array(0), image)).toBe(0);
  });

  it('names what is missing of it', () => {
    const [set] = dosBackupSets.find(seven.slice(0, 6));
    expect(set?.missing).toEqual([zx20Layout.regions.at(-1)?.title]);
  });

  it('is not made of files of two folders, of two sets in one, or of a few regions', () => {
    const elsewhere = seven.map((file) => ({ ...file, name: `${file.fileId}/${file.name}` }));
    const twice = [...seven, ...seven.map((file) => ({ ...file, fileId: `${file.fileId}2` }))];
    expect([elsewhere, twice, seven.slice(0, 3)].map((files) => dosBackupSets.find(files))).toEqual([[], [], []]);
  });
});
