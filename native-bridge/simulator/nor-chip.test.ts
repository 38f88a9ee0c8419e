import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NorChip } from './nor-chip';
import { mx25l128, w25q128, w25q128LowVoltage, w25q256, type NorProfile } from './nor-profile';
import { protectedRange } from './nor-protection';

const small: NorProfile = { ...w25q128, sizeBytes: 1 << 18 };
const byteMs = 0.001;

/** A chip driven by whole frames, on a time of its own. */
function driven(profile: NorProfile = small) {
  const chip = new NorChip(profile);
  let nowMs = 0;
  const frame = (send: readonly number[], receive = 0): number[] => {
    const sent = Uint8Array.of(...send, ...new Uint8Array(receive));
    const answer = new Uint8Array(sent.length);
    chip.select(nowMs);
    chip.exchange(sent, 0, sent.length, answer, 0, nowMs, byteMs);
    nowMs += sent.length * byteMs;
    chip.deselect(nowMs);
    return [...answer.subarray(send.length)];
  };
  const wait = (ms: number) => (nowMs += ms);
  const enabled = (send: readonly number[]) => {
    frame([0x06]);
    frame(send);
    wait(200_000);
  };
  return { chip, frame, wait, enabled, now: () => nowMs };
}

describe('identity', () => {
  test.each([
    [w25q128, [0xef, 0x40, 0x18]],
    [w25q128LowVoltage, [0xef, 0x60, 0x18]],
    [mx25l128, [0xc2, 0x20, 0x18]],
  ])('$name answers its id, and RES and REMS agree', (profile, jedec) => {
    const { frame } = driven({ ...profile, sizeBytes: 1 << 20 });
    expect([frame([0x9f], 3), frame([0xab, 0, 0, 0], 1), frame([0x90, 0, 0, 0], 2)]).toEqual([jedec, [0x17], [jedec[0], 0x17]]);
  });

  test('a part without SFDP or unique id answers FF', () => {
    const { frame } = driven({ ...mx25l128, sizeBytes: 1 << 20 });
    expect([frame([0x5a, 0, 0, 0, 0], 4), frame([0x4b, 0, 0, 0, 0], 2)]).toEqual([
      [0xff, 0xff, 0xff, 0xff],
      [0xff, 0xff],
    ]);
  });

  test('SFDP names the size and the times of the part', () => {
    const { frame } = driven();
    expect(String.fromCharCode(...frame([0x5a, 0, 0, 0, 0], 4))).toBe('SFDP');
    const table = new DataView(Uint8Array.from(frame([0x5a, 0, 0, 0x80, 0], 64)).buffer);
    const bits = table.getUint32(4, true) + 1;
    const erase = table.getUint32(36, true);
    // Erase types 1 to 3 of dword 10: five bits of count, two of unit.
    const times = [4, 11, 18].map((shift) => (((erase >> shift) & 31) + 1) * [1, 16, 128, 1000][(erase >> (shift + 5)) & 3]!);
    expect({ bits, times }).toEqual({ bits: 8 << 18, times: [48, 128, 160] });
  });
});

