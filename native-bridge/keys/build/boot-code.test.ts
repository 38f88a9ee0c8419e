// The boot code that travels as text, beside its sources.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { missingTools, orSkipped, runHostTool } from '../testing/host-tools';
import { fat16Record, mbrCode } from './boot-code';

const missing = missingTools('nasm');
const folder = mkdtempSync(join(tmpdir(), 'rom-rescue-boot-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['mbr', mbrCode, 446],
  ['fat16', fat16Record, 512],
] as const)('boot code %s', (name, carried, length) => {
  const binary = new Uint8Array(readFileSync(`assets/boot/${name}.bin`));

  it('is carried as it stands in assets', () => {
    expect(Buffer.compare(carried, binary)).toBe(0);
    expect(carried.length).toBe(length);
  });

  it.skipIf(missing.length > 0)(orSkipped('is what its source assembles to', missing), () => {
    const output = join(folder, `${name}.bin`);
    runHostTool('nasm', ['-f', 'bin', `assets/boot/${name}.asm`, '-o', output]);
    expect(Buffer.compare(readFileSync(output), binary)).toBe(0);
  });
});
