// rom-rescue identify: the chip, its size and protection, and where each fact is from.
import type { ChipInfo } from '../../shared/model/chip';
import { chipJson, identified, programmerJson, withDevice, type DeviceOptions } from '../device';
import { ExitCode } from '../exit-codes';
import { rangesText } from '../plan-view';
import type { Answer, Verb } from '../verb';
import { sizeText, table } from '../wording';

export function identify(verb: Verb, options: DeviceOptions): Promise<Answer> {
  return withDevice(verb, options, async (device) => {
    const chip = await identified(device);
    return {
      exit: ExitCode.good,
      json: {
        programmer: programmerJson(device.programmer),
        chip: {
          ...chipJson(chip),
          manufacturer: chip.manufacturer,
          candidates: chip.candidates,
          voltage: chip.voltage,
          eraseTypes: chip.eraseTypes,
          sources: chip.sources,
        },
      },
      text: table(facts(chip)),
    };
  });
}

function facts(chip: ChipInfo): (readonly [string, string])[] {
  const { ranges, undetermined, lock } = chip.protection;
  return [
    ['chip', `${chip.manufacturer} ${chip.name}`],
    ['id', `${chip.jedec} (one of: ${chip.candidates.join(', ')})`],
    ['size', `${sizeText(chip.sizeBytes)} (source: ${chip.sources.size})`],
    ['supply', `${chip.voltage} (source: ${chip.sources.voltage})`],
    [
      'erases',
      `${chip.eraseTypes.map(({ sizeBytes }) => sizeText(sizeBytes)).join(', ')} (source: ${chip.sources.erase}; times: ${chip.sources.times})`,
    ],
    ['protected', undetermined ? 'not known how to tell' : `${rangesText(ranges)}${lock === 'none' ? '' : `, locked (${lock})`}`],
    ['unique id', chip.uniqueId ?? 'none'],
  ];
}
