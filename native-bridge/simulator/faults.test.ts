import { expect, test } from 'vitest';
import { FaultyFlash, type Fault } from './faults';
import { NorChip } from './nor-chip';
import { w25q128, type NorProfile } from './nor-profile';

const small: NorProfile = { ...w25q128, sizeBytes: 1 << 16 };

function faulty(...faults: readonly Fault[]) {
  const chip = new NorChip(small);
  let unplugged = 0;
  const flash = new FaultyFlash(chip, () => unplugged++);
  let nowMs = 0;
  const frame = (send: readonly number[], receive = 0): number[] => {
    const sent = Uint8Array.of(...send, ...new Uint8Array(receive));
    const answer = new Uint8Array(sent.length);
    flash.select(nowMs);
    flash.exchange(sent, 0, sent.length, answer, 0, nowMs, 0.001);
    nowMs += sent.length * 0.001;
    flash.deselect(nowMs);
    return [...answer.subarray(send.length)];
  };
  flash.arm(...faults);
  return { chip, flash, frame, id: () => frame([0x9f], 3), mend: () => flash.mend(nowMs), unplugged: () => unplugged };
}
const good = [0xef, 0x40, 0x18];
const now = { on: 'now' } as const;

test.each([
  ['a clip that is off', { kind: 'clip-off' }, [0xff, 0xff, 0xff]],
  ['MISO held low', { kind: 'miso-stuck', level: 0 }, [0, 0, 0]],
  ['MISO held high', { kind: 'miso-stuck', level: 1 }, [0xff, 0xff, 0xff]],
  // EF 40 18 one bit late, after the FF of the opcode.
  ['answers one bit late', { kind: 'shifted' }, [0xf7, 0xa0, 0x0c]],
] as const)('%s is read as such until it is mended', (_name, what, seen) => {
  const { id, mend } = faulty({ what, when: now });
  const broken = id();
  mend();
  expect([broken, id()]).toEqual([seen, good]);
});

test('a fault strikes at its byte, its frame or its command, and not before', () => {
  const what = { kind: 'clip-off' } as const;
  const bytes = faulty({ what, when: { on: 'bytes', count: 8 } });
  const frame = faulty({ what, when: { on: 'frame', nth: 2 } });
  const command = faulty({ what, when: { on: 'frame', nth: 2, opcode: 0x05 } });
  const seen = ({ id, frame: any }: ReturnType<typeof faulty>) => {
    const answers = [id(), id()];
    any([0x05], 1);
    answers.push(id());
    any([0x05], 1);
    answers.push(id());
    return answers.map((answer) => answer[0] === 0xef);
  };
  expect([seen(bytes), seen(frame), seen(command)]).toEqual([
    [true, true, false, false],
    [true, false, false, false],
    [true, true, true, false],
  ]);
});

test('the adapter leaves while the second erase runs, and not while the first does', () => {
  const { frame, unplugged, id } = faulty({ what: { kind: 'unplugged' }, when: { on: 'erase', nth: 2 } });
  const erase = (block: number) => {
    frame([0x06]);
    frame([0x20, 0, block << 4, 0]);
    frame([0x05], 1);
    return unplugged();
  };
  const first = erase(0);
  // 45 ms of status bytes.
  frame([0x05], 46_000);
  expect([first, erase(1), id()]).toEqual([0, 1, [0xff, 0xff, 0xff]]);
});

test('a busy bit that sticks is seen in every status until mended', () => {
  const { frame, mend } = faulty({ what: { kind: 'busy-stuck' }, when: now });
  const stuck = frame([0x05], 3);
  mend();
  expect([stuck, frame([0x05], 1)]).toEqual([[1, 1, 1], [0]]);
});

test('a lost write enable leaves the latch clear that many times', () => {
  const { frame } = faulty({ what: { kind: 'write-enable-lost', times: 2 }, when: now });
  const latch = () => {
    frame([0x06]);
    return frame([0x05], 1)[0];
  };
  expect([latch(), latch(), latch()]).toEqual([0, 0, 2]);
});

test('a fault may be any act of a test', () => {
  const acts: string[] = [];
  const { id } = faulty({ what: { kind: 'call', act: () => acts.push('killed') }, when: { on: 'frame', nth: 2 } });
  expect([id(), [...acts], id(), acts]).toEqual([good, [], good, ['killed']]);
});

test('flips fall inside their place only, and the same seed gives the same flips', () => {
  const what = { kind: 'flaky-reads', seed: 7, places: [{ offset: 100, length: 50, oneIn: 5 }] } as const;
  const differing = () => {
    const { frame } = faulty({ what, when: now });
    return frame([0x03, 0, 0, 0], 4096).flatMap((byte, offset) => (byte === 0xff ? [] : [offset]));
  };
  const offsets = differing();
  expect(offsets.length).toBeGreaterThan(0);
  expect(offsets.filter((offset) => offset < 100 || offset >= 150)).toEqual([]);
  expect(differing()).toEqual(offsets);
});
