// rom-rescue practice image: a synthetic chip image made by our own code, or a file that its owner would have at hand.
import { isPracticeScenario, practiceScenarios, type PracticeScenario } from '../../shared/model/practice';
import { fault } from '../../shared/model/errors';
import { practiceGoodImage, practiceImage, practiceBootBlock, practiceStockImage } from '../../native-bridge/simulator/practice-image';
import { nodeDisk } from '../../native-bridge/recovery/files';
import { sha256Of } from '../../native-bridge/recovery/hash';
import { ExitCode } from '../exit-codes';
import type { Answer } from '../verb';
import { sizeText } from '../wording';

export interface PracticeImageOptions {
  readonly output: string;
  readonly scenario?: string;
}

/** Beside the scenarios: what a recovery needs to hand. */
const files: Readonly<Record<string, () => Uint8Array>> = {
  good: practiceGoodImage,
  stock: () => practiceStockImage(),
  'boot-block-2013': () => practiceBootBlock('2013'),
};

export async function practiceImageFile({ output, scenario = 'good' }: PracticeImageOptions): Promise<Answer> {
  const bytes = files[scenario]?.() ?? practiceImage(requireScenario(scenario));
  await nodeDisk.write(output, bytes);
  const sha256 = sha256Of(bytes);
  return {
    exit: ExitCode.good,
    json: { file: output, scenario, size: bytes.length, sha256 },
    text: [`${output}: ${scenario}, ${sizeText(bytes.length)}, synthetic`, `SHA-256 ${sha256}`],
  };
}

export function requireScenario(name: string): PracticeScenario {
  if (isPracticeScenario(name)) return name;
  const known = [...practiceScenarios, ...Object.keys(files)].join(', ');
  throw fault('INPUT_INVALID', { detail: `there is no practice image "${name}"; there are: ${known}` });
}
