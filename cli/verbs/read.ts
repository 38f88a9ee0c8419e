// rom-rescue read: the chip or a part of it, once. What is read once is not called a backup.
import { ExitCode } from '../exit-codes';
import { identified, withDevice, type DeviceOptions } from '../device';
import { nodeDisk } from '../../native-bridge/recovery/files';
import { sha256Of } from '../../native-bridge/recovery/hash';
import { parseRange, requireInside } from '../numbers';
import { valueOf, type Answer, type Verb } from '../verb';
import { rangeText, sizeText } from '../wording';

export interface ReadOptions extends DeviceOptions {
  readonly output: string;
  readonly range?: string;
}

export async function read(verb: Verb, options: ReadOptions): Promise<Answer> {
  const wanted = options.range === undefined ? undefined : parseRange(options.range);
  return withDevice(verb, options, async (device) => {
    const chip = await identified(device);
    const range = wanted ? requireInside(wanted, chip.sizeBytes) : { offset: 0, length: chip.sizeBytes };
    const bytes = valueOf(await device.session.read({ chip, range }, device.context));
    await nodeDisk.write(options.output, bytes);
    const sha256 = sha256Of(bytes);
    return {
      exit: ExitCode.good,
      json: { file: options.output, offset: range.offset, length: range.length, sha256 },
      text: [`${options.output}: ${rangeText(range)}, ${sizeText(range.length)}, read once`, `SHA-256 ${sha256}`],
    };
  });
}
