import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Progress } from '../../shared/model/progress';
import { VirtualClock } from '../clock';
import { ProgressMeter } from './progress-meter';

function meterOf(total: number, work?: number) {
  const clock = new VirtualClock();
  const events: Progress[] = [];
  const meter = new ProgressMeter({
    clock,
    report: (event) => events.push(event),
    chipState: () => 'untouched',
    total,
    ...(work ? { work } : {}),
  });
  return { clock, events, meter };
}

describe('progress', () => {
  it('never falls, whatever is added on the way, and ends at one', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ advance: fc.nat(500), extend: fc.nat(300), ms: fc.nat(400) }), { maxLength: 60 }), (steps) => {
        const { clock, events, meter } = meterOf(1000);
        meter.phase('reading');
        for (const { advance, extend, ms } of steps) {
          meter.extend(extend);
          meter.advance(advance);
          clock.advance(ms);
        }
        meter.finish();
        for (const [index, event] of events.entries()) expect(event.fraction).toBeGreaterThanOrEqual(events[index - 1]?.fraction ?? 0);
        expect(events.at(-1)?.fraction).toBe(1);
        expect(events.slice(0, -1).every(({ fraction }) => fraction < 1)).toBe(true);
      }),
    );
  });

  it('comes at most ten times a second, and the last of each phase always', () => {
    const { clock, events, meter } = meterOf(10_000);
    meter.phase('reading');
    for (let step = 0; step < 5000; step++) {
      meter.advance(1);
      clock.advance(1);
    }
    meter.phase('comparing');
    expect(events.length).toBeLessThanOrEqual(53);
    expect(events.filter(({ phase }) => phase === 'reading').at(-1)?.done).toBe(5000);
  });

  it('says a rate and a time left only once they mean something', () => {
    const { clock, events, meter } = meterOf(10_000);
    meter.phase('reading');
    clock.advance(100);
    meter.advance(100);
    expect(events.at(-1)).not.toHaveProperty('etaMs');
    clock.advance(1900);
    meter.advance(1900);
    expect(events.at(-1)).toMatchObject({ rateBytesPerSec: 1000, etaMs: 8000 });
  });
});
