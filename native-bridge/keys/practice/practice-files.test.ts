import { describe, expect, it } from 'vitest';
import { buildKey } from '../build/build-key';
import { usualKeyBytes } from '../build/key-layout';
import { rompaqFiles } from '../build/rompaq-files';
import { crisisFiles } from '../build/crisis-files';
import { checkKey } from '../check/check-key';
import { loadPackage } from '../packages/inspect-package';
import { practiceFamily, practicePackage, practiceServer } from './practice-files';

describe('practice packages', () => {
  it('are told like real ones: for a server that does not exist, with an image whose checksum fits', async () => {
    const { name, bytes } = practicePackage('rompaq');
    const { report } = await loadPackage(name, bytes);
    expect(report).toMatchObject({
      verdict: 'usable',
      family: practiceFamily,
      models: [practiceServer],
      canBuild: ['rompaq'],
      release: '2018-05-21',
    });
    expect(report.images).toMatchObject([{ kind: 'legacy', proof: 'sum-good', family: practiceFamily }]);
  });

  it.each(['fat32', 'fat16'] as const)('make a ROMPaq key with %s that the check finds ready', async (fileSystem) => {
    const { name, bytes } = practicePackage('rompaq');
    const { files, bootRecord } = rompaqFiles([await loadPackage(name, bytes)], { fileSystem });
    const { image } = await buildKey({
      kind: 'rompaq',
      fileSystem,
      sizeBytes: usualKeyBytes('rompaq', fileSystem),
      files,
      date: '2018-05-21',
      ...(bootRecord ? { bootRecord } : {}),
    });
    expect(await checkKey(image)).toMatchObject({ verdict: 'ready', kind: 'rompaq', findings: [] });
  });

  it('make a crisis key for a Z620 that the check does not refuse', async () => {
    const { name, bytes } = practicePackage('crisis');
    const { files } = crisisFiles([await loadPackage(name, bytes)], { machine: 'z620', processor: 'v2' });
    expect(files.map(({ path }) => path)).toEqual(['J61_0395.BIN']);
    const { image } = await buildKey({
      kind: 'crisis',
      fileSystem: 'fat32',
      sizeBytes: usualKeyBytes('crisis', 'fat32'),
      files,
      date: '2018-05-21',
    });
    expect(await checkKey(image)).toMatchObject({ verdict: 'ready', kind: 'crisis' });
  });
});
