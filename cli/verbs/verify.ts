// rom-rescue verify: compares the chip with a file. Nothing is written.
import { identified, withDevice, type DeviceOptions } from '../device';
import { differencesByRegion } from '../differences';
import { ExitCode } from '../exit-codes';
import { readImage } from '../image-file';
import { composeTarget, type TargetOptions } from '../target';
import { valueOf, type Answer, type Verb } from '../verb';
import { count, rangeText, sizeText } from '../wording';

export interface VerifyOptions extends DeviceOptions, TargetOptions {
  readonly image: string;
}

export async function verify(verb: Verb, options: VerifyOptions): Promise<Answer> {
  const image = await readImage(options.image);
  return withDevice(verb, options, async (device) => {
    const chip = await identified(device);
    const { desired, selection, layout } = composeTarget({ image, chipBytes: chip.sizeBytes, options });
    const outcome = valueOf(await device.session.verify({ chip, expected: desired, ranges: selection.ranges }, device.context));
    const differences = differencesByRegion(outcome.differences, layout);
    const equal = differences.length === 0;
    return {
      exit: equal ? ExitCode.good : ExitCode.checkFailed,
      json: {
        equal,
        comparedBytes: outcome.comparedBytes,
        regions: selection.names,
        differences,
        ...(outcome.sha256 === undefined ? {} : { sha256: outcome.sha256 }),
      },
      text: equal
        ? [`Equal: ${sizeText(outcome.comparedBytes)} compared (${selection.names.join(', ')}).`]
        : [
            `Different: ${count(differences.length, 'place')} in ${sizeText(outcome.comparedBytes)} compared.`,
            ...differences.map((difference) => `  ${difference.region.padEnd(6)} ${rangeText(difference)}`),
          ],
    };
  });
}