describe('writing', () => {
  test('a page that runs past its end wraps inside the page', () => {
    const { chip, enabled } = driven();
    enabled([0x02, 0, 0x01, 0xfe, 1, 2, 3, 4]);
    expect([...chip.content.subarray(0x1fe, 0x201), ...chip.content.subarray(0x100, 0x103)]).toEqual([1, 2, 0xff, 3, 4, 0xff]);
  });

  test('repeating the first bytes of a whole page changes nothing', () => {
    const { chip, enabled } = driven();
    const page = Array.from({ length: 256 }, (_, i) => (i * 37) & 0xff);
    enabled([0x02, 0, 0, 0, ...page, ...page.slice(0, 19)]);
    expect([...chip.content.subarray(0, 257)]).toEqual([...page, 0xff]);
    expect(chip.counters.badProgramBits).toBe(0);
  });

  test('bits only go from one to zero, and what was asked in vain is counted', () => {
    const { chip, enabled } = driven();
    enabled([0x02, 0, 0, 0, 0x0f]);
    enabled([0x02, 0, 0, 0, 0x3c]);
    expect([chip.content[0], chip.counters.badProgramBits]).toEqual([0x0c, 2]);
  });

  test.each([
    [0x20, 4096, 'erases4k'],
    [0x52, 32768, 'erases32k'],
    [0xd8, 65536, 'erases64k'],
  ] as const)('erase %i clears its own block of %i bytes', (opcode, size, counter) => {
    const { chip, enabled } = driven();
    chip.content.fill(0);
    enabled([opcode, 0x02, 0x01, 0x23]);
    const start = 0x20123 - (0x20123 % size);
    const blank = [...chip.content.keys()].filter((offset) => chip.content[offset] === 0xff);
    expect([blank[0], blank.length, chip.counters[counter]]).toEqual([start, size, 1]);
  });

  test('without write enable, with bytes too many, or while busy nothing happens and it is counted', () => {
    const { chip, frame } = driven();
    frame([0x20, 0, 0, 0]);
    frame([0x06, 0]);
    frame([0x20, 0, 0, 0]);
    frame([0x06]);
    frame([0x20, 0, 0, 0, 0]);
    frame([0x20, 0, 0, 0]);
    frame([0x06]);
    frame([0x9f], 3);
    const { erases4k, withoutWriteEnable, badLength, ignoredWhileBusy } = chip.counters;
    expect({ erases4k, withoutWriteEnable, badLength, ignoredWhileBusy }).toEqual({
      erases4k: 1,
      withoutWriteEnable: 2,
      badLength: 2,
      ignoredWhileBusy: 2,
    });
  });

  test('the status byte turns ready in the middle of a run of status bytes', () => {
    const { chip, frame } = driven();
    frame([0x06]);
    frame([0x02, 0, 0, 0, 0]);
    const polls = frame([0x05], 600).map((byte) => byte & 1);
    // 0.4 ms at 1 µs a byte, of which the opcode took one.
    expect([polls.indexOf(0), polls.lastIndexOf(1), chip.isBusy(1000)]).toEqual([399, 398, false]);
  });

  test('power lost in the middle of an erase leaves the block neither old nor new, and the rest as it was', () => {
    const { chip, frame, now } = driven();
    chip.content.fill(0x55);
    frame([0x06]);
    frame([0x20, 0, 0x10, 0]);
    chip.powerCycle(now() + 1);
    const block = chip.content.subarray(0x1000, 0x2000);
    expect({
      untouched: block.every((byte) => byte === 0x55),
      blank: block.every((byte) => byte === 0xff),
      neverCleared: block.every((byte) => (byte & 0x55) === 0x55),
      beside: [chip.content[0xfff], chip.content[0x2000]],
    }).toEqual({ untouched: false, blank: false, neverCleared: true, beside: [0x55, 0x55] });
  });

  test('any programs of a blank chip end as the AND of all that was written', () => {
    const write = fc.record({ page: fc.nat(3), start: fc.nat(255), data: fc.uint8Array({ minLength: 1, maxLength: 256 }) });
    fc.assert(
      fc.property(fc.array(write, { maxLength: 8 }), (writes) => {
        const { chip, enabled } = driven({ ...small, sizeBytes: 4096 });
        const model = new Uint8Array(4096).fill(0xff);
        for (const { page, start, data } of writes) {
          enabled([0x02, 0, page, start, ...data]);
          data.forEach((byte, i) => (model[page * 256 + ((start + i) & 255)]! &= byte));
        }
        expect(chip.content).toEqual(model);
      }),
      { numRuns: 50 },
    );
  });
});

