// Which programmer is meant: the one named, or the only one that is plugged in. Opens nothing.
import { fault } from '../shared/model/errors';
import type { ProgrammerInfo } from '../shared/model/programmer';
import { isPracticeScenario, practiceScenarios } from '../shared/model/practice';

/** Kinds of the public interface that this version does not drive. */
const notYet = ['ch347', 'ft232h', 'serprog', 'linux-spi'];
const defaultScenario = 'dark-after-mod';

/** The id to open. Throws USB_NO_PROGRAMMER, USB_SEVERAL_PROGRAMMERS, USB_PROGRAMMER_UNKNOWN or INPUT_INVALID. */
export function chooseProgrammer(wanted: string | undefined, listed: readonly ProgrammerInfo[]): string {
  if (wanted === undefined) return theOnlyOne(pluggedIn(listed), 'any');
  const [kind = '', place] = split(wanted);
  if (kind === 'simulated') return simulated(place);
  if (kind === 'ch341a') {
    const present = pluggedIn(listed).filter((programmer) => programmer.kind === 'ch341a');
    if (place === undefined) return theOnlyOne(present, 'ch341a');
    if (present.some(({ id }) => id === wanted)) return wanted;
  } else if (!notYet.includes(kind)) {
    throw fault('INPUT_INVALID', { detail: `"${wanted}" names no programmer: use ch341a, ch341a:BUS-PORT or simulated:SCENARIO` });
  }
  throw fault('USB_PROGRAMMER_UNKNOWN', { wanted });
}

const pluggedIn = (listed: readonly ProgrammerInfo[]): readonly ProgrammerInfo[] => listed.filter(({ kind }) => kind !== 'simulated');

function simulated(scenario = defaultScenario): string {
  if (isPracticeScenario(scenario)) return `simulated:${scenario}`;
  throw fault('INPUT_INVALID', { detail: `there is no practice machine "${scenario}"; there are: ${practiceScenarios.join(', ')}` });
}

function theOnlyOne(programmers: readonly ProgrammerInfo[], kind: string): string {
  const [first, ...others] = programmers;
  if (!first) throw fault('USB_NO_PROGRAMMER', { kind });
  if (others.length > 0) throw fault('USB_SEVERAL_PROGRAMMERS', { list: programmers.map(({ id }) => id).join(', ') });
  return first.id;
}

function split(wanted: string): [string, string | undefined] {
  const colon = wanted.indexOf(':');
  return colon < 0 ? [wanted, undefined] : [wanted.slice(0, colon), wanted.slice(colon + 1)];
}
