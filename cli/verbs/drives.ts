// rom-rescue drives: the drives a key may be written to, and why the others may not.
import type { Drive } from '../../shared/keys/types';
import { driveRefusalText } from '../../shared/messages/drives.en';
import { listDrives } from '../../native-bridge/keys/drives/list-drives';
import { ExitCode } from '../exit-codes';
import type { Answer } from '../verb';

export async function drives(list: () => Promise<Drive[]> = listDrives): Promise<Answer> {
  const found = await list();
  return {
    exit: ExitCode.good,
    json: { drives: found.map((drive) => ({ ...drive, usable: drive.refusals.length === 0 })) },
    text: found.length === 0 ? ['No drive is here. Plug a stick in.'] : found.flatMap(asText),
  };
}

function asText({ id, name, sizeBytes, contents, mounts, refusals, needsTypedName }: Drive): string[] {
  const line = [id, name, sizeText(sizeBytes), refusals.length > 0 ? 'not for a key' : 'ready'].join('  ');
  const held = contents.map(({ label, fileSystem, sizeBytes: size }) =>
    [label ?? 'no name', fileSystem, sizeText(size)].filter(Boolean).join(' '),
  );
  return [
    line,
    ...(refusals.length > 0 ? [`    ${refusals.map((reason) => driveRefusalText[reason]).join('; ')}`] : []),
    ...(held.length > 0 ? [`    holds: ${held.join(', ')}`] : []),
    ...(mounts.length > 0 ? [`    in use at: ${mounts.join(', ')}`] : []),
    ...(refusals.length === 0 && needsTypedName ? [`    large or not removable: its name must be typed (${name})`] : []),
  ];
}

/** As printed on sticks: powers of ten. */
function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0);
  const value = bytes / 1000 ** step;
  return `${value >= 100 || step === 0 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}
