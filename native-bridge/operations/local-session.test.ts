import { describe, expect, it } from 'vitest';
import { w25q128 } from '../simulator/nor-profile';
import { firmwareLike, makeBench, recorder, unwrap } from './test-bench';
import { LocalDeviceSession } from './local-session';

const image = firmwareLike(16 * 1024 * 1024, 1);

describe('the device session', () => {
  it('says that nothing is open, and that a programmer is unknown', async () => {
    const session = new LocalDeviceSession({ drivers: [] });
    expect(await session.identify(recorder())).toMatchObject({ error: { code: 'USB_NO_PROGRAMMER' } });
    expect(await session.open('ch347')).toMatchObject({ error: { code: 'USB_PROGRAMMER_UNKNOWN', params: { wanted: 'ch347' } } });
    await session.close();
  });

  it('runs one operation at a time', async () => {
    const { session } = await makeBench(w25q128, image);
    const first = session.identify(recorder());
    expect(await session.identify(recorder())).toMatchObject({ error: { code: 'STATE_WRONG' } });
    expect((await first).ok).toBe(true);
    expect((await session.identify(recorder())).ok).toBe(true);
  });

  it('ends what runs when it is closed, and releases the pins', async () => {
    const { session, usb } = await makeBench(w25q128, image);
    const chip = unwrap(await session.identify(recorder()));
    const reading = session.read({ chip, range: { offset: 0, length: chip.sizeBytes } }, recorder());
    await new Promise((resolve) => setImmediate(resolve));
    await session.close();
    expect(await reading).toMatchObject({ error: { code: 'CANCELLED' } });
    expect(usb.drivesPins).toBe(false);
    await session.close();
  });

  it('wakes a chip that was left in deep power down', async () => {
    const { session, chip } = await makeBench(w25q128, image);
    chip.select(0);
    chip.exchange(Uint8Array.of(0xb9), 0, 1, new Uint8Array(1), 0, 0, 0.01);
    chip.deselect(0);
    expect(unwrap(await session.identify(recorder())).jedec).toBe('ef4018');
  });

  it('finds the chip again after the plug was pulled and put back', async () => {
    const bench = await makeBench(w25q128, image);
    const chip = unwrap(await bench.session.identify(recorder()));
    bench.usb.unplug();
    expect(await bench.session.identify(recorder())).toMatchObject({ ok: false, error: { category: 'usb' } });
    await bench.reopen();
    const bytes = unwrap(await bench.session.read({ chip, range: { offset: 4096, length: 4096 } }, recorder()));
    expect(Buffer.compare(bytes, image.subarray(4096, 8192))).toBe(0);
  });

  it('tells when programmers come and go', () => {
    let change: () => void = () => undefined;
    const session = new LocalDeviceSession({
      drivers: [],
      onDevicesChanged: (listener) => {
        change = listener;
        return () => (change = () => undefined);
      },
    });
    const heard: string[] = [];
    const end = session.onChange(({ kind }) => heard.push(kind));
    change();
    end();
    change();
    expect(heard).toEqual(['programmers-changed']);
  });

  it('identifies in few transfers: one submission of questions, one once the family is known', async () => {
    const { session, usb } = await makeBench(w25q128, image);
    const before = { ...usb.counters };
    unwrap(await session.identify(recorder()));
    expect(usb.counters.inTransfers - before.inTransfers).toBeLessThan(25);
    expect(usb.counters.outTransfers - before.outTransfers).toBeLessThan(8);
  });
});