describe('status registers and protection', () => {
  const MiB = 1 << 20;
  test.each([
    [0x04, 0x00, 16 * MiB - 256 * 1024, 16 * MiB],
    [0x18, 0x00, 8 * MiB, 16 * MiB],
    [0x24, 0x00, 0, 256 * 1024],
    [0x44, 0x00, 16 * MiB - 4096, 16 * MiB],
    [0x1c, 0x00, 0, 16 * MiB],
    [0x00, 0x40, 0, 16 * MiB],
    [0x1c, 0x40, 0, 0],
    [0x04, 0x40, 0, 16 * MiB - 256 * 1024],
  ])('SR1 %i with SR2 %i protects from %i to %i', (sr1, sr2, start, end) => {
    expect(protectedRange(sr1, sr2, 16 * MiB)).toEqual({ start, end });
  });

  test('a protected block keeps its bytes, one beside it is erased', () => {
    const { chip, enabled } = driven();
    chip.content.fill(0);
    chip.setStatus(0, 0x18);
    enabled([0x20, 0x02, 0, 0]);
    enabled([0x20, 0x01, 0xf0, 0]);
    expect([chip.content[0x20000], chip.content[0x1f000], chip.counters.refusedByProtection]).toEqual([0, 0xff, 1]);
  });

  test('a volatile write is at once in force and gone with the power; a lasting one takes time and stays', () => {
    const { chip, frame, wait, now } = driven();
    frame([0x50]);
    frame([0x01, 0x1c]);
    const volatile = [frame([0x05], 1)[0]];
    chip.powerCycle(now());
    volatile.push(frame([0x05], 1)[0]);
    frame([0x06]);
    frame([0x01, 0x04]);
    const busy = frame([0x05], 1)[0];
    wait(20);
    chip.powerCycle(now());
    expect({ volatile, busy, lasting: frame([0x05], 1)[0] }).toEqual({ volatile: [0x1c, 0x00], busy: 0x05, lasting: 0x04 });
  });

  test.each([
    ['frozen while WP# is low', true, 0x00, 0x84],
    ['free while WP# is high', false, 0x00, 0x00],
    ['free while QE makes WP# a data pin', true, 0x02, 0x00],
  ])('registers with SRP set are %s', (_name, pinLow, sr2, after) => {
    const { chip, frame } = driven();
    chip.setStatus(0, 0x84);
    chip.setStatus(1, sr2);
    chip.registers.writeProtectPinLow = pinLow;
    frame([0x50]);
    frame([0x01, 0x00]);
    expect(frame([0x05], 1)[0]).toBe(after);
  });

  test('a part without volatile writes ignores 50h', () => {
    const { frame } = driven({ ...mx25l128, sizeBytes: 1 << 20 });
    frame([0x50]);
    frame([0x01, 0x3c]);
    expect(frame([0x05], 1)[0]).toBe(0);
  });

  test('an old part loses SR2 to a one-byte status write', () => {
    const { frame, enabled } = driven({ ...small, oneByteStatusClearsSr2: true, status: [0, 0x02, 0] });
    enabled([0x01, 0x00]);
    expect(frame([0x35], 1)[0]).toBe(0);
  });
});

describe('modes', () => {
  test('asleep it answers nothing until it is woken', () => {
    const { frame } = driven();
    frame([0xb9]);
    const asleep = frame([0x9f], 1);
    frame([0xab]);
    expect([asleep, frame([0x9f], 1)]).toEqual([[0xff], [0xef]]);
  });

  test('reset needs its enable right before it', () => {
    const { frame } = driven();
    frame([0x06]);
    frame([0x66]);
    frame([0x05], 1);
    frame([0x99]);
    const still = frame([0x05], 1)[0];
    frame([0x66]);
    frame([0x99]);
    expect([still, frame([0x05], 1)[0]]).toEqual([0x02, 0x00]);
  });

  test('beyond 16 MiB a byte is reached by 4-byte mode, by 4-byte opcodes and by the extended address', () => {
    const { chip, frame } = driven(w25q256);
    chip.content[0x1800000] = 0x42;
    const plain = frame([0x03, 0x80, 0, 0], 1);
    const opcode = frame([0x13, 1, 0x80, 0, 0], 1);
    frame([0xb7]);
    const mode = frame([0x03, 1, 0x80, 0, 0], 1);
    frame([0xe9]);
    frame([0x06]);
    frame([0xc5, 1]);
    const extended = frame([0x03, 0x80, 0, 0], 1);
    expect({ plain, opcode, mode, extended }).toEqual({ plain: [0xff], opcode: [0x42], mode: [0x42], extended: [0x42] });
  });
});
