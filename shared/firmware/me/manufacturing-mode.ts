// What the machine will say at power on about its ME (domain images.md 3.4, z620.md 7). A prediction: the mode itself is a run-time state.
import { assertNever } from '../../model/result';
import type { MeFacts } from '../report';
import type { MeRegion } from './parse-me';

type Prediction = NonNullable<MeFacts['manufacturingMode']>;

const MESSAGE = '“management platform in manufacturing mode”';

/** `isC600`: an HP Zx20 board; what other boards show is not known. */
export function predictManufacturingMode({ state, validMark }: MeRegion, isC600: boolean): Prediction {
  if (!isC600)
    return { expected: 'unknown', certainty: 'not known of this machine', sentence: 'What this machine shows at power on is not known.' };
  switch (state) {
    case 'stock':
    case 'not-declared-valid':
      return {
        expected: 'yes',
        certainty: 'reported by several users',
        sentence: `The machine will show ${MESSAGE} at every start until the mark is set to 01 or an ME that has run is restored.`,
      };
    case 'configured':
      return {
        expected: 'no',
        certainty: 'reported by several users',
        sentence: `The ME sets itself up after the next power-off; ${MESSAGE} then does not appear.`,
      };
    case 'initialised':
      return validMark?.value === 0x01
        ? {
            expected: 'no',
            certainty: 'concluded from how the ME works',
            sentence: `The ME has run from this copy: ${MESSAGE} is not to be expected.`,
          }
        : {
            expected: 'no',
            certainty: 'measured on one ME 7 of another make only',
            sentence: `The ME has run from this copy, though its mark is not 01: ${MESSAGE} is not to be expected.`,
          };
    case 'empty':
    case 'damaged':
    case 'update-image':
      return { expected: 'unknown', certainty: 'not known', sentence: 'What the machine shows without a readable ME is not known.' };
    default:
      return assertNever(state);
  }
}
